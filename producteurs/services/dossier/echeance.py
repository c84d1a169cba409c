"""The end of a validation: its date, and the farm warned before it."""

from __future__ import annotations

from datetime import date

from producteurs.mails import dossier as mails
from producteurs.models import Dossier, EtatDossier
from producteurs.services.dossier.passage import prevenir, relire
from socle import horloge

ANNEES_MAXIMUM = 3
RAPPELS_JOURS = (7, 30, 60)
"""How many days before the end a farm is warned, the nearest first."""


def echeance(annees: int) -> date:
    """The day on which a validation given today for so many years ends."""
    jour = horloge.aujourdhui()
    annee = jour.year + annees
    if (jour.month, jour.day) == (2, 29) and annee % 4:
        return date(annee, 2, 28)
    return jour.replace(year=annee)


def a_prevenir(dossier: Dossier, jour: date) -> int | None:
    """The warning that this file waits for on ``jour``, in days before its end; None when it has
    had it. A worker that comes late sends only the nearest."""
    if dossier.etat is not EtatDossier.VALIDE or dossier.valide_jusqu_au is None:
        return None
    restants = (dossier.valide_jusqu_au - jour).days
    rappel = next((seuil for seuil in RAPPELS_JOURS if restants <= seuil), None)
    deja = dossier.rappel_echeance
    if rappel is None or restants < 0 or (deja is not None and deja <= rappel):
        return None
    return rappel


def prevenir_de_l_echeance(dossier: Dossier) -> bool:
    """Warn the farm once for each of the three delays; whether something was sent."""
    relire(dossier)
    rappel = a_prevenir(dossier, horloge.aujourdhui())
    if rappel is None:
        return False
    dossier.rappel_echeance = rappel
    prevenir(dossier, mails.echeance_proche)
    return True
