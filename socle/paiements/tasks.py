"""What the worker does about money: read again, give back, check the balance."""

from __future__ import annotations

import structlog
from flask import current_app

from socle.paiements import queries, services
from socle.paiements.stripe import Stripe
from socle.travaux import chacun, periodique

log = structlog.get_logger()


@periodique(minutes=2)
def relire_les_paiements() -> None:
    """Ask the provider about attempts whose webhook did not come."""
    prestataire = Stripe.depuis(current_app.config["REGLAGES"])
    suites: services.Suites = current_app.config["SUITES_PAIEMENT"]
    chacun(
        queries.jetons_a_relire(),
        lambda jeton: services.constater(jeton, prestataire, suites),
        echec="paiement_non_relu",
    )


@periodique(minutes=1, des_que_possible=True)
def executer_les_remboursements() -> None:
    """Carry out the refunds that are owed."""
    prestataire = Stripe.depuis(current_app.config["REGLAGES"])
    chacun(
        queries.remboursements_a_faire(),
        lambda numero: services.executer_remboursement(numero, prestataire),
        echec="remboursement_non_fait",
    )


@periodique(minutes=1440)
def verifier_l_equilibre() -> None:
    """Every order's ledger adds up to zero; a line in the log for each that does not."""
    for reference in queries.references_desequilibrees():
        log.error("ecritures_desequilibrees", reference=reference)
