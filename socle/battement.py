"""The worker's sign of life, read by the health page."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from socle import horloge
from socle.db import Base, session, transaction

SILENCE_MAXIMAL = timedelta(minutes=5)


class Battement(Base):
    """The last time that each kind of process was seen alive."""

    __tablename__ = "battements"

    nom: Mapped[str] = mapped_column(primary_key=True)
    quand: Mapped[datetime]


def battre(nom: str = "travailleur") -> None:
    """Write the sign of life of this process."""
    with transaction():
        session.merge(Battement(nom=nom, quand=horloge.maintenant()))


def travailleur_vivant() -> bool:
    """Whether the worker was seen in the last five minutes; asks the database."""
    dernier = session.scalar(select(func.max(Battement.quand)))
    return dernier is not None and horloge.maintenant() - dernier < SILENCE_MAXIMAL
