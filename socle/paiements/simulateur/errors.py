"""Errors in Stripe's shape: ``{"error": {"type", "code", "message", "param"}}``."""

from __future__ import annotations

from typing import Any


class ErreurStripe(Exception):
    """A refusal as Stripe words it. ``rejouable``: an idempotency key remembers it."""

    type = "invalid_request_error"
    statut = 400
    rejouable = True

    def __init__(self, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.message, self.code, self.param = message, code, param

    def corps(self) -> dict[str, Any]:
        detail = {"code": self.code, "message": self.message, "param": self.param}
        garde = {cle: valeur for cle, valeur in detail.items() if valeur is not None}
        return {"error": {**garde, "type": self.type}}


class CleRefusee(ErreurStripe):
    statut = 401


class ParametreInvalide(ErreurStripe):
    """Refused before anything is done: Stripe does not keep it under the idempotency key."""

    rejouable = False


class ObjetInconnu(ErreurStripe):
    statut = 404

    def __init__(self, sorte: str, identifiant: str, *, param: str = "id") -> None:
        super().__init__(f"No such {sorte}: '{identifiant}'", code="resource_missing", param=param)


class AdresseInconnue(ErreurStripe):
    statut = 404


class ClePartagee(ErreurStripe):
    """One idempotency key for two different demands."""

    type = "idempotency_error"
    rejouable = False
