"""The Jinja filters that write figures, prices and dates."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from socle import typographie
from socle.monnaie import ecrire_prix
from socle.web.formulaires import ecrire_telephone

FILTRES: dict[str, Callable[..., str]] = {
    "prix": ecrire_prix,
    "date_longue": typographie.date_longue,
    "date_courte": typographie.date_courte,
    "heure": typographie.heure,
    "il_y_a": typographie.il_y_a,
    "moment": typographie.moment,
    "creneau": typographie.creneau,
    "nombre": typographie.nombre,
    "contenu": typographie.contenu,
    "telephone": ecrire_telephone,
}


def brancher_formats(app: Flask) -> None:
    """Register the filters on ``app``'s Jinja environment."""
    app.jinja_env.filters.update(FILTRES)
