"""What the public reports about a record, and what the chamber makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from producteurs.errors.public import ReponseManquante, SignalementIncomplet
from producteurs.mails import signalement as mails
from producteurs.models import (
    PASSAGES_SIGNALEMENT,
    EtatSignalement,
    MotifSignalement,
    Producteur,
    Signalement,
)
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.queries.signalements import deja_signale
from producteurs.services.dossier.decision import radier_dossier
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.etats import verifier_passage
from socle.journal.services import noter
from socle.langue import _

MEMOIRE_D_UNE_ADRESSE = timedelta(days=30)
"""How long the address of a reporter is kept once he or she was told the outcome."""
A_EXPLIQUER = frozenset({MotifSignalement.FAUX, MotifSignalement.AUTRE})


def signaler(
    producteur: Producteur, *, motif: MotifSignalement, texte: str = "", courriel: str = ""
) -> Signalement | None:
    """Anybody may say what is wrong with a record; the farm is not told who.

    None when the same was said already and waits: nobody is written to twice.
    """
    texte, courriel = texte.strip(), courriel.strip().lower()
    if motif in A_EXPLIQUER and not texte:
        raise SignalementIncomplet
    if deja_signale(producteur, motif, texte, courriel):
        return None
    signalement = Signalement(
        producteur=producteur,
        motif=motif,
        texte=texte,
        courriel=courriel,
        cree_le=horloge.maintenant(),
        etat=EtatSignalement.OUVERT,
    )
    session.add(signalement)
    session.flush()
    noter("signalement", signalement.id, de="", vers=EtatSignalement.OUVERT, par=None)
    if courriel:
        envoyer(mails.recu(signalement))
    return signalement


def retenir(
    signalements: Sequence[Signalement], *, fait: str, par: Compte, clore: bool = False
) -> None:
    """They were right; ``fait`` says what was done about it, and is told to those who asked.

    ``clore``: the farm has stopped, its file is closed at once, and kept.
    """
    _traiter(signalements, EtatSignalement.RETENU, fait, par)
    if clore:
        motif = f"{_('L’activité a cessé.')} {fait}".strip()
        radier_dossier(signalements[0].producteur.dossier, par=par, motif=motif)


def ecarter(signalements: Sequence[Signalement], *, raison: str, par: Compte) -> None:
    """Nothing is to be done, and why; told to those who asked."""
    _traiter(signalements, EtatSignalement.ECARTE, raison, par)


def oublier_l_adresse(signalement: Signalement) -> None:
    """What was said stays; who said it is no longer known."""
    signalement.courriel = ""


def _traiter(
    signalements: Sequence[Signalement], vers: EtatSignalement, reponse: str, par: Compte
) -> None:
    reponse = reponse.strip()
    if not reponse:
        raise ReponseManquante
    relire_sous_verrou(signalements[0].producteur)
    for signalement in signalements:
        session.refresh(signalement)
        verifier_passage(PASSAGES_SIGNALEMENT, signalement.etat, vers)
        noter("signalement", signalement.id, de=signalement.etat, vers=vers, par=par, motif=reponse)
        signalement.etat, signalement.reponse = vers, reponse
        signalement.traite_le, signalement.traite_par = horloge.maintenant(), par
    session.flush()
    for adresse, lot in _par_adresse(signalements).items():
        envoyer(mails.traite(lot[0], adresse))


def _par_adresse(signalements: Sequence[Signalement]) -> dict[str, list[Signalement]]:
    """Whom to tell, once each even when the same person reported twice."""
    lots: dict[str, list[Signalement]] = {}
    for signalement in signalements:
        if signalement.courriel:
            lots.setdefault(signalement.courriel, []).append(signalement)
    return lots
