"""A PaymentIntent: the sum to collect and how far that has come."""

from __future__ import annotations

from socle.paiements.simulateur.objets.identifiants import Objet, identifiant


def nouvel_intent(session: Objet, donnees: Objet, *, cree_le: int) -> Objet:
    """What the buyer's first attempt makes; ``donnees`` is ``payment_intent_data``."""
    intent_id = identifiant("pi")
    return {
        "id": intent_id,
        "object": "payment_intent",
        "allowed_payment_method_types": session["allowed_payment_method_types"],
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_{identifiant('secret', 25)}",
        "confirmation_method": "automatic",
        "created": cree_le,
        "currency": session["currency"],
        "customer": None,
        "customer_account": None,
        "description": donnees.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": donnees.get("metadata") or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": donnees.get("transfer_group"),
    }


def carte_refusee() -> Objet:
    """``last_payment_error`` when the bank says no."""
    return {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "message": "Votre carte a été refusée.",
    }


def authentification_ratee() -> Objet:
    """``last_payment_error`` when the buyer did not prove who he is."""
    return {
        "type": "invalid_request_error",
        "code": "payment_intent_authentication_failure",
        "doc_url": ("https://stripe.com/docs/error-codes/payment-intent-authentication-failure"),
        "message": "L’authentification auprès de votre banque a échoué.",
    }
