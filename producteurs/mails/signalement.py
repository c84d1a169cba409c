"""What somebody who reported an error is told. Nothing that he or she wrote is repeated: the
address may be somebody else's."""

from __future__ import annotations

from producteurs.models import EtatSignalement, Signalement
from socle.envois.courriel import Courriel, composer
from socle.langue import _


def recu(signalement: Signalement) -> Courriel:
    sujet = _("Merci pour votre signalement sur « %(nom)s »", nom=signalement.producteur.nom)
    return _composer(signalement, signalement.courriel, sujet, "recu")


def traite(signalement: Signalement, adresse: str) -> Courriel:
    retenu = signalement.etat is EtatSignalement.RETENU
    sujet = _("Votre signalement sur « %(nom)s » : la suite", nom=signalement.producteur.nom)
    return _composer(signalement, adresse, sujet, "retenu" if retenu else "ecarte")


def _composer(signalement: Signalement, adresse: str, sujet: str, gabarit: str) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/signalement_{gabarit}.txt",
        signalement=signalement,
        producteur=signalement.producteur,
    )
