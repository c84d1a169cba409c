"""The visit of an adviser and an elected farmer: a date is proposed, moved, given up; what was seen
is written down.

The farm reads the date, the people, and in the end the conclusion: it has to know where it stands.
The answers to the checklist, the notes and the photos stay at the chamber: they are written so
that colleagues can decide, the farm is told the reasons by the decision itself, and a photo may
show what belongs to a neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from producteurs.errors import MotifManquant
from producteurs.errors.pieces import (
    DateDeVisiteRefusee,
    TropDePhotos,
    VisiteDejaPrevue,
    VisiteImpossible,
    VisitePasEncoreFaite,
    VisiteTerminee,
)
from producteurs.mails import visites as mails
from producteurs.models import (
    PASSAGES_VISITE,
    Conclusion,
    Dossier,
    EtatDossier,
    EtatVisite,
    Visite,
)
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from producteurs.queries.visites import visite_prevue
from producteurs.services.dossier import mettre_en_visite, reprendre_instruction
from producteurs.vocabulaire.registre import CONCLUSIONS, ETATS_DOSSIER, ETATS_VISITE
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.courriel import Courriel
from socle.envois.services import envoyer
from socle.etats import verifier_passage
from socle.fichiers.prives import Garde
from socle.journal.services import noter
from socle.langue import _
from socle.typographie import date_courte, moment

HORIZON = timedelta(days=365)
PHOTOS_MAXIMUM = 12
VISITABLES = frozenset(
    {
        EtatDossier.SOUMIS,
        EtatDossier.INSTRUCTION,
        EtatDossier.VISITE,
        EtatDossier.VALIDE,
        EtatDossier.SUSPENDU,
        EtatDossier.APPEL,
    }
)


@dataclass(frozen=True, slots=True)
class SaisieVisite:
    """When, and who comes; ``message`` is for the farm."""

    prevue_le: datetime
    conseiller: str
    elu: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class CompteRendu:
    """What was seen. ``reponses`` maps each line of the checklist, as it is worded that day, to
    its answer (``oui``, ``non``, ``sans_objet``) and a note."""

    reponses: Mapping[str, tuple[str, str]]
    rapport: str
    conclusion: Conclusion
    photos: Sequence[Garde] = field(default=())


def proposer_visite(dossier: Dossier, saisie: SaisieVisite, *, par: Compte) -> Visite:
    """A date is proposed to the farm, which is told with a file for its calendar; one at a time.

    A file being read is then « visite prévue »; one that is valid, suspended or contested is
    visited as it is. Raise ``DateDeVisiteRefusee``, ``VisiteDejaPrevue`` or ``VisiteImpossible``.
    """
    _verifier_date(saisie.prevue_le)
    relire_sous_verrou(dossier.producteur)
    if dossier.etat not in VISITABLES:
        raise VisiteImpossible(etat=ETATS_DOSSIER[dossier.etat])
    if visite_prevue(dossier) is not None:
        raise VisiteDejaPrevue
    visite = Visite(dossier=dossier, etat=EtatVisite.PREVUE)
    _ecrire(visite, saisie)
    session.add(visite)
    session.flush()
    avant = dossier.etat
    mettre_en_visite(dossier, par=par, motif=_rendez_vous(visite))
    if dossier.etat is avant:
        _noter(visite, de="", par=par, motif=_rendez_vous(visite))
    _prevenir(visite, mails.visite_proposee)
    return visite


def deplacer_visite(visite: Visite, saisie: SaisieVisite, *, par: Compte) -> None:
    """Another date, other people or another message: the farm is told, its calendar follows."""
    _verifier_date(saisie.prevue_le)
    _passer(visite, EtatVisite.PREVUE, par=par, motif="", nouvelle=saisie)
    _prevenir(visite, mails.visite_deplacee)


def annuler_visite(visite: Visite, *, par: Compte, motif: str) -> None:
    """The visit is given up, for a reason that the farm reads; the file goes back to its reader."""
    if not motif.strip():
        raise MotifManquant
    _passer(visite, EtatVisite.ANNULEE, par=par, motif=motif.strip())
    reprendre_instruction(visite.dossier, par=par)
    _prevenir(visite, lambda v, adresse: mails.visite_annulee(v, adresse, motif.strip()))


def rendre_compte(visite: Visite, compte_rendu: CompteRendu, *, par: Compte) -> None:
    """What was seen is kept for who decides, and the file goes back to its reader.

    Raise ``VisitePasEncoreFaite`` before its day, ``VisiteTerminee`` or ``TropDePhotos``.
    """
    relire_sous_verrou(visite.dossier.producteur)
    session.refresh(visite)
    if _jour(visite) > horloge.aujourdhui():
        raise VisitePasEncoreFaite(jour=date_courte(visite.prevue_le))
    conclusion = str(CONCLUSIONS[compte_rendu.conclusion])
    _passer(visite, EtatVisite.FAITE, par=par, motif=conclusion)
    visite.reponses = {
        ligne: {"reponse": reponse, "note": note}
        for ligne, (reponse, note) in compte_rendu.reponses.items()
    }
    visite.rapport, visite.conclusion = compte_rendu.rapport, compte_rendu.conclusion
    visite.faite_le, visite.par = horloge.maintenant(), par
    _ajouter(visite, compte_rendu.photos)
    reprendre_instruction(visite.dossier, par=par)
    _prevenir(visite, mails.visite_faite)


def ajouter_photos(visite: Visite, photos: Sequence[Garde]) -> None:
    """Photos taken on the spot, before the report or after it; twelve at most."""
    relire_sous_verrou(visite.dossier.producteur)
    session.refresh(visite)
    if visite.etat is EtatVisite.ANNULEE:
        raise VisiteTerminee(etat=ETATS_VISITE[visite.etat])
    _ajouter(visite, photos)


def _ajouter(visite: Visite, photos: Sequence[Garde]) -> None:
    cles = [*visite.photos, *(photo.cle for photo in photos)]
    if len(cles) > PHOTOS_MAXIMUM:
        raise TropDePhotos(maximum=PHOTOS_MAXIMUM)
    visite.photos = cles  # a new list: a JSON column does not see what is added in place


def _passer(
    visite: Visite,
    vers: EtatVisite,
    *,
    par: Compte,
    motif: str,
    nouvelle: SaisieVisite | None = None,
) -> None:
    """One step of the table under the lock of the farm, with its line in the dossier's journal."""
    relire_sous_verrou(visite.dossier.producteur)
    session.refresh(visite)
    de = visite.etat
    if de is not EtatVisite.PREVUE:
        raise VisiteTerminee(etat=ETATS_VISITE[de])
    verifier_passage(PASSAGES_VISITE, de, vers)
    visite.etat = vers
    if nouvelle is not None:
        _ecrire(visite, nouvelle)
        motif = _rendez_vous(visite)
    _noter(visite, de=de, par=par, motif=motif)


