"""Reading a file: taken by an agent, sent back for what is missing, visited."""

from __future__ import annotations

from datetime import datetime

from producteurs.mails import dossier as mails
from producteurs.models import Dossier, EtatDossier, Situation
from producteurs.services.dossier.passage import ailleurs, lire_motif, passer, prevenir, relire
from socle.comptes.models import Compte
from socle.journal.services import noter

EN_LECTURE = frozenset({EtatDossier.SOUMIS, EtatDossier.INSTRUCTION, EtatDossier.VISITE})
VISITES_SANS_PASSAGE = frozenset({EtatDossier.VALIDE, EtatDossier.SUSPENDU, EtatDossier.APPEL})


def prendre_en_instruction(dossier: Dossier, *, par: Compte) -> None:
    """An agent takes the file on, or takes it back without waiting for what the farm was asked."""
    relire(dossier)
    if dossier.etat not in {EtatDossier.SOUMIS, EtatDossier.COMPLEMENT}:
        raise ailleurs(dossier)
    passer(dossier, EtatDossier.INSTRUCTION, par=par)
    dossier.instruit_par = par
    dossier.motif = ""
    prevenir(dossier, mails.dossier_en_instruction)


def demander_complement(
    dossier: Dossier, *, par: Compte, motif: str, vu_le: datetime | None = None
) -> None:
    """The farm is told what is missing and sends its file again once it has it."""
    lu = lire_motif(motif)
    relire(dossier, vu_le)
    _en_lecture(dossier)
    passer(dossier, EtatDossier.COMPLEMENT, par=par, motif=lu)
    dossier.instruit_par = dossier.instruit_par or par
    dossier.motif = lu
    prevenir(dossier, mails.complement_demande)


def differer_renouvellement(
    dossier: Dossier, *, par: Compte, motif: str, vu_le: datetime | None = None
) -> None:
    """A renewal is not given yet, for this reason; the farm stays valid until its date and asks
    again."""
    lu = lire_motif(motif)
    relire(dossier, vu_le)
    if dossier.etat is not EtatDossier.VALIDE or dossier.renouvellement_demande_le is None:
        raise ailleurs(dossier)
    dossier.renouvellement_demande_le = None
    dossier.motif = lu
    de, vers = Situation.A_RENOUVELER, Situation.COMPLEMENT
    noter("dossier", dossier.id, de=de, vers=vers, par=par, motif=lu)
    prevenir(dossier, mails.renouvellement_differe)


def mettre_en_visite(dossier: Dossier, *, par: Compte, motif: str = "") -> None:
    """A visit is planned, or moved. A farm that is valid, suspended or contesting is visited as it
    is: its state does not move. The letter is the visit's, which knows its date."""
    relire(dossier)
    if dossier.etat in VISITES_SANS_PASSAGE:
        return
    _en_lecture(dossier)
    passer(dossier, EtatDossier.VISITE, par=par, motif=motif)
    dossier.instruit_par = dossier.instruit_par or par


def reprendre_instruction(dossier: Dossier, *, par: Compte, motif: str = "") -> None:
    """The visit is done or given up: the file goes back to its reader; one that has been decided
    meanwhile stays as it is."""
    relire(dossier)
    if dossier.etat is EtatDossier.VISITE:
        passer(dossier, EtatDossier.INSTRUCTION, par=par, motif=motif)


def _en_lecture(dossier: Dossier) -> None:
    if dossier.etat not in EN_LECTURE:
        raise ailleurs(dossier)
