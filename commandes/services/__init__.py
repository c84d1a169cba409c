"""Use cases of sales and orders, by word of the trade."""

from commandes.services.annulation import annuler_commande, expirer_commandes, reprendre_commande
from commandes.services.bilan import Bilan, PartDePanier, dresser_bilan
from commandes.services.modification import (
    estimer_modification,
    exiger_modifiable,
    modifier_commande,
)
from commandes.services.organisation import (
    SaisieCreneau,
    SaisieDistribution,
    SaisieOrganisation,
    organiser_vente,
)
from commandes.services.panier import (
    choisir_option,
    oublier_paniers,
    poser_quantite,
    recommander,
)
from commandes.services.passage import ChoixRetrait, passer_commande
from commandes.services.reglement import paiement_recu
from commandes.services.remise import decocher_commande, marquer_prete, remettre_commande
from commandes.services.vente import (
    SaisieOffre,
    SaisieVente,
    annuler_vente,
    copier_offres,
    creer_vente,
    modifier_vente,
    publier_offres,
)
from commandes.services.verdict import (
    Alternative,
    Verdict,
    lieu_de_position,
    rendre_verdict,
    rendre_verdicts,
)

__all__ = [
    "Alternative",
    "Bilan",
    "ChoixRetrait",
    "PartDePanier",
    "SaisieCreneau",
    "SaisieDistribution",
    "SaisieOffre",
    "SaisieOrganisation",
    "SaisieVente",
    "Verdict",
    "annuler_commande",
    "annuler_vente",
    "choisir_option",
    "copier_offres",
    "creer_vente",
    "decocher_commande",
    "dresser_bilan",
    "estimer_modification",
    "exiger_modifiable",
    "expirer_commandes",
    "lieu_de_position",
    "marquer_prete",
    "modifier_commande",
    "modifier_vente",
    "organiser_vente",
    "oublier_paniers",
    "paiement_recu",
    "passer_commande",
    "poser_quantite",
    "publier_offres",
    "recommander",
    "remettre_commande",
    "rendre_verdict",
    "rendre_verdicts",
    "reprendre_commande",
]
