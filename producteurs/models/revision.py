"""Changes of a record: proposed, then accepted or not. The public sees the last accepted state."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class EtatRevision(StrEnum):
    PROPOSEE = "proposee"
    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"
    RETIREE = "retiree"  # by the farm, or because a newer proposal took its place


PASSAGES_REVISION: dict[EtatRevision, frozenset[EtatRevision]] = {
    EtatRevision.PROPOSEE: frozenset(
        {EtatRevision.ACCEPTEE, EtatRevision.REFUSEE, EtatRevision.RETIREE}
    ),
    EtatRevision.ACCEPTEE: frozenset(),
    EtatRevision.REFUSEE: frozenset(),
    EtatRevision.RETIREE: frozenset(),
}


class Revision(Base):
    """One change of a record: what waits for an agent, and the history of what was accepted.

    ``changements`` maps a field to {"avant": value, "apres": value}, as JSON (``models.fiche``);
    ``base`` is the ``Producteur.version`` on which it was written, and, once accepted, the one
    that it replaced. A producteur has one open proposal at most; a changed proposal is a new one.
    What went through at once has no ``decidee_par``, nor has a proposal that a newer one replaced.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        Index(
            "uq_revisions_proposee",
            "producteur_id",
            unique=True,
            sqlite_where=text("etat = 'proposee'"),
            postgresql_where=text("etat = 'proposee'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), index=True
    )
    etat: Mapped[EtatRevision] = mapped_column(default=EtatRevision.PROPOSEE)
    base: Mapped[int]
    changements: Mapped[dict[str, Any]]
    proposee_le: Mapped[datetime]
    proposee_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    decidee_le: Mapped[datetime | None]
    decidee_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    motif: Mapped[str] = mapped_column(default="")

    producteur: Mapped[Producteur] = relationship()
    proposee_par: Mapped[Compte | None] = relationship(foreign_keys=[proposee_par_id])
    decidee_par: Mapped[Compte | None] = relationship(foreign_keys=[decidee_par_id])
