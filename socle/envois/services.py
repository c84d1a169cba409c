"""Writing into the outbox, and carrying it out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import select, update

from socle import horloge
from socle.db import session, transaction
from socle.envois.courriel import Courriel
from socle.envois.models import Envoi, EtatEnvoi

log = structlog.get_logger()
ESSAIS_MAXIMUM = 20
ATTENTE_MAXIMUM = timedelta(hours=6)
EN_MAIN = timedelta(minutes=10)
"""Longer than any mail server keeps a worker: then whoever had the mail in hand has died."""
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
    envoi = _prendre(numero)
    if envoi is None:
        return False
    erreur = ""
    try:
        livrer(envoi)
    except Exception as panne:  # the network's, or of this mail alone: the others still leave
        erreur = f"{type(panne).__name__}: {panne}"[:500]
        log.warning("courriel_retarde", envoi=numero, erreur=erreur)
    with transaction():
        envoi = session.get_one(Envoi, numero)
        envoi.derniere_erreur = erreur
        if not erreur:
            envoi.etat, envoi.envoye_le = EtatEnvoi.ENVOYE, horloge.maintenant()
        elif envoi.essais >= ESSAIS_MAXIMUM:
            envoi.etat = EtatEnvoi.ABANDONNE
        else:
            attente = min(timedelta(minutes=2 ** (envoi.essais - 1)), ATTENTE_MAXIMUM)
            envoi.prochain_essai = horloge.maintenant() + attente
    return not erreur


def _prendre(numero: int) -> Envoi | None:
    """The mail, if no other worker has it in hand: whoever moves its next try carries it.

    It comes detached: no transaction is held while the mail server is spoken to.
    """
    instant = horloge.maintenant()
    with transaction():
        pris = session.execute(
            update(Envoi)
            .where(
                Envoi.id == numero,
                Envoi.etat == EtatEnvoi.A_ENVOYER,
                Envoi.prochain_essai <= instant,
            )
            .values(essais=Envoi.essais + 1, prochain_essai=instant + EN_MAIN)
            .returning(Envoi.id)
            .execution_options(synchronize_session=False)
        ).first()
        if pris is None:
            return None
        envoi = session.get_one(Envoi, numero, populate_existing=True)
    session.expunge(envoi)
    return envoi
