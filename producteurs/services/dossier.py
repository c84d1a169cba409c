"""The life of a dossier: submitted, validated until a date, refused, suspended."""

from __future__ import annotations

from datetime import date, datetime

from producteurs.errors import DossierIncomplet, EcheanceRefusee, FicheChangee, MotifManquant
from producteurs.mails import dossier as mails
from producteurs.models import PASSAGES_DOSSIER, Dossier, EtatDossier, Producteur
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.courriel import Courriel
from socle.envois.services import envoyer
from socle.etats import verifier_passage
from socle.journal.services import noter
from socle.langue import _
from socle.typographie import date_courte

ANNEES_MAXIMUM = 3


def ce_qui_manque(producteur: Producteur) -> list[str]:
    """What the chamber needs before it can decide, in words; empty when the file is complete."""
    besoins = [
        (_("l’adresse"), producteur.adresse),
        (_("une description"), producteur.description),
        (_("au moins une famille de produits"), producteur.familles_liees),
        (_("au moins une façon de vendre"), producteur.modes_lies),
        (_("un téléphone ou un courriel"), producteur.telephone or producteur.courriel),
    ]
    return [mot for mot, present in besoins if not present]


def soumettre_dossier(dossier: Dossier, *, par: Compte) -> None:
    """A complete file goes to the chamber; raise ``DossierIncomplet`` naming what is missing."""
    relire_sous_verrou(dossier.producteur)
    if manques := ce_qui_manque(dossier.producteur):
        raise DossierIncomplet(manques=", ".join(manques))
    _passer(dossier, EtatDossier.SOUMIS, par=par)
    dossier.soumis_le = horloge.maintenant()
    _prevenir(dossier, mails.dossier_recu)


def valider_dossier(
    dossier: Dossier, *, par: Compte, jusqu_au: date, vu_le: datetime | None = None
) -> None:
    """The producteur becomes public until ``jusqu_au`` included, in the future, 3 years at most.

    ``vu_le`` is when the record that the agent read was last changed: ``FicheChangee`` when it
    has been changed since, so that nobody vouches for what was not read.
    """
    maximum = echeance(ANNEES_MAXIMUM)
    if not horloge.aujourdhui() < jusqu_au <= maximum:
        raise EcheanceRefusee(maximum=date_courte(maximum))
    relire_sous_verrou(dossier.producteur)
    if vu_le is not None and vu_le != dossier.producteur.modifie_le:
        raise FicheChangee
    _decider(dossier, EtatDossier.VALIDE, par=par, motif="")
    dossier.valide_jusqu_au = jusqu_au
    _prevenir(dossier, mails.dossier_valide)


def refuser_dossier(dossier: Dossier, *, par: Compte, motif: str) -> None:
    """A refusal says why; the farm may correct and submit again."""
    lu = _lire_motif(motif)
    relire_sous_verrou(dossier.producteur)
    _decider(dossier, EtatDossier.REFUSE, par=par, motif=lu)
    _prevenir(dossier, mails.dossier_refuse)


def suspendre_dossier(dossier: Dossier, *, par: Compte, motif: str) -> None:
    """A suspended producteur leaves the map and the sales at once, and is told why."""
    lu = _lire_motif(motif)
    relire_sous_verrou(dossier.producteur)
    _decider(dossier, EtatDossier.SUSPENDU, par=par, motif=lu)
    _prevenir(dossier, mails.dossier_suspendu)


def echeance(annees: int) -> date:
    """The day on which a validation given today for so many years ends."""
    jour = horloge.aujourdhui()
    annee = jour.year + annees
    if (jour.month, jour.day) == (2, 29) and annee % 4:
        return date(annee, 2, 28)
    return jour.replace(year=annee)


def _lire_motif(motif: str) -> str:
    if not motif.strip():
        raise MotifManquant
    return motif.strip()


def _decider(dossier: Dossier, vers: EtatDossier, *, par: Compte, motif: str) -> None:
    _passer(dossier, vers, par=par, motif=motif)
    dossier.decide_le = horloge.maintenant()
    dossier.decide_par = par
    dossier.motif = motif


def _passer(dossier: Dossier, vers: EtatDossier, *, par: Compte, motif: str = "") -> None:
    """One step of the table, with its journal line, under the lock of the record: of two agents
    at once the second is told."""
    de = dossier.etat
    verifier_passage(PASSAGES_DOSSIER, de, vers)
    dossier.etat = vers
    noter("dossier", dossier.id, de=de, vers=vers, par=par, motif=motif)


def _prevenir(dossier: Dossier, message: mails.Message) -> None:
    session.flush()
    for adresse in destinataires(dossier.producteur):
        courriel: Courriel = message(dossier, adresse)
        envoyer(courriel)
