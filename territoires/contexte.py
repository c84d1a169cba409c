"""What a request is about: the platform in its address, and the place that the visitor gave.

A file of its own because every page of every room needs both: views get the ``Plateforme`` itself
for the URL value ``plateforme``, templates find ``plateforme`` and ``lieu`` (either may be None).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import Flask, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from socle.reglages import Reglages
from territoires import queries
from territoires.errors import PlateformeInconnue
from territoires.geoplateforme import Geoplateforme
from territoires.models import Lieu, Plateforme

VALEUR = "plateforme"


def _resoudre() -> None:
    """Put the ``Plateforme`` in place of its slug among the view's arguments.

    Not a URL value preprocessor: those run before the request says whether it writes, which
    SQLite must know when the first query begins.
    """
    if request.view_args and VALEUR in request.view_args:
        plateforme = queries.plateforme(request.view_args[VALEUR])
        request.view_args[VALEUR] = g.plateforme = plateforme
        # Pages without a platform in their address (a farm, an order) keep the last one's look.
        if session.get(VALEUR) != plateforme.slug:
            session[VALEUR] = plateforme.slug


def plateforme_courante() -> Plateforme | None:
    """The platform of this page's address, else the one visited last, else None."""
    if VALEUR not in g:
        g.plateforme = None
        if slug := session.get(VALEUR):
            try:
                g.plateforme = queries.plateforme(slug)
            except PlateformeInconnue:
                session.pop(VALEUR)
    plateforme: Plateforme | None = g.plateforme
    return plateforme


def lieu_courant() -> Lieu | None:
    """The place that the visitor gave, or None. It is valid on every platform."""
    valeurs = session.get("lieu")
    try:
        return Lieu(**valeurs) if valeurs else None
    except TypeError:  # kept by an older version of the site
        return None


def retenir_lieu(lieu: Lieu | None) -> None:
    """Keep ``lieu`` for the visit (None forgets it); the cookie is written only on a change."""
    valeurs = dataclasses.asdict(lieu) if lieu else None
    if session.get("lieu") != valeurs:
        session["lieu"] = valeurs


def geocodeur_courant() -> Geoplateforme | None:
    """The geocoding service of the settings, or None where there is none."""
    geocodeur: Geoplateforme | None = current_app.extensions["geocodeur"]
    return geocodeur


def _pour_les_gabarits() -> dict[str, Any]:
    try:
        return {"plateforme": plateforme_courante(), "lieu": lieu_courant()}
    except SQLAlchemyError:  # the page that tells of a lost database cannot ask it anything
        return {"plateforme": None, "lieu": None}


def brancher_contexte(app: Flask) -> None:
    """Resolve platforms before the views of ``app`` and give both to its templates."""
    reglages: Reglages = app.config["REGLAGES"]
    url = reglages.geocoding_url
    app.extensions["geocodeur"] = Geoplateforme(url) if url else None
    app.before_request(_resoudre)
    app.context_processor(_pour_les_gabarits)
