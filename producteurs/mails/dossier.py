"""What the farm is told of its dossier."""

from __future__ import annotations

from collections.abc import Callable

from producteurs.models import Dossier
from socle.envois.courriel import Courriel, composer
from socle.langue import _

Message = Callable[[Dossier, str], Courriel]


def dossier_recu(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la chambre d’agriculture a votre dossier", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "recu")


def dossier_valide(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier est validé", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "valide")


def dossier_refuse(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier n’a pas été accepté", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "refuse")


def dossier_suspendu(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre inscription est suspendue", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "suspendu")


def _composer(dossier: Dossier, adresse: str, sujet: str, gabarit: str) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/{gabarit}.txt",
        dossier=dossier,
        producteur=dossier.producteur,
    )
