"""The visit of an adviser and an elected farmer, before the chamber decides."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.dossier import Dossier


class EtatVisite(StrEnum):
    PREVUE = "prevue"
    FAITE = "faite"
    ANNULEE = "annulee"


PASSAGES_VISITE: dict[EtatVisite, frozenset[EtatVisite]] = {
    EtatVisite.PREVUE: frozenset({EtatVisite.PREVUE, EtatVisite.FAITE, EtatVisite.ANNULEE}),
    EtatVisite.FAITE: frozenset(),
    EtatVisite.ANNULEE: frozenset(),
}


class Conclusion(StrEnum):
    FAVORABLE = "favorable"
    RESERVES = "reserves"
    DEFAVORABLE = "defavorable"


class Visite(Base):
    """A date proposed to the farm, then what was seen there.

    ``reponses`` maps each line of the chamber's checklist, as it was worded that day, to
    {"reponse": "oui" | "non" | "sans_objet", "note": text}; ``photos`` are keys of the private
    store.
    """

    __tablename__ = "visites"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(
        ForeignKey("dossiers.id", ondelete="CASCADE"), index=True
    )
    etat: Mapped[EtatVisite] = mapped_column(default=EtatVisite.PREVUE)
    prevue_le: Mapped[datetime]
    conseiller: Mapped[str]
    elu: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    reponses: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rapport: Mapped[str] = mapped_column(default="")
    photos: Mapped[list[str]] = mapped_column(default=list)
    conclusion: Mapped[Conclusion | None]
    faite_le: Mapped[datetime | None]
    par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))

    dossier: Mapped[Dossier] = relationship(back_populates="visites")
    par: Mapped[Compte | None] = relationship()
