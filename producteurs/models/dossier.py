"""The chamber's validation file of a producteur."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, and_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class EtatDossier(StrEnum):
    BROUILLON = "brouillon"
    SOUMIS = "soumis"
    VALIDE = "valide"
    REFUSE = "refuse"
    SUSPENDU = "suspendu"


PASSAGES_DOSSIER: dict[EtatDossier, frozenset[EtatDossier]] = {
    EtatDossier.BROUILLON: frozenset({EtatDossier.SOUMIS}),
    EtatDossier.SOUMIS: frozenset({EtatDossier.VALIDE, EtatDossier.REFUSE}),
    EtatDossier.REFUSE: frozenset({EtatDossier.SOUMIS}),
    EtatDossier.VALIDE: frozenset({EtatDossier.VALIDE, EtatDossier.SUSPENDU}),
    EtatDossier.SUSPENDU: frozenset({EtatDossier.VALIDE}),
}


class Situation(StrEnum):
    """Where a file stands on a day: its state, and what the date adds to it."""

    BROUILLON = "brouillon"
    SOUMIS = "soumis"
    VALIDE = "valide"
    EXPIRE_BIENTOT = "expire_bientot"
    EXPIRE = "expire"
    REFUSE = "refuse"
    SUSPENDU = "suspendu"


DELAI_EXPIRATION = timedelta(days=60)
"""How long before its end a validation is said to expire soon."""
ETATS_VERROUILLES = frozenset({EtatDossier.VALIDE, EtatDossier.SUSPENDU})
"""Once the chamber has vouched for who the producteur is, these facts no longer move alone."""


class Dossier(Base):
    """One file per producteur. A validated one counts until ``valide_jusqu_au`` included.

    Expiry is not a stored state: it is read from the date.
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
    valide_jusqu_au: Mapped[date | None]

    producteur: Mapped[Producteur] = relationship(back_populates="dossier")
    decide_par: Mapped[Compte | None] = relationship()

    @hybrid_method
    def en_regle(self, jour: date) -> bool:
        """Whether the producteur may be shown and may sell on ``jour``."""
        return (
            self.etat is EtatDossier.VALIDE
            and self.valide_jusqu_au is not None
            and self.valide_jusqu_au >= jour
        )

    @en_regle.expression
    @classmethod
    def _en_regle(cls, jour: date) -> ColumnElement[bool]:
        return and_(cls.etat == EtatDossier.VALIDE, cls.valide_jusqu_au >= jour)

    def expire(self, jour: date) -> bool:
        """Whether the file was validated and its date has passed."""
        return self.etat is EtatDossier.VALIDE and not self.en_regle(jour)

    def situation(self, jour: date) -> Situation:
        """The state as people read it on ``jour``."""
        if self.expire(jour):
            return Situation.EXPIRE
        if self.en_regle(jour) and not self.en_regle(jour + DELAI_EXPIRATION):
            return Situation.EXPIRE_BIENTOT
        return Situation(self.etat.value)

    @property
    def verrouille(self) -> bool:
        """Whether name, SIRET, kind and commune may no longer be changed by the producteur."""
        return self.etat in ETATS_VERROUILLES
