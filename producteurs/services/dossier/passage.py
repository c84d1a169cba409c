"""One step of a dossier, and what every step has: its table, its journal line, its letter."""

from __future__ import annotations

from datetime import datetime

from producteurs.errors import FicheChangee, MotifManquant
from producteurs.errors.dossier import (
    DossierAilleurs,
    FicheFusionnee,
)
from producteurs.mails.dossier import Message
from producteurs.models import PASSAGES_DOSSIER, Dossier, EtatDossier
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from producteurs.vocabulaire import SITUATIONS
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.journal.services import noter


def passer(
    dossier: Dossier, vers: EtatDossier, *, par: Compte | None, motif: str = ""
) -> EtatDossier:
    """One step of the table, with its journal line, under the lock of the record: of two agents
    at once the second is told. Give back the state that is left."""
    de = dossier.etat
    if vers not in PASSAGES_DOSSIER[de]:
        raise ailleurs(dossier)
    dossier.etat = vers
    noter("dossier", dossier.id, de=de, vers=vers, par=par, motif=motif)
    return de


def decider(
    dossier: Dossier, vers: EtatDossier, *, par: Compte | None, motif: str, note: str = ""
) -> None:
    """A step that somebody answers for; ``note`` is what the journal says when it is not the
    reason that the farm reads. What was asked or contested before is settled by it."""
    passer(dossier, vers, par=par, motif=note or motif)
    dossier.decide_le = horloge.maintenant()
    dossier.decide_par = par
    dossier.motif = motif
    dossier.conteste = None
    dossier.contestation = ""
    dossier.renouvellement_demande_le = None


def relire(dossier: Dossier, vu_le: datetime | None = None) -> None:
    """The dossier as it stands now, under the lock of the record that it is about.

    ``vu_le`` is when the record that was read had last been changed: ``FicheChangee`` when it has
    been changed since, so that nobody decides on what was not read. ``FicheFusionnee`` when the
    record now lives in another.
    """
    relire_sous_verrou(dossier.producteur)
    if dossier.producteur.fusionne_dans_id is not None:
        raise FicheFusionnee
    if vu_le is not None and vu_le != dossier.producteur.modifie_le:
        raise FicheChangee


def ailleurs(dossier: Dossier) -> DossierAilleurs:
    """The refusal of a step that does not start from where the file stands today."""
    return DossierAilleurs(etat=SITUATIONS[dossier.situation(horloge.aujourdhui())])


def lire_motif(motif: str) -> str:
    if not motif.strip():
        raise MotifManquant
    return motif.strip()


def prevenir(dossier: Dossier, message: Message) -> None:
    """Write to the farm and its people, and to nobody else."""
    session.flush()
    for adresse in destinataires(dossier.producteur):
        envoyer(message(dossier, adresse))
