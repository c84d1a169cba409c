"""Use cases of money: collecting, giving back, keeping the ledger."""

from socle.paiements.services.collecte import (
    DUREE_POUR_PAYER,
    Suites,
    annuler_encaissement,
    annuler_paiement,
    constater,
    demander_paiement,
    encaisser_sur_place,
    ouvrir_page,
    recevoir_evenement,
)
from socle.paiements.services.ecritures import mettre_en_compte
from socle.paiements.services.remboursements import executer_remboursement, rembourser

__all__ = [
    "DUREE_POUR_PAYER",
    "Suites",
    "annuler_encaissement",
    "annuler_paiement",
    "constater",
    "demander_paiement",
    "encaisser_sur_place",
    "executer_remboursement",
    "mettre_en_compte",
    "ouvrir_page",
    "recevoir_evenement",
    "rembourser",
]
