"""How fresh a record is kept: asked about once a season, confirmed, or silent by degrees."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from producteurs.mails import fraicheur as mails
from producteurs.models import (
    PASSAGES_FRAICHEUR,
    DemandeConfirmation,
    Fraicheur,
    Producteur,
    ReglesChambre,
    ReponseConfirmation,
)
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from producteurs.queries.fraicheur import demande_ouverte
from producteurs.queries.regles import regles_de
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.courriel import Courriel
from socle.envois.services import envoyer
from socle.etats import verifier_passage
from socle.journal.services import noter
from socle.langue import _

JUSTE, A_CHANGER = ReponseConfirmation.JUSTE, ReponseConfirmation.A_CHANGER
JAMAIS_ECRITE = 0
"""The version that a request has shown to nobody: no record has it."""
Message = Callable[[DemandeConfirmation, str, str], Courriel]


@dataclass(frozen=True, slots=True)
class Etape:
    """One step of silence, ``jours`` after the mail that asked and ``ecart`` after the step before
    it; ``vers`` is None for a reminder."""

    jours: int
    ecart: int
    vers: Fraicheur | None


def confirmer(
    producteur: Producteur,
    *,
    par: Compte | None,
    reponse: ReponseConfirmation = JUSTE,
    motif: str = "",
) -> None:
    """The record is right today: what was asked is answered, and silence is forgotten.

    Under the lock of the record. Whoever changes, validates or renews a record also calls this;
    the journal then has their own line, and one of ours only when silence ends.
    """
    instant, dossier = horloge.maintenant(), producteur.dossier
    producteur.confirme_le = instant
    if demande := demande_ouverte(producteur):
        demande.reponse, demande.repondue_le = reponse, instant
    if dossier.fraicheur is not Fraicheur.CONFIRME or motif:
        de, vers = dossier.fraicheur, Fraicheur.CONFIRME
        noter("dossier", dossier.id, de=de, vers=vers, par=par, motif=motif)
    dossier.fraicheur = Fraicheur.CONFIRME


def avancer(producteur: Producteur) -> None:
    """Ask when the confirmation has lived its time; then, while nobody answers, one step at most.

    Steps are taken in order and never closer to each other than the chamber's settings put them:
    after a worker was down they come later, not together.
    """
    relire_sous_verrou(producteur)
    if not producteur.dossier.en_regle(horloge.aujourdhui()):
        return
    regles = regles_de(producteur.departement)
    demande = demande_ouverte(producteur)
    if demande is None:
        if _jours_depuis(producteur.confirme_le) >= regles.confirmation_jours:
            demander(producteur)
        return
    if not destinataires(producteur):
        _laisser_a_l_agent(demande)
        return
    if demande.version == JAMAIS_ECRITE:
        recommencer(demande)
        return
    etape = prochaine_etape(demande, regles)
    if (
        _jours_depuis(demande.etape_le) >= etape.ecart
        and _jours_depuis(demande.envoyee_le) >= etape.jours
    ):
        _franchir(demande, etape)


def prochaine_etape(demande: DemandeConfirmation, regles: ReglesChambre) -> Etape:
    """What comes next when nobody answers; the record is still public."""
    silences = [
        (regles.sans_reponse_jours, Fraicheur.SANS_REPONSE),
        (regles.non_confirme_jours, Fraicheur.NON_CONFIRME),
        (regles.retrait_jours, Fraicheur.RETIRE),
    ]
    rang = list(Fraicheur).index(demande.producteur.dossier.fraicheur)
    relances: list[tuple[int, Fraicheur | None]] = [
        (jours, None) for jours in sorted(regles.relances_jours)
    ]
    a_venir = [*relances[demande.relances :], silences[rang]]
    jours, vers = min(a_venir, key=lambda etape: etape[0])
    avant = max((j for j, _ in [*relances, *silences] if j < jours), default=0)
    return Etape(jours, jours - avant, vers)


def demander(producteur: Producteur) -> DemandeConfirmation:
    """Send the farm its record as the public sees it; one that has no address is the agent's to
    call, at once."""
    instant = horloge.maintenant()
    demande = DemandeConfirmation(
        producteur=producteur,
        version=producteur.version,
        jeton=nouveau_jeton()[1],
        envoyee_le=instant,
        etape_le=instant,
        relances=0,
    )
    session.add(demande)
    if destinataires(producteur):
        ecrire(demande, mails.demande)
    else:
        _laisser_a_l_agent(demande)
    session.flush()
    return demande


def recommencer(demande: DemandeConfirmation) -> None:
    """Ask anew: the days of silence are counted from this mail."""
    demande.envoyee_le = demande.etape_le = horloge.maintenant()
    demande.relances = 0
    ecrire(demande, mails.demande)


def ecrire(demande: DemandeConfirmation, message: Message) -> None:
    """Send a mail with a new link; the one before it no longer opens anything."""
    jeton, demande.jeton = nouveau_jeton()
    demande.version = demande.producteur.version
    session.flush()
    for adresse in destinataires(demande.producteur):
        envoyer(message(demande, adresse, jeton))


def nouveau_jeton() -> tuple[str, str]:
    """A token that cannot be guessed, and its hash, which is all that is kept of it."""
    jeton = secrets.token_urlsafe(32)
    return jeton, empreinte(jeton)


def empreinte(jeton: str) -> str:
    """The hash of a token; nothing slower is needed, it was drawn among 2^256."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def _jours_depuis(instant: datetime) -> int:
    """Days gone by in the calendar of Paris, whatever the hour at which the worker passes."""
    return (horloge.aujourdhui() - horloge.jour_de(instant)).days


def _franchir(demande: DemandeConfirmation, etape: Etape) -> None:
    demande.etape_le = horloge.maintenant()
    if etape.vers is None:
        demande.relances += 1
        ecrire(demande, mails.relance)
        return
    _taire(demande, etape.vers, _("Sans réponse depuis %(n)s jours.", n=etape.jours))
    if etape.vers is Fraicheur.NON_CONFIRME:
        ecrire(demande, mails.non_confirmee)
    elif etape.vers is Fraicheur.RETIRE:
        ecrire(demande, mails.retiree)


def _taire(demande: DemandeConfirmation, vers: Fraicheur, motif: str) -> None:
    dossier = demande.producteur.dossier
    verifier_passage(PASSAGES_FRAICHEUR, dossier.fraicheur, vers)
    noter("dossier", dossier.id, de=dossier.fraicheur, vers=vers, par=None, motif=motif)
    dossier.fraicheur = vers


def _laisser_a_l_agent(demande: DemandeConfirmation) -> None:
    """Nobody can be written to: the days of silence only count from the day somebody can."""
    demande.envoyee_le = demande.etape_le = horloge.maintenant()
    demande.relances, demande.version = 0, JAMAIS_ECRITE
    if demande.producteur.dossier.fraicheur is Fraicheur.CONFIRME:
        motif = _("La ferme n’a pas d’adresse de courriel : il faut l’appeler.")
        _taire(demande, Fraicheur.SANS_REPONSE, motif)
