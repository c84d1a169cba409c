"""A Refund: part or whole of a charge, given back to the card."""

from __future__ import annotations

from socle.paiements.simulateur.objets.identifiants import Objet, identifiant


def nouveau_remboursement(
    charge: Objet, montant: int, *, raison: str | None, metadonnees: Objet, cree_le: int
) -> Objet:
    return {
        "id": identifiant("re"),
        "object": "refund",
        "amount": montant,
        "balance_transaction": identifiant("txn"),
        "charge": charge["id"],
        "created": cree_le,
        "currency": charge["currency"],
        "customer": None,
        "customer_account": None,
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": metadonnees,
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": raison,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
