"""What the public says is wrong with a record."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class MotifSignalement(StrEnum):
    ARRETEE = "arretee"
    FAUX = "faux"
    PAS_PRODUCTEUR = "pas_producteur"
    DOUBLON = "doublon"
    AUTRE = "autre"


class EtatSignalement(StrEnum):
    OUVERT = "ouvert"
    RETENU = "retenu"
    ECARTE = "ecarte"


PASSAGES_SIGNALEMENT: dict[EtatSignalement, frozenset[EtatSignalement]] = {
    EtatSignalement.OUVERT: frozenset({EtatSignalement.RETENU, EtatSignalement.ECARTE}),
    EtatSignalement.RETENU: frozenset(),
    EtatSignalement.ECARTE: frozenset(),
}


class Signalement(Base):
    """A report from the public; ``courriel`` is where its outcome goes, empty when not wanted."""

    __tablename__ = "signalements"

    id: Mapped[int] = mapped_column(primary_key=True)
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), index=True
    )
    motif: Mapped[MotifSignalement]
    texte: Mapped[str] = mapped_column(default="")
    courriel: Mapped[str] = mapped_column(default="")
    cree_le: Mapped[datetime]
    etat: Mapped[EtatSignalement] = mapped_column(default=EtatSignalement.OUVERT, index=True)
    reponse: Mapped[str] = mapped_column(default="")
    traite_le: Mapped[datetime | None]
    traite_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))

    producteur: Mapped[Producteur] = relationship()
    traite_par: Mapped[Compte | None] = relationship()
