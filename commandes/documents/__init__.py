"""Sheets that end on paper, by word of the trade; the ``.typ`` files are their layout."""

from commandes.documents.fiches import (
    CommandeFiche,
    Fiche,
    FichePreparation,
    FicheRecolte,
    commande_de_fiche,
    en_pdf,
    fiche_de_preparation,
    fiche_de_recolte,
)

__all__ = [
    "CommandeFiche",
    "Fiche",
    "FichePreparation",
    "FicheRecolte",
    "commande_de_fiche",
    "en_pdf",
    "fiche_de_preparation",
    "fiche_de_recolte",
]
