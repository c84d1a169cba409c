"""Reads of payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from socle import horloge
from socle.db import session
from socle.errors import Introuvable
from socle.paiements.models import (
    Ecriture,
    EtatPaiement,
    EtatRemboursement,
    Moyen,
    Paiement,
    Remboursement,
)

TEMPS_DU_WEBHOOK = timedelta(minutes=2)


def paiement_par_jeton(jeton: str) -> Paiement:
    """One attempt by its public name, or ``Introuvable``."""
    paiement = session.scalar(select(Paiement).where(Paiement.jeton == jeton))
    if paiement is None:
        raise Introuvable
    return paiement


def paiement_par_session(session_id: str) -> Paiement | None:
    """The attempt whose page at the provider has this id."""
    return session.scalar(select(Paiement).where(Paiement.session_stripe == session_id))


def paiements_de(genre: str, reference: str) -> Sequence[Paiement]:
    """Every attempt made for one thing, oldest first, with refunds."""
    return session.scalars(
        select(Paiement)
        .where(Paiement.genre == genre, Paiement.reference == reference)
        .order_by(Paiement.id)
    ).all()


def jetons_a_relire() -> Sequence[str]:
    """Card attempts opened a while ago and still unpaid: the poller asks the provider again."""
    return session.scalars(
        select(Paiement.jeton).where(
            Paiement.moyen == Moyen.CARTE,
            Paiement.etat.in_([EtatPaiement.A_PAYER, EtatPaiement.ANNULE]),
            Paiement.session_stripe.is_not(None),
            Paiement.cree_le < horloge.maintenant() - TEMPS_DU_WEBHOOK,
            Paiement.cree_le > horloge.maintenant() - timedelta(days=2),
        )
    ).all()


def remboursements_a_faire() -> Sequence[int]:
    """Numbers of the refunds that are owed and whose next try is due."""
    dus = session.scalars(
        select(Remboursement)
        .where(Remboursement.etat == EtatRemboursement.A_FAIRE)
        .order_by(Remboursement.id)
    )
    instant = horloge.maintenant()
    return [r.id for r in dus if r.prochain_essai <= instant]


def references_desequilibrees() -> Sequence[str]:
    """References whose ledger lines do not add up to zero: there must be none."""
    return session.scalars(
        select(Ecriture.reference)
        .group_by(Ecriture.reference)
        .having(func.sum(Ecriture.montant_centimes) != 0)
    ).all()
