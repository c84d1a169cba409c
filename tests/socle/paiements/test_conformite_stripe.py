"""The simulator's objects beside Stripe's own samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from tests.socle.paiements.conformite import ecarts, modele
from tests.socle.paiements.demandes import en_attente_de_banque, ouvrir, payee
from tests.socle.paiements.simulation import (
    StripeSimule,
)


def intent_paye(simule: StripeSimule) -> dict[str, Any]:
    intent: dict[str, Any] = simule.api(
        "GET", f"/v1/payment_intents/{payee(simule)['payment_intent']}"
    ).json
    return intent


def debitee(simule: StripeSimule) -> dict[str, Any]:
    charge: dict[str, Any] = simule.api("GET", f"/v1/charges/{rembourse(simule)['charge']}").json
    assert charge == simule.evenements[-1]["data"]["object"]
    return charge


def rembourse(simule: StripeSimule) -> dict[str, Any]:
    demande = {"payment_intent": payee(simule)["payment_intent"], "amount": "450"}
    remboursement: dict[str, Any] = simule.api("POST", "/v1/refunds", demande).json
    return remboursement


def evenement(simule: StripeSimule) -> dict[str, Any]:
    payee(simule)
    lu: dict[str, Any] = simule.api("GET", "/v1/events").json["data"][0]
    return lu


@pytest.mark.parametrize(
    ("sorte", "fabriquer", "classe"),
    [
        pytest.param("checkout.session", ouvrir, stripe.checkout.Session, id="session ouverte"),
        pytest.param("checkout.session", payee, stripe.checkout.Session, id="session payée"),
        pytest.param("payment_intent", intent_paye, stripe.PaymentIntent, id="intent payé"),
        pytest.param(
            "payment_intent", en_attente_de_banque, stripe.PaymentIntent, id="intent en attente"
        ),
        pytest.param("charge", debitee, stripe.Charge, id="charge"),
        pytest.param("refund", rembourse, stripe.Refund, id="remboursement"),
        pytest.param("event", evenement, stripe.Event, id="événement"),
    ],
)
def test_les_objets_ont_les_champs_de_ceux_de_stripe(
    stripe_simule: StripeSimule,
    sorte: str,
    fabriquer: Callable[[StripeSimule], dict[str, Any]],
    classe: type,
) -> None:
    attendu = modele(sorte)
    if sorte == "event":
        attendu["data"] = {"object": {}}  # the sample event is about another kind of object

    assert ecarts(attendu, fabriquer(stripe_simule), classe, sorte) == []
