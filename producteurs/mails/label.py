"""What the farm is told of its labels."""

from __future__ import annotations

from datetime import date
from typing import Any

from producteurs.models import Label, Producteur
from producteurs.vocabulaire import LABELS
from socle.envois.courriel import Courriel, composer
from socle.langue import _


def label_echu(producteur: Producteur, label: Label, adresse: str, *, jusqu_au: date) -> Courriel:
    """``jusqu_au`` is the day on which the badge is taken down if nothing changes."""
    sujet = _("%(nom)s : votre certificat n’est plus en cours", nom=producteur.nom)
    return _composer(producteur, label, adresse, sujet, "label_echu", jusqu_au=jusqu_au)


def label_retire(producteur: Producteur, label: Label, adresse: str, *, motif: str) -> Courriel:
    sujet = _(
        "%(nom)s : « %(label)s » n’est plus affiché",
        nom=producteur.nom,
        label=LABELS[label.sorte],
    )
    return _composer(producteur, label, adresse, sujet, "label_retire", motif=motif)


def label_retrouve(producteur: Producteur, label: Label, adresse: str) -> Courriel:
    sujet = _(
        "%(nom)s : « %(label)s » est de nouveau vérifié",
        nom=producteur.nom,
        label=LABELS[label.sorte],
    )
    return _composer(producteur, label, adresse, sujet, "label_retrouve")


def _composer(
    producteur: Producteur, label: Label, adresse: str, sujet: str, gabarit: str, **autres: Any
) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/{gabarit}.txt",
        producteur=producteur,
        mot=LABELS[label.sorte],
        **autres,
    )
