"""The papers of a dossier: what a farm proves, and until when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.dossier import Dossier


class SortePiece(StrEnum):
    SIRET = "siret"  # avis de situation SIRENE
    MSA = "msa"  # attestation d'affiliation
    BIO = "bio"  # organic certificate
    HYGIENE = "hygiene"
    ASSURANCE = "assurance"
    AUTRE = "autre"


class EtatPiece(StrEnum):
    DEPOSEE = "deposee"
    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"


PASSAGES_PIECE: dict[EtatPiece, frozenset[EtatPiece]] = {
    EtatPiece.DEPOSEE: frozenset({EtatPiece.ACCEPTEE, EtatPiece.REFUSEE}),
    # Accepted again is another end date.
    EtatPiece.ACCEPTEE: frozenset({EtatPiece.ACCEPTEE, EtatPiece.REFUSEE}),
    EtatPiece.REFUSEE: frozenset({EtatPiece.ACCEPTEE}),
}


class Piece(Base):
    """One paper sent for a dossier; a newer one of the same kind takes over once accepted.

    ``cle`` names it in the private store: it is only ever streamed to those entitled.
    ``octets`` is its size; ``fin_le`` the last day on which it counts, None when it has no end.
    """

    __tablename__ = "pieces"
    __table_args__ = (CheckConstraint("octets > 0", name="octets_positifs"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(
        ForeignKey("dossiers.id", ondelete="CASCADE"), index=True
    )
    sorte: Mapped[SortePiece]
    etat: Mapped[EtatPiece] = mapped_column(default=EtatPiece.DEPOSEE, index=True)
    nom_fichier: Mapped[str]
    type_mime: Mapped[str]
    octets: Mapped[int]
    cle: Mapped[str]
    deposee_le: Mapped[datetime]
    deposee_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    fin_le: Mapped[date | None] = mapped_column(index=True)
    motif: Mapped[str] = mapped_column(default="")
    examinee_le: Mapped[datetime | None]
    examinee_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    rappelee_le: Mapped[datetime | None]
    """When the farm was last told that it ends."""

    dossier: Mapped[Dossier] = relationship(back_populates="pieces")
    deposee_par: Mapped[Compte | None] = relationship(foreign_keys=[deposee_par_id])
    examinee_par: Mapped[Compte | None] = relationship(foreign_keys=[examinee_par_id])
