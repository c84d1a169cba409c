"""An Event: something happened to an object, which it shows as it was then."""

from __future__ import annotations

from copy import deepcopy

from socle.paiements.simulateur.objets.identifiants import (
    VERSION_API,
    Objet,
    identifiant,
)


def nouvel_evenement(sorte: str, objet: Objet, *, cree_le: int, cle: str | None) -> Objet:
    """``cle`` is the idempotency key of the API request that caused it, if one did."""
    return {
        "id": identifiant("evt"),
        "object": "event",
        "api_version": VERSION_API,
        "created": cree_le,
        "data": {"object": deepcopy(objet)},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {
            "id": identifiant("req", 14) if cle else None,
            "idempotency_key": cle,
        },
        "type": sorte,
    }
