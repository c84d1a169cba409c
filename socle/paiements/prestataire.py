"""What this room asks of a payment provider, without its library: ``stripe.py`` answers to it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class SessionDePaiement(Protocol):
    """A page where one amount can be paid once, as the provider tells it now."""

    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def statut(self) -> str: ...
    @property
    def intent_id(self) -> str | None: ...
    @property
    def montant_centimes(self) -> int: ...
    @property
    def reference(self) -> str: ...
    @property
    def payee(self) -> bool: ...


class Prestataire(Protocol):
    """A provider that opens, reads and closes such pages, and gives money back."""

    def creer_session(
        self,
        *,
        reference: str,
        montant_centimes: int,
        libelle: str,
        courriel: str,
        url_succes: str,
        url_abandon: str,
        expire_le: datetime,
        cle_idempotence: str,
    ) -> SessionDePaiement: ...

    def lire_session(self, session_id: str) -> SessionDePaiement: ...

    def expirer_session(self, session_id: str) -> SessionDePaiement: ...

    def rembourser(self, *, intent_id: str, montant_centimes: int, cle_idempotence: str) -> str:
        """Asked again under one key, even days later, it gives back once."""
        ...
