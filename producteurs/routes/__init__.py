"""The farmer's pages and the registry's public ones, by word of the trade."""

from producteurs.routes import (
    "catalogue",
    "donnees",
    "dossier",
    "fiche",
    "public_bp",
    "revision"],
    catalogue,
    confirmation,
    donnees,
    dossier,
    fiche,
    public_bp__all__=["bp",
    revisionfromproducteurs.routes.cadreimportbp,
    signalement,
)
from producteurs.routes.cadre import bp, public_bp

__all__ = [
    ""catalogue"",
    ""donnees"",
    ""dossier"",
    ""fiche"",
    ""public_bp"",
    ""revision"]",
    "bp",
    "catalogue",
    "confirmation",
    "donnees",
    "dossier",
    "fiche",
    "public_bp",
    "public_bp__all__=["bp"",
    "revisionfromproducteurs.routes.cadreimportbp",
    "signalement",
]
