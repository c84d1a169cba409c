"""What the public registers say of a producteur, and when they said it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socle.db import Base


class EtatSirene(StrEnum):
    OUVERT = "ouvert"
    FERME = "ferme"
    INTROUVABLE = "introuvable"  # many sole traders are absent: a human looks, nobody is refused


class ActiviteSirene(StrEnum):
    """What the NAF code hints at; never a decision."""

    PRODUCTION = "production"  # 01.xx, 03.2x
    TRANSFORMATION = "transformation"  # 10.xx, 11.xx
    REVENTE = "revente"  # 47.xx
    AUTRE = "autre"


class AvisBio(StrEnum):
    """What the Agence Bio says of a SIRET; a farm in conversion is certified, and says so."""

    CERTIFIE = "certifie"
    CONVERSION = "conversion"
    ARRETE = "arrete"
    INCONNU = "inconnu"


AVIS_FAVORABLES = frozenset({AvisBio.CERTIFIE, AvisBio.CONVERSION})


class VerificationSirene(Base):
    """The last answer of SIRENE about a SIRET; ``echoue_le`` when a later attempt got none.

    ``demande_le`` is when an agent wanted both registers asked at once, until they answer.
    ``tranche_le`` and ``tranche_motif`` are an agent's word on this answer: it is no longer to
    be looked at until it changes.
    """

    __tablename__ = "verifications_sirene"

    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True
    )
    siret: Mapped[str]
    etat: Mapped[EtatSirene | None]
    raison_sociale: Mapped[str] = mapped_column(default="")
    naf: Mapped[str] = mapped_column(default="")
    activite: Mapped[ActiviteSirene | None]
    repondu_le: Mapped[datetime | None]
    echoue_le: Mapped[datetime | None]
    demande_le: Mapped[datetime | None]
    tranche_le: Mapped[datetime | None]
    tranche_motif: Mapped[str] = mapped_column(default="")