def _ecrire(visite: Visite, saisie: SaisieVisite) -> None:
    visite.prevue_le = saisie.prevue_le
    visite.conseiller, visite.elu = saisie.conseiller, saisie.elu
    visite.message = saisie.message


def _verifier_date(prevue_le: datetime) -> None:
    instant = horloge.maintenant()
    if not instant < prevue_le <= instant + HORIZON:
        raise DateDeVisiteRefusee


def _jour(visite: Visite) -> date:
    return visite.prevue_le.astimezone(horloge.PARIS).date()


def _rendez_vous(visite: Visite) -> str:
    """« Jeudi 26 novembre à 14 h, Agathe Roux et Bernard Vial. »"""
    qui = _(" et ").join(filter(None, (visite.conseiller, visite.elu)))
    quand = moment(visite.prevue_le)
    return f"{quand[:1].upper()}{quand[1:]}, {qui}."


def _noter(visite: Visite, *, de: str, par: Compte, motif: str) -> None:
    noter("dossier", visite.dossier_id, de=de, vers=visite.etat, par=par, motif=motif)


def _prevenir(visite: Visite, message: Callable[[Visite, str], Courriel]) -> None:
    session.flush()
    for adresse in destinataires(visite.dossier.producteur):
        envoyer(message(visite, adresse))
