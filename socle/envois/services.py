"""Writing into the outbox, and carrying it out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import select

from socle import horloge
from socle.db import session, transaction
from socle.envois.courriel import Courriel
from socle.envois.models import Envoi, EtatEnvoi

log = structlog.get_logger()
ESSAIS_MAXIMUM = 20
ATTENTE_MAXIMUM = timedelta(hours=6)
PAR_TOURNEE = 50


def envoyer(courriel: Courriel) -> Envoi:
    """Put a mail into the outbox, in the transaction of its cause."""
    instant = horloge.maintenant()
    envoi = Envoi(
        destinataire=courriel.destinataire,
        sujet=courriel.sujet,
        texte=courriel.texte,
        html=courriel.html,
        piece_nom=courriel.piece.nom if courriel.piece else "",
        piece_contenu=courriel.piece.contenu if courriel.piece else None,
        prochain_essai=instant,
        cree_le=instant,
    )
    session.add(envoi)
    return envoi


def expedier(livrer: Callable[[Envoi], None]) -> int:
    """Send what is due with ``livrer``, one transaction per mail; return how many left.

    A mail is marked after it left, never before: a crash between the two sends it twice at worst,
    it never loses it. A failure moves the next try back, doubling from a minute to six hours.
    """
    with transaction():
        dus = session.scalars(
            select(Envoi.id)
            .where(Envoi.etat == EtatEnvoi.A_ENVOYER, Envoi.prochain_essai <= horloge.maintenant())
            .order_by(Envoi.id)
            .limit(PAR_TOURNEE)
        ).all()
    return sum(_expedier_un(numero, livrer) for numero in dus)


def _expedier_un(numero: int, livrer: Callable[[Envoi], None]) -> bool:
    envoi = session.get_one(Envoi, numero)
    # No transaction is held while the mail server is spoken to, not even to read the mail again.
    session.expunge(envoi)
    session.rollback()
    erreur = ""
    try:
        livrer(envoi)
    except OSError as panne:  # smtplib's errors and the network's are all OSError
        erreur = f"{type(panne).__name__}: {panne}"[:500]
        log.warning("courriel_retarde", envoi=numero, erreur=erreur)
    with transaction():
        envoi = session.get_one(Envoi, numero)
        envoi.essais += 1
        envoi.derniere_erreur = erreur
        if not erreur:
            envoi.etat, envoi.envoye_le = EtatEnvoi.ENVOYE, horloge.maintenant()
        elif envoi.essais >= ESSAIS_MAXIMUM:
            envoi.etat = EtatEnvoi.ABANDONNE
        else:
            attente = min(timedelta(minutes=2 ** (envoi.essais - 1)), ATTENTE_MAXIMUM)
            envoi.prochain_essai = horloge.maintenant() + attente
    return not erreur
