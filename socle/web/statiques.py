"""Serving our own copies of every script, style and picture, with names that never change."""

from __future__ import annotations

from flask import Flask
from whitenoise import WhiteNoise

from socle.web.assets import IMMUABLE, PREFIXE, SORTIE, Statiques
from socle.web.couleurs import feuille_couleurs
from socle.web.saisons import phrase_saison


def brancher_statiques(app: Flask) -> None:
    """Serve the built files in front of ``app``; give templates what draws a page."""
    statiques = Statiques.lire()
    app.jinja_env.globals.update(
        asset=statiques.asset, icone=statiques.icone, couleurs=feuille_couleurs
    )
    app.jinja_env.filters["saison_en_mots"] = phrase_saison
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=SORTIE, prefix=PREFIXE, immutable_file_test=IMMUABLE
    )
