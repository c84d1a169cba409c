"""The table of the outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from socle.db import Base


class EtatEnvoi(StrEnum):
    A_ENVOYER = "a_envoyer"
    ENVOYE = "envoye"
    ABANDONNE = "abandonne"


class Envoi(Base):
    """One mail. ``prochain_essai`` moves back after each failure; ``derniere_erreur`` says why."""

    __tablename__ = "envois"
    __table_args__ = (Index("ix_envois_etat_prochain_essai", "etat", "prochain_essai"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    destinataire: Mapped[str] = mapped_column(index=True)
    sujet: Mapped[str]
    texte: Mapped[str]
    html: Mapped[str]
    piece_nom: Mapped[str] = mapped_column(default="")
    piece_contenu: Mapped[bytes | None]
    etat: Mapped[EtatEnvoi] = mapped_column(default=EtatEnvoi.A_ENVOYER)
    essais: Mapped[int] = mapped_column(default=0)
    prochain_essai: Mapped[datetime]
    derniere_erreur: Mapped[str] = mapped_column(default="")
    cree_le: Mapped[datetime]
    envoye_le: Mapped[datetime | None]
