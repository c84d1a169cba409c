"""The chamber's validation file of a producteur."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, and_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from producteurs.models.fraicheur import Fraicheur
from producteurs.models.piece import Piece
from producteurs.models.visite import Visite
from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class EtatDossier(StrEnum):
    BROUILLON = "brouillon"
    SOUMIS = "soumis"
    INSTRUCTION = "instruction"
    VISITE = "visite"
    COMPLEMENT = "complement"
    VALIDE = "valide"
    REFUSE = "refuse"
    SUSPENDU = "suspendu"
    APPEL = "appel"
    RADIE = "radie"


_DECISIONS = frozenset({EtatDossier.VALIDE, EtatDossier.REFUSE, EtatDossier.RADIE})

PASSAGES_DOSSIER: dict[EtatDossier, frozenset[EtatDossier]] = {
    EtatDossier.BROUILLON: frozenset({EtatDossier.SOUMIS, EtatDossier.RADIE}),
    EtatDossier.SOUMIS: _DECISIONS
    | {EtatDossier.INSTRUCTION, EtatDossier.VISITE, EtatDossier.COMPLEMENT},
    EtatDossier.INSTRUCTION: _DECISIONS | {EtatDossier.VISITE, EtatDossier.COMPLEMENT},
    EtatDossier.VISITE: _DECISIONS
    | {EtatDossier.VISITE, EtatDossier.INSTRUCTION, EtatDossier.COMPLEMENT},
    # Taken back by an agent who waits no longer for what was asked.
    EtatDossier.COMPLEMENT: frozenset(
        {EtatDossier.SOUMIS, EtatDossier.INSTRUCTION, EtatDossier.REFUSE, EtatDossier.RADIE}
    ),
    # Validated again is a renewal; submitted again is only for one whose date has passed.
    EtatDossier.VALIDE: frozenset(
        {EtatDossier.VALIDE, EtatDossier.SUSPENDU, EtatDossier.SOUMIS, EtatDossier.RADIE}
    ),
    EtatDossier.REFUSE: frozenset({EtatDossier.SOUMIS, EtatDossier.APPEL, EtatDossier.RADIE}),
    EtatDossier.SUSPENDU: frozenset({EtatDossier.VALIDE, EtatDossier.APPEL, EtatDossier.RADIE}),
    EtatDossier.APPEL: _DECISIONS | {EtatDossier.SUSPENDU},
    # Opened again by an agent, or as it was when a merge is undone.
    EtatDossier.RADIE: frozenset(EtatDossier) - {EtatDossier.RADIE},
}


class Situation(StrEnum):
    """Where a file stands on a day: its state, and what the date adds to it."""

    BROUILLON = "brouillon"
    SOUMIS = "soumis"
    INSTRUCTION = "instruction"
    VISITE = "visite"
    COMPLEMENT = "complement"
    VALIDE = "valide"
    A_RENOUVELER = "a_renouveler"
    EXPIRE = "expire"
    REFUSE = "refuse"
    SUSPENDU = "suspendu"
    APPEL = "appel"
    RADIE = "radie"


DELAI_EXPIRATION = timedelta(days=60)
"""How long before its end a validation is to be renewed."""
ETATS_VERROUILLES = frozenset({EtatDossier.VALIDE, EtatDossier.SUSPENDU, EtatDossier.APPEL})
"""Once the chamber has vouched for a record, it no longer moves alone."""


class Dossier(Base):
    """One file per producteur. A validated one counts until ``valide_jusqu_au`` included.

    Expiry is not a stored state: it is read from the date. ``renouvellement_demande_le`` is when
    a farm whose date nears asked for the next decision. An appeal keeps the decision that it
    contests (``conteste``) and the farm's words (``contestation``). ``rappel_echeance`` is the
    last warning sent before the end, in days (60, 30 or 7). ``fraicheur`` is what silence has
    made of the record.
    """

    __tablename__ = "dossiers"

    id: Mapped[int] = mapped_column(primary_key=True)
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), unique=True
    )
    etat: Mapped[EtatDossier] = mapped_column(default=EtatDossier.BROUILLON, index=True)
    soumis_le: Mapped[datetime | None]
    decide_le: Mapped[datetime | None]
    decide_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    motif: Mapped[str] = mapped_column(default="")
    valide_jusqu_au: Mapped[date | None] = mapped_column(index=True)
    renouvellement_demande_le: Mapped[datetime | None]
    conteste: Mapped[EtatDossier | None]
    contestation: Mapped[str] = mapped_column(default="")
    rappel_echeance: Mapped[int | None]
    instruit_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    fraicheur: Mapped[Fraicheur] = mapped_column(default=Fraicheur.CONFIRME)

    producteur: Mapped[Producteur] = relationship(back_populates="dossier")
    decide_par: Mapped[Compte | None] = relationship(foreign_keys=[decide_par_id])
    instruit_par: Mapped[Compte | None] = relationship(foreign_keys=[instruit_par_id])
    pieces: Mapped[list[Piece]] = relationship(back_populates="dossier", order_by="Piece.id")
    visites: Mapped[list[Visite]] = relationship(back_populates="dossier", order_by="Visite.id")

    @hybrid_method
    def en_regle(self, jour: date) -> bool:
        """Whether the producteur may be shown and may sell on ``jour``."""
        return (
            self.etat is EtatDossier.VALIDE
            and self.valide_jusqu_au is not None
            and self.valide_jusqu_au >= jour
            and self.fraicheur is not Fraicheur.RETIRE
        )

    @en_regle.expression
    @classmethod
    def _en_regle(cls, jour: date) -> ColumnElement[bool]:
        return and_(
            cls.etat == EtatDossier.VALIDE,
            cls.valide_jusqu_au >= jour,
            cls.fraicheur != Fraicheur.RETIRE,
        )

    def expire(self, jour: date) -> bool:
        """Whether the file was validated and its date has passed."""
        return (
            self.etat is EtatDossier.VALIDE
            and self.valide_jusqu_au is not None
            and self.valide_jusqu_au < jour
        )

    def situation(self, jour: date) -> Situation:
        """The state as people read it on ``jour``."""
        if self.expire(jour):
            return Situation.EXPIRE
        if self.etat is EtatDossier.VALIDE and self.expire(jour + DELAI_EXPIRATION):
            return Situation.A_RENOUVELER
        return Situation(self.etat.value)

    @property
    def verrouille(self) -> bool:
        """Whether a change of the record is a proposal that an agent reads first."""
        return self.etat in ETATS_VERROUILLES
