"""What people are told when two entries of their farm become one."""

from __future__ import annotations

from producteurs.models import Producteur
from socle.envois.courriel import Courriel, composer
from socle.langue import _


def fiches_reunies(garde: Producteur, ancien_nom: str, adresse: str) -> Courriel:
    """To whoever spoke for the entry that is closed, under the name that it had."""
    sujet = _("%(nom)s : vos deux fiches n’en font plus qu’une", nom=garde.nom)
    return composer(
        adresse,
        sujet,
        "producteurs/courriels/fusion.txt",
        producteur=garde,
        ancien_nom=ancien_nom,
    )
