"""A record in words, as the public reads it: in the mail that asks whether it is still right."""

from __future__ import annotations

from producteurs.models import EtatLabel, Label, Producteur
from producteurs.models.horaires import ecrire_horaires
from producteurs.vocabulaire.mots import FAMILLES, GENRES, JOURS, LABELS, MODES
from producteurs.vocabulaire.phrases import majuscule
from producteurs.vocabulaire.registre import ETATS_LABEL
from socle.langue import _


def fiche_en_mots(producteur: Producteur) -> list[tuple[str, str]]:
    """What is said of the farm, each fact under its name; its phone number is written apart."""
    adresse = ", ".join(filter(None, (producteur.adresse, producteur.commune.nom)))
    labels = [
        f"{LABELS[label.sorte]} ({ETATS_LABEL[_montre(label)]})"
        for label in producteur.labels
        if label.etat is not EtatLabel.RETIRE
    ]
    faits = [
        (_("Activité"), majuscule(GENRES[producteur.genre])),
        (_("Adresse"), adresse),
        (_("Site"), producteur.site),
        (_("Horaires"), " ; ".join(_horaires(producteur)) or _("non donnés")),
        (_("On y trouve"), ", ".join(str(FAMILLES[f]) for f in producteur.familles)),
        (_("On y achète"), ", ".join(str(MODES[m]) for m in producteur.modes)),
        (_("Labels"), ", ".join(labels)),
        (_("Revend aussi ce que d’autres produisent"), _("oui") if producteur.revend else ""),
        (_("En ce moment"), producteur.texte_saison),
        (_("Présentation"), producteur.description),
    ]
    return [(nom, valeur) for nom, valeur in faits if valeur]


def _montre(label: Label) -> EtatLabel:
    """A label whose proof has lapsed is shown as one that nobody has checked."""
    return EtatLabel.VERIFIE if label.etat is EtatLabel.VERIFIE else EtatLabel.DECLARE


def _horaires(producteur: Producteur) -> list[str]:
    """« mardi 9h-12h », the open days only."""
    return [
        f"{JOURS[rang]} {ecrire_horaires(intervalles)}"
        for rang, intervalles in enumerate(producteur.horaires_de_la_semaine)
        if intervalles
    ]
