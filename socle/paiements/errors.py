"""Refusals of the payment room: each with the sentence that the user reads."""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class PrestatairePaiementInjoignable(Refus):
    """The provider did not answer in time, or answered that it is broken: try again later."""

    phrase = _l(
        "Le service de paiement ne répond pas. Votre commande est gardée et rien ne sera débité "
        "deux fois : réessayez dans quelques minutes."
    )
    statut = HTTPStatus.SERVICE_UNAVAILABLE


class PaiementMalConfigure(Refus):
    """The provider refuses our key: only the people who run the site can put it right."""

    phrase = _l(
        "Le paiement par carte est indisponible pour le moment. Votre commande est gardée ; "
        "l’équipe du site doit corriger son réglage."
    )
    statut = HTTPStatus.SERVICE_UNAVAILABLE


class PaiementRefuseParPrestataire(Refus):
    """The provider understood and said no; ``motif`` is its own English reason, for the log."""

    phrase = _l("Le service de paiement a refusé cette demande. Rien n’a été débité.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class PaiementInconnu(Refus):
    """No such session, payment or refund at the provider."""

    phrase = _l("Ce paiement n’existe pas, ou plus, chez le prestataire.")
    statut = HTTPStatus.NOT_FOUND


class MontantTropFaible(Refus):
    """Stripe takes nothing under 0.50 euro."""

    phrase = _l("Le paiement par carte est possible à partir de 0,50 €.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class RemboursementImpossible(Refus):
    """More than what was paid, already given back, or nothing was ever paid."""

    phrase = _l("Ce remboursement dépasse ce qui reste à rembourser.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class CleIdempotenceReprise(Refus):
    """One idempotency key was used for two different demands: a fault in our own code."""

    phrase = _l(
        "Cette demande de paiement a déjà été faite autrement. Rechargez la page de la commande."
    )


class SignatureInvalide(Refus):
    """A message that claims to come from the provider and cannot prove it."""

    phrase = _l("Ce message ne vient pas du prestataire de paiement.")
    statut = HTTPStatus.BAD_REQUEST
