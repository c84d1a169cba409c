"""What a caller without Stripe's library asks of the simulator."""

from __future__ import annotations

from typing import Any

from tests.socle.paiements.simulation import (
    StripeSimule,
    remplir,
)

DEMANDE = {
    "mode": "payment",
    "success_url": "http://boutique.example/retour?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://boutique.example/commande",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "123450",
    "line_items[0][price_data][product_data][name]": "Commande <LOI-2K7F>",
}


def ouvrir(simule: StripeSimule, **changements: str) -> dict[str, Any]:
    reponse = simule.api("POST", "/v1/checkout/sessions", DEMANDE | changements)
    assert reponse.statut == 200, reponse.texte
    session: dict[str, Any] = reponse.json
    return session


def payee(simule: StripeSimule) -> dict[str, Any]:
    session = ouvrir(simule)
    simule.payer(session["url"])
    relue: dict[str, Any] = simule.api("GET", f"/v1/checkout/sessions/{session['id']}").json
    return relue


def en_attente_de_banque(simule: StripeSimule) -> dict[str, Any]:
    """A PaymentIntent that waits for 3-D Secure."""
    session = ouvrir(simule)
    remplir(session["url"], issue="authentification")
    intent_id = simule.api("GET", f"/v1/checkout/sessions/{session['id']}").json["payment_intent"]
    intent: dict[str, Any] = simule.api("GET", f"/v1/payment_intents/{intent_id}").json
    return intent
