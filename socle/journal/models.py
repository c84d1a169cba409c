"""The one table of the journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.comptes.models import Compte
from socle.db import Base


class LigneJournal(Base):
    """One change of state. ``genre`` and ``objet_id`` name the thing: a dossier, an order…"""

    __tablename__ = "lignes_journal"
    __table_args__ = (Index("ix_lignes_journal_objet", "genre", "objet_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    genre: Mapped[str]
    objet_id: Mapped[str]
    quand: Mapped[datetime]
    par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    de: Mapped[str]
    vers: Mapped[str]
    motif: Mapped[str] = mapped_column(default="")

    par: Mapped[Compte | None] = relationship()
