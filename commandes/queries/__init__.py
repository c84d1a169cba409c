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
    PanierAComposer,
    paniers_a_composer,
    part_a_preparer,
    parts_a_preparer,
    recolte,
)
from commandes.queries.registre import (
    ChiffresVente,
    chiffres_des_ventes,
    commande_de_vente,
    creneau_pour,
    offres_par_ferme,
    registre_de_vente,
    vente_pour,
)
from commandes.queries.remises import (
    Remise,
    arret_de_creneau,
    arrets_de,
    remise_au_relais,
    remises_de,
)
from commandes.queries.semaine import (
    Depot,
    SemaineVente,
    semaine,
    unites_commandees,
    vente_du_producteur,
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
    "ChiffresVente",
    "Depot",
    "LigneRecolte",
    "PanierAComposer",
    "Remise",
    "SemaineVente",
    "arret_de_creneau",
    "arrets_de",
    "chiffres_des_ventes",
    "commande_de",
    "commande_de_vente",
    "commande_par_reference",
    "commandes_de_vente",
    "commandes_du_compte",
    "commandes_expirees",
    "compter_unites",
    "creneau_pour",
    "offre_de",
    "offres_de",
    "offres_par_ferme",
    "panier_en_cours",
    "paniers_a_composer",
    "paniers_en_cours",
    "part_a_preparer",
    "parts_a_preparer",
    "prochaine_vente",
    "recolte",
    "registre_de_vente",
    "remise_au_relais",
    "remises_de",
    "semaine",
    "unites_commandees",
    "vente",
    "vente_avec_retraits",
    "vente_du_producteur",
    "vente_pour",
    "ventes_de",
    "ventes_du_producteur",
    "ventes_ouvertes_de",
]
