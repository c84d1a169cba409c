"""Reports by the public, as the tests make them and read them again."""

from __future__ import annotations

from sqlalchemy import select

from producteurs.models import MotifSignalement, Producteur, Signalement
from producteurs.services import signalement as services
from socle.db import session
from socle.envois.models import Envoi

TEMOIN = "temoin@cabas.example"


def signaler(ferme: Producteur, motif: str = "arretee", **autres: str) -> int:
    """The number of a report on this farm."""
    fait = services.signaler(
        session.get_one(Producteur, ferme.id), motif=MotifSignalement(motif), **autres
    )
    session.commit()
    assert fait is not None
    numero = fait.id
    session.expunge_all()
    return numero


def tous() -> list[Signalement]:
    return list(session.scalars(select(Signalement).order_by(Signalement.id)))


def relu(numero: int) -> Signalement:
    return session.get_one(Signalement, numero, populate_existing=True)


def a(adresse: str) -> list[Envoi]:
    """The mails to this address, oldest first."""
    return list(
        session.scalars(select(Envoi).where(Envoi.destinataire == adresse).order_by(Envoi.id))
    )
