"""Two entries that may be one farm, and the merging of two that are."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class EtatRapprochement(StrEnum):
    POSSIBLE = "possible"
    ECARTE = "ecarte"  # « pas un doublon », remembered
    FUSIONNE = "fusionne"


PASSAGES_RAPPROCHEMENT: dict[EtatRapprochement, frozenset[EtatRapprochement]] = {
    EtatRapprochement.POSSIBLE: frozenset({EtatRapprochement.ECARTE, EtatRapprochement.FUSIONNE}),
    EtatRapprochement.ECARTE: frozenset({EtatRapprochement.POSSIBLE}),
    EtatRapprochement.FUSIONNE: frozenset({EtatRapprochement.POSSIBLE}),
}


class Rapprochement(Base):
    """A pair of entries that look alike; ``premier_id`` is the smaller number.

    ``motifs`` are the codes of what they share, ``score`` is from 0 to 1. ``signe`` sums up the
    names, numbers and places that were compared: a pair set aside is proposed again only when one
    of them has changed.
    """

    __tablename__ = "rapprochements"
    __table_args__ = (CheckConstraint("premier_id < second_id", name="ordre"),)

    premier_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    motifs: Mapped[list[str]]
    score: Mapped[float]
    etat: Mapped[EtatRapprochement] = mapped_column(default=EtatRapprochement.POSSIBLE, index=True)
    signe: Mapped[str] = mapped_column(default="")
    vu_le: Mapped[datetime]
    decide_le: Mapped[datetime | None]
    decide_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))

    premier: Mapped[Producteur] = relationship(foreign_keys=[premier_id])
    second: Mapped[Producteur] = relationship(foreign_keys=[second_id])


class Fusion(Base):
    """One merge, with all that is needed to undo it.

    ``avant`` holds both records as they were; ``deplaces`` maps a kind of thing that followed
    (products, labels, people, orders…) to the keys of the rows that moved.
    """

    __tablename__ = "fusions"

    id: Mapped[int] = mapped_column(primary_key=True)
    garde_id: Mapped[int] = mapped_column(ForeignKey("producteurs.id"), index=True)
    absorbe_id: Mapped[int] = mapped_column(ForeignKey("producteurs.id"), index=True)
    avant: Mapped[dict[str, Any]]
    deplaces: Mapped[dict[str, Any]]
    quand: Mapped[datetime]
    par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    annulee_le: Mapped[datetime | None]
    annulee_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))

    garde: Mapped[Producteur] = relationship(foreign_keys=[garde_id])
    absorbe: Mapped[Producteur] = relationship(foreign_keys=[absorbe_id])
    par: Mapped[Compte | None] = relationship(foreign_keys=[par_id])
