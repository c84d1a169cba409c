"""What the farm is told of a visit, with its place in the farm's calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from producteurs.models import Visite
from producteurs.vocabulaire.registre import CONCLUSIONS
from socle.agenda import RendezVous, ecrire_agenda
from socle.envois.courriel import Courriel, Piece, composer
from socle.langue import _

DUREE = timedelta(hours=2)


def agenda_de_la_visite(visite: Visite) -> bytes:
    """The visit in a calendar, two hours long, with an alarm the day before."""
    ferme = visite.dossier.producteur
    return ecrire_agenda(
        RendezVous(
            reference=f"visite-{visite.id}",
            debut=visite.prevue_le,
            fin=visite.prevue_le + DUREE,
            titre=_("Visite de la chambre d’agriculture : %(nom)s", nom=ferme.nom),
            lieu=", ".join(filter(None, (ferme.adresse, ferme.commune.nom))),
            details="\n".join(filter(None, (_qui(visite), visite.message))),
            rappel=_("Demain : visite de la chambre d’agriculture"),
            rappel_avant=timedelta(days=1),
            annule=visite.etat == "annulee",
        )
    )


def visite_proposee(visite: Visite, adresse: str) -> Courriel:
    sujet = _("%(nom)s : une visite est prévue", nom=visite.dossier.producteur.nom)
    return _composer(visite, adresse, sujet, "visite_proposee", agenda=True)


def visite_deplacee(visite: Visite, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la visite change", nom=visite.dossier.producteur.nom)
    return _composer(visite, adresse, sujet, "visite_deplacee", agenda=True)


def visite_annulee(visite: Visite, adresse: str, motif: str) -> Courriel:
    sujet = _("%(nom)s : la visite est annulée", nom=visite.dossier.producteur.nom)
    return _composer(visite, adresse, sujet, "visite_annulee", agenda=True, motif=motif)


def visite_faite(visite: Visite, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la suite de la visite", nom=visite.dossier.producteur.nom)
    conclusion = CONCLUSIONS[visite.conclusion] if visite.conclusion else ""
    return _composer(visite, adresse, sujet, "visite_faite", agenda=False, conclusion=conclusion)


def _qui(visite: Visite) -> str:
    return _(
        "Vous recevrez %(qui)s.",
        qui=_(" et ").join(filter(None, (visite.conseiller, visite.elu))),
    )


def _composer(
    visite: Visite, adresse: str, sujet: str, gabarit: str, *, agenda: bool, **valeurs: Any
) -> Courriel:
    piece = Piece(f"visite-{visite.id}.ics", agenda_de_la_visite(visite)) if agenda else None
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/{gabarit}.txt",
        piece=piece,
        visite=visite,
        producteur=visite.dossier.producteur,
        qui=_qui(visite),
        **valeurs,
    )
