"""Tables of the registry, by word of the trade."""

from producteurs.models.catalogue import (
    Allergene,
    Composition,
    Nature,
    Panier,
    Produit,
    TypeVente,
    Unite,
)
from producteurs.models.dossier import PASSAGES_DOSSIER, Dossier, EtatDossier, Situation
from producteurs.models.producteur import (
    EtatLabel,
    Famille,
    Genre,
    Label,
    ModeVente,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    SorteLabel,
)

__all__ = [
    "PASSAGES_DOSSIER",
    "Allergene",
    "Composition",
    "Dossier",
    "EtatDossier",
    "EtatLabel",
    "Famille",
    "Genre",
    "Label",
    "ModeVente",
    "Nature",
    "Panier",
    "Producteur",
    "ProducteurFamille",
    "ProducteurMode",
    "Produit",
    "Situation",
    "SorteLabel",
    "TypeVente",
    "Unite",
]
