"""A buyer's session through the adapter, for the tests that pay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from socle.paiements.stripe import SessionPaiement, Stripe
from tests.socle.paiements.simulation import (
    StripeSimule,
)

SUCCES = "http://boutique.example/retour?session={CHECKOUT_SESSION_ID}"
ABANDON = "http://boutique.example/commande"


def ouvrir(stripe: Stripe, **changements: Any) -> SessionPaiement:
    demande: dict[str, Any] = {
        "reference": "LOI-2K7F",
        "montant_centimes": 4250,
        "libelle": "Commande LOI-2K7F",
        "courriel": "camille@cabas.example",
        "url_succes": SUCCES,
        "url_abandon": ABANDON,
        "expire_le": datetime.now(UTC) + timedelta(minutes=35),
        "cle_idempotence": "paiement-1",
    }
    return stripe.creer_session(**(demande | changements))


def payee(simule: StripeSimule, **changements: Any) -> SessionPaiement:
    """A session that was paid, with its intent."""
    session = ouvrir(simule.adaptateur, **changements)
    simule.payer(adresse(session))
    return simule.adaptateur.lire_session(session.id)


def adresse(session: SessionPaiement) -> str:
    assert session.url is not None
    return session.url


def intent(session: SessionPaiement) -> str:
    assert session.intent_id is not None
    return session.intent_id
