"""A Checkout Session: one page where one sum can be paid, once."""

from __future__ import annotations

from socle.paiements.simulateur.objets.identifiants import Objet, identifiant
from socle.paiements.simulateur.parametres import DemandeSession


def nouvelle_session(demande: DemandeSession, *, cree_le: int, base: str) -> Objet:
    """An open session; ``payment_intent`` comes with the first attempt to pay, as at Stripe."""
    session_id = identifiant("cs_test", 58)
    return {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "allowed_payment_method_types": demande.moyens_permis,
        "amount_subtotal": demande.montant_centimes,
        "amount_total": demande.montant_centimes,
        "automatic_tax": {
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_address_collection": None,
        "cancel_url": demande.url_abandon,
        "client_reference_id": demande.reference,
        "client_secret": None,
        "collected_information": {
            "business_name": None,
            "individual_name": None,
            "shipping_details": None,
        },
        "consent": None,
        "consent_collection": None,
        "created": cree_le,
        "currency": demande.devise,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": None,
        "customer_account": None,
        "customer_creation": "if_required",
        "customer_details": coordonnees(demande.courriel) if demande.courriel else None,
        "customer_email": demande.courriel,
        "discounts": [],
        "expires_at": demande.expire_le,
        "integration_identifier": None,
        "invoice": None,
        "invoice_creation": {
            "enabled": False,
            "invoice_data": {
                "account_tax_ids": None,
                "custom_fields": None,
                "description": None,
                "footer": None,
                "issuer": None,
                "metadata": {},
                "rendering_options": None,
            },
        },
        "livemode": False,
        "locale": demande.langue,
        "managed_payments": {"enabled": False},
        "metadata": demande.metadonnees,
        "mode": "payment",
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": demande.url_succes,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{base}/c/pay/{session_id}",
        "wallet_options": None,
    }


def coordonnees(courriel: str | None) -> Objet:
    return {
        "address": None,
        "business_name": None,
        "email": courriel,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }
