"""Tables of sales and orders, by word of the trade."""

from commandes.models.commande import (
    MARGE_APRES_PAIEMENT,
    PASSAGES_COMMANDE,
    Commande,
    EtatCommande,
    EtatPart,
    LigneCommande,
    Part,
)
from commandes.models.panier import LignePanier, PanierEnCours
from commandes.models.vente import (
    EtatVente,
    Offre,
    Vente,
    VenteCreneau,
    VenteDistribution,
    VenteProducteur,
)

__all__ = [
    "MARGE_APRES_PAIEMENT",
    "PASSAGES_COMMANDE",
    "Commande",
    "EtatCommande",
    "EtatPart",
    "EtatVente",
    "LigneCommande",
    "LignePanier",
    "Offre",
    "PanierEnCours",
    "Part",
    "Vente",
    "VenteCreneau",
    "VenteDistribution",
    "VenteProducteur",
]
