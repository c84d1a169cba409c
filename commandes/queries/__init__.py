"""Reads of sales and orders, by who looks."""

from commandes.queries.commandes import (
    commande_de,
    commande_par_reference,
    commandes_de_vente,
    commandes_du_compte,
    commandes_expirees,
)
from commandes.queries.paniers import compter_unites, panier_en_cours, paniers_en_cours
from commandes.queries.preparation import (
    LigneRecolte,
    parts_a_preparer,
    recolte,
    ventes_du_producteur,
)
from commandes.queries.ventes import (
    offre_de,
    offres_de,
    prochaine_vente,
    vente,
    vente_avec_retraits,
    ventes_de,
    ventes_ouvertes_de,
)

__all__ = [
    "LigneRecolte",
    "commande_de",
    "commande_par_reference",
    "commandes_de_vente",
    "commandes_du_compte",
    "commandes_expirees",
    "compter_unites",
    "offre_de",
    "offres_de",
    "panier_en_cours",
    "paniers_en_cours",
    "parts_a_preparer",
    "prochaine_vente",
    "recolte",
    "vente",
    "vente_avec_retraits",
    "ventes_de",
    "ventes_du_producteur",
    "ventes_ouvertes_de",
]
