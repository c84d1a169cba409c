"""The bare Flask page: one SQLAlchemy query of 20 rows, one Jinja template, nothing else."""

from __future__ import annotations

import os

from flask import Flask, render_template_string
from sqlalchemy import select
from sqlalchemy.orm import Session

from producteurs.models import Producteur
from socle.db import ouvrir_moteur

LIGNES = 20
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Producteurs</title></head>
<body><h1>Producteurs</h1><ul>
{% for p in producteurs %}<li><a href="/producteurs/{{ p.slug }}">{{ p.nom }}</a>
<p>{{ p.description }}</p><p>{{ p.adresse }}, {{ p.telephone }}</p></li>
{% endfor %}</ul></body></html>"""


def create_app() -> Flask:
    """The bare application on the database that ``CABAS_DATABASE_URL`` names."""
    app = Flask(__name__)
    moteur = ouvrir_moteur(os.environ["CABAS_DATABASE_URL"])

    @app.get("/")
    def page() -> str:
        with Session(moteur) as session:
            lignes = session.scalars(
                select(Producteur).order_by(Producteur.nom).limit(LIGNES)
            ).all()
            return render_template_string(PAGE, producteurs=lignes)

    return app
