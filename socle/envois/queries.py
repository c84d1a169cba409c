"""Reading the outbox, for the demonstration's mailbox."""

from __future__ import annotations

from sqlalchemy import func, select

from socle.db import session
from socle.envois.models import Envoi
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page


def courriels(destinataire: str, numero: int) -> Page[Envoi]:
    """A page of mails, newest first, of one person or of everybody. Two queries."""
    filtre = Envoi.destinataire == destinataire if destinataire else Envoi.id > 0
    total = session.scalar(select(func.count()).select_from(Envoi).where(filtre)) or 0
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        select(Envoi)
        .where(filtre)
        .order_by(Envoi.id.desc())
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def courriel(numero: int) -> Envoi:
    """One mail, or ``Introuvable``."""
    envoi = session.get(Envoi, numero)
    if envoi is None:
        raise Introuvable
    return envoi
