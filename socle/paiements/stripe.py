"""The one adapter on Stripe's library: nobody else imports it.

A payment is a Checkout Session (one attempt to collect, on Stripe's own page). Every POST
carries an idempotency key, waits at most ``delais_s`` and is tried again ``NOUVEAUX_ESSAIS``
times: a repeated demand cannot charge or refund twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

import stripe
from stripe.checkout import Session
from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from socle.paiements.errors import (
    CleIdempotenceReprise,
    MontantTropFaible,
    PaiementInconnu,
    PaiementMalConfigure,
    PaiementRefuseParPrestataire,
    PrestatairePaiementInjoignable,
    RemboursementImpossible,
    SignatureInvalide,
)
from socle.reglages import Reglages

# The library would write an identifier in the user's home and report timings: not without asking.
stripe.enable_telemetry = False

API_STRIPE = "https://api.stripe.com"
DELAIS_S = (3.05, 10.0)  # to connect, to answer
NOUVEAUX_ESSAIS = 2
SANS_EFFET = frozenset({"failed", "canceled"})
"""A refund in one of these states gave nothing back."""


@dataclass(frozen=True, slots=True)
class SessionPaiement:
    """One Checkout Session as Stripe tells it now.

    ``statut``: open, complete, expired. ``paiement_statut``: unpaid, paid,
    no_payment_required. ``url`` is None once the session is no longer open; ``intent_id`` is
    None until the first attempt to pay. ``reference`` is ours, given at creation.
    """

    id: str
    url: str | None
    statut: str
    paiement_statut: str
    intent_id: str | None
    montant_centimes: int
    reference: str

    @property
    def payee(self) -> bool:
        return self.statut == "complete" and self.paiement_statut == "paid"


@dataclass(frozen=True, slots=True)
class EvenementRecu:
    """A signed event: its id (stored once), its type, and the object to read again."""

    id: str
    type: str
    objet_id: str


@dataclass(frozen=True)
class Stripe:
    """The account of the platform at Stripe, or at the simulator by ``api_base``."""

    secret_key: str
    webhook_secret: str
    api_base: str = API_STRIPE
    delais_s: tuple[float, float] = DELAIS_S

    @staticmethod
    def depuis(reglages: Reglages) -> Stripe:
        """The account that the settings name; one per process, so that connections are reused."""
        return _compte(
            reglages.stripe_secret_key, reglages.stripe_webhook_secret, reglages.stripe_api_base
        )

    @cached_property
    def _client(self) -> stripe.StripeClient:
        return stripe.StripeClient(
            self.secret_key,
            base_addresses={"api": self.api_base.rstrip("/")},
            max_network_retries=NOUVEAUX_ESSAIS,
            http_client=stripe.RequestsClient(timeout=self.delais_s),
        )

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
    ) -> SessionPaiement:
        """Open a page where ``montant_centimes`` can be paid by card until ``expire_le``.

        Stripe wants ``expire_le`` between 30 minutes and 24 hours away, and replaces
        ``{CHECKOUT_SESSION_ID}`` in ``url_succes``. Raises ``MontantTropFaible`` under 0.50 euro.
        """
        demande: SessionCreateParams = {
            "mode": "payment",
            "locale": "fr",
            # Cards only: the money is there, or not, before the buyer leaves the page.
            "allowed_payment_method_types": ["card"],
            "client_reference_id": reference,
            "metadata": {"reference": reference},
            "payment_intent_data": {
                "transfer_group": reference,
                "description": libelle,
                "metadata": {"reference": reference},
            },
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "eur",
                        "unit_amount": montant_centimes,
                        "product_data": {"name": libelle},
                    },
                }
            ],
            "customer_email": courriel,
            "success_url": url_succes,
            "cancel_url": url_abandon,
            "expires_at": int(expire_le.timestamp()),
        }
        with _refus_traduits():
            return _session(
                self._client.v1.checkout.sessions.create(
                    demande, {"idempotency_key": cle_idempotence}
                )
            )

    def lire_session(self, session_id: str) -> SessionPaiement:
        """The session as it is now. Raises ``PaiementInconnu``."""
        with _refus_traduits():
            return _session(self._client.v1.checkout.sessions.retrieve(session_id))

    def expirer_session(self, session_id: str) -> SessionPaiement:
        """Close the session so that nobody can pay any more; gives the state it is in then.

        A session paid in the meantime stays paid: look at ``payee``. Closing twice is harmless.
        """
        try:
            with _refus_traduits():
                return _session(
                    self._client.v1.checkout.sessions.expire(
                        session_id, None, {"idempotency_key": f"expirer-{session_id}"}
                    )
                )
        except PaiementRefuseParPrestataire:
            return self.lire_session(session_id)

    def rembourser(self, *, intent_id: str, montant_centimes: int, cle_idempotence: str) -> str:
        """Give ``montant_centimes`` back to the card that paid; gives the refund's id.

        Several parts are possible up to what was paid; beyond: ``RemboursementImpossible``.
        However late it is asked again under one key, it is done once: Stripe forgets a key after
        a day, so the refund carries it, and is looked for first.
        """
        demande: RefundCreateParams = {
            "payment_intent": intent_id,
            "amount": montant_centimes,
            "metadata": {"cle": cle_idempotence},
        }
        try:
            with _refus_traduits():
                if fait := self._remboursement_fait(intent_id, cle_idempotence):
                    return fait
                remboursement = self._client.v1.refunds.create(
                    demande, {"idempotency_key": cle_idempotence}
                )
        except PaiementRefuseParPrestataire as refus:
            raise RemboursementImpossible(motif=refus.details["motif"]) from refus
        return remboursement.id

    def _remboursement_fait(self, intent_id: str, cle: str) -> str | None:
        """The id of the refund of this payment that was asked under ``cle``."""
        faits = self._client.v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        for fait in faits.auto_paging_iter():
            if fait.metadata is None or "cle" not in fait.metadata or fait.status in SANS_EFFET:
                continue
            if fait.metadata["cle"] == cle:
                return fait.id
        return None

    def lire_evenement(self, corps: bytes, signature: str) -> EvenementRecu:
        """The event in a webhook's body, once its ``Stripe-Signature`` has been checked.

        Only ids come out: the object is read again from Stripe. Raises ``SignatureInvalide``
        (wrong secret, changed body, more than five minutes old, unreadable).
        """
        try:
            evenement = self._client.construct_event(corps, signature, self.webhook_secret)
            objet = evenement.data.object
            return EvenementRecu(evenement.id, evenement.type, str(objet["id"]))
        except (
            stripe.SignatureVerificationError,
            ValueError,
            KeyError,
            AttributeError,
        ) as erreur:
            raise SignatureInvalide from erreur


@cache
def _compte(secret_key: str, webhook_secret: str, api_base: str) -> Stripe:
    return Stripe(secret_key, webhook_secret, api_base)


def _session(session: Session) -> SessionPaiement:
    intent = session.payment_intent
    return SessionPaiement(
        id=session.id,
        url=session.url,
        statut=session.status or "",
        paiement_statut=session.payment_status,
        intent_id=intent.id if isinstance(intent, stripe.PaymentIntent) else intent,
        montant_centimes=session.amount_total or 0,
        reference=session.client_reference_id or "",
    )


@contextmanager
def _refus_traduits() -> Iterator[None]:
    """Stripe's errors become our refusals; ``motif`` keeps Stripe's sentence for the log."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as erreur:
        raise PrestatairePaiementInjoignable(motif=str(erreur)) from erreur
    except (stripe.AuthenticationError, stripe.PermissionError) as erreur:
        raise PaiementMalConfigure(motif=str(erreur)) from erreur
    except stripe.IdempotencyError as erreur:
        raise CleIdempotenceReprise(motif=str(erreur)) from erreur
    except stripe.InvalidRequestError as erreur:
        if erreur.code == "resource_missing":
            raise PaiementInconnu(motif=str(erreur)) from erreur
        if erreur.code == "amount_too_small":
            raise MontantTropFaible(motif=str(erreur)) from erreur
        raise PaiementRefuseParPrestataire(motif=str(erreur)) from erreur
    except stripe.APIError as erreur:
        raise PrestatairePaiementInjoignable(motif=str(erreur)) from erreur
