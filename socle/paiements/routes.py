"""The way to the provider's page, the way back, and the provider's webhook."""

from __future__ import annotations

import structlog
from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from socle.errors import Refus
from socle.paiements import queries, services
from socle.paiements.stripe import Stripe
from socle.web.acces import public

log = structlog.get_logger()
bp = Blueprint("paiements", __name__, url_prefix="/paiements")


@bp.get("/<jeton>")
@public
def payer(jeton: str) -> ResponseReturnValue:
    """Lead to the provider's page; the token is a secret that only its order's page shows."""
    reglages = current_app.config["REGLAGES"]
    retour = reglages.base_url.rstrip("/") + url_for("paiements.retour", jeton=jeton)
    adresse = services.ouvrir_page(jeton, Stripe.depuis(reglages), url_retour=retour)
    return redirect(adresse, 303)


@bp.get("/<jeton>/retour")
@public
def retour(jeton: str) -> ResponseReturnValue:
    """Back from the provider: read the truth there, then show the order whatever it is."""
    prestataire = Stripe.depuis(current_app.config["REGLAGES"])
    try:
        services.constater(jeton, prestataire, current_app.config["SUITES_PAIEMENT"])
    except Refus as refus:  # the poller will read again
        log.warning("retour_non_lu", jeton=jeton, refus=refus.code)
    paiement = queries.paiement_par_jeton(jeton)
    return redirect(current_app.config["PAGES_PAIEMENT"][paiement.genre](paiement.reference), 303)


@bp.post("/stripe")
@public
def webhook() -> ResponseReturnValue:
    """A Stripe event is only a trigger: its id is stored once, its object is read again."""
    stripe = Stripe.depuis(current_app.config["REGLAGES"])
    evenement = stripe.lire_evenement(
        request.get_data(), request.headers.get("Stripe-Signature", "")
    )
    if evenement.type.startswith("checkout.session."):
        suites = current_app.config["SUITES_PAIEMENT"]
        services.recevoir_evenement(
            evenement.id, evenement.type, evenement.objet_id, stripe, suites
        )
    return "", 204
