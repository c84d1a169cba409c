"""The farmer's pages and the registry's public ones, by word of the trade."""

from producteurs.routes import (
    catalogue,
    confirmation,
    donnees,
    dossier,
    fiche,
    pieces,
    revision,
    signalement,
    visites,
)
from producteurs.routes.cadre import bp, public_bp

__all__ = [
    "bp",
    "catalogue",
    "confirmation",
    "donnees",
    "dossier",
    "fiche",
    "pieces",
    "public_bp",
    "revision",
    "signalement",
    "visites",
]
