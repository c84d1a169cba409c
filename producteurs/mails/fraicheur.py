"""What a farm is asked about its record, and told when it does not answer."""

from __future__ import annotations

from producteurs.models import DemandeConfirmation
from producteurs.vocabulaire.public import fiche_en_mots
from socle.envois.courriel import Courriel, composer
from socle.langue import _


def demande(demande: DemandeConfirmation, adresse: str, jeton: str) -> Courriel:
    sujet = _("%(nom)s : votre fiche est-elle toujours juste ?", nom=demande.producteur.nom)
    return _composer(demande, adresse, jeton, sujet, "demande")


def relance(demande: DemandeConfirmation, adresse: str, jeton: str) -> Courriel:
    sujet = _("Rappel, %(nom)s : votre fiche est-elle juste ?", nom=demande.producteur.nom)
    return _composer(demande, adresse, jeton, sujet, "relance")


def non_confirmee(demande: DemandeConfirmation, adresse: str, jeton: str) -> Courriel:
    sujet = _("%(nom)s : votre fiche paraît « non confirmée »", nom=demande.producteur.nom)
    return _composer(demande, adresse, jeton, sujet, "non_confirmee")


def retiree(demande: DemandeConfirmation, adresse: str, jeton: str) -> Courriel:
    sujet = _("%(nom)s : votre fiche n’est plus sur la carte", nom=demande.producteur.nom)
    return _composer(demande, adresse, jeton, sujet, "retiree")


def _composer(
    demande: DemandeConfirmation, adresse: str, jeton: str, sujet: str, gabarit: str
) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/fraicheur_{gabarit}.txt",
        demande=demande,
        producteur=demande.producteur,
        faits=fiche_en_mots(demande.producteur),
        jeton=jeton,
    )
