"""Tables of payments, refunds, the ledger and Stripe's events."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.db import Base

PAUSE_MAXIMUM_MIN = 6 * 60


class Moyen(StrEnum):
    CARTE = "carte"
    SUR_PLACE = "sur_place"


class EtatPaiement(StrEnum):
    A_PAYER = "a_payer"
    PAYE = "paye"
    EXPIRE = "expire"
    ANNULE = "annule"


PASSAGES_PAIEMENT: dict[EtatPaiement, frozenset[EtatPaiement]] = {
    # An expired or cancelled attempt can still turn out paid: the money counts, then is given back.
    EtatPaiement.A_PAYER: frozenset({EtatPaiement.PAYE, EtatPaiement.EXPIRE, EtatPaiement.ANNULE}),
    EtatPaiement.EXPIRE: frozenset({EtatPaiement.PAYE}),
    EtatPaiement.ANNULE: frozenset({EtatPaiement.PAYE, EtatPaiement.EXPIRE}),
    EtatPaiement.PAYE: frozenset({EtatPaiement.A_PAYER}),  # on the spot, ticked by mistake
}


class EtatRemboursement(StrEnum):
    A_FAIRE = "a_faire"
    FAIT = "fait"


class Paiement(Base):
    """One attempt to collect ``montant_centimes`` for the thing named by genre and reference.

    ``jeton`` is its public name (return pages, Stripe's client reference).
    """

    __tablename__ = "paiements"
    __table_args__ = (
        CheckConstraint("montant_centimes > 0", name="montant_positif"),
        Index("ix_paiements_objet", "genre", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jeton: Mapped[str] = mapped_column(unique=True)
    genre: Mapped[str]
    reference: Mapped[str]
    libelle: Mapped[str]
    courriel: Mapped[str]
    montant_centimes: Mapped[int]
    moyen: Mapped[Moyen]
    etat: Mapped[EtatPaiement] = mapped_column(default=EtatPaiement.A_PAYER, index=True)
    session_stripe: Mapped[str | None] = mapped_column(unique=True)
    url_stripe: Mapped[str | None]
    intention_stripe: Mapped[str | None] = mapped_column(index=True)
    cree_le: Mapped[datetime]
    expire_le: Mapped[datetime | None]
    paye_le: Mapped[datetime | None]

    remboursements: Mapped[list[Remboursement]] = relationship(
        back_populates="paiement", lazy="selectin"
    )

    @property
    def rembourse_centimes(self) -> int:
        return sum(r.montant_centimes for r in self.remboursements)

    @property
    def net_centimes(self) -> int:
        """What was collected and not given back, in cents."""
        return (
            self.montant_centimes - self.rembourse_centimes if self.etat is EtatPaiement.PAYE else 0
        )


class Remboursement(Base):
    """One refund, owed from the moment it is written, carried out by the worker."""

    __tablename__ = "remboursements"
    __table_args__ = (CheckConstraint("montant_centimes > 0", name="montant_positif"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paiement_id: Mapped[int] = mapped_column(ForeignKey("paiements.id"), index=True)
    montant_centimes: Mapped[int]
    motif: Mapped[str]
    etat: Mapped[EtatRemboursement] = mapped_column(default=EtatRemboursement.A_FAIRE, index=True)
    remboursement_stripe: Mapped[str | None]
    essais: Mapped[int] = mapped_column(default=0)
    cree_le: Mapped[datetime]
    fait_le: Mapped[datetime | None]

    paiement: Mapped[Paiement] = relationship(back_populates="remboursements")

    @property
    def prochain_essai(self) -> datetime:
        """From when it may be tried again: the pauses double from a minute to six hours.

        It never ends: money that is owed is not forgotten.
        """
        pauses = (min(2 ** min(n, 9), PAUSE_MAXIMUM_MIN) for n in range(self.essais))
        return self.cree_le + timedelta(minutes=sum(pauses))


class Ecriture(Base):
    """One line of the ledger, appended and never changed.

    The lines of one reference add up to zero: what parties receive is positive, what was
    collected or is still owed by the buyer is negative.
    """

    __tablename__ = "ecritures"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(index=True)
    partie: Mapped[str]  # "producteur:12", "livraison", "encaisse", "reste_du"
    montant_centimes: Mapped[int]
    motif: Mapped[str]
    ecrite_le: Mapped[datetime]


class EvenementStripe(Base):
    """A webhook already seen: its id is stored once, so that a double cannot act twice."""

    __tablename__ = "evenements_stripe"

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    recu_le: Mapped[datetime]
