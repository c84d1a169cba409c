"""The record of a producteur as plain values: what a change changes, and how JSON keeps it.

A state (``Etat``) maps each field of ``CHAMPS`` to a JSON value: enums by value, lists sorted,
``commune`` its INSEE code, ``position`` [lat, lon] to five decimals (about a metre) or None when
the commune's centre stands for it, ``horaires`` as in ``Producteur``, ``image`` the picture's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from producteurs.models.producteur import EtatLabel, PrecisionPosition, Producteur

Etat = dict[str, Any]
Changements = Mapping[str, Mapping[str, Any]]

TEXTES: Final = ("adresse", "description", "texte_saison", "telephone", "courriel", "site")
CHAMPS: Final = (
    "nom",
    "siret",
    "genre",
    "commune",
    "adresse",
    "position",
    "description",
    "texte_saison",
    "image",
    "familles",
    "modes",
    "labels",
    "revend",
    "horaires",
    "telephone",
    "courriel",
    "site",
)
"""In the order in which a page shows them."""
DECIMALES = 5


def etat_de(producteur: Producteur) -> Etat:
    """What the record says now. A label whose badge was taken down is no longer claimed."""
    return {
        **{champ: getattr(producteur, champ) for champ in TEXTES},
        "nom": producteur.nom,
        "siret": producteur.siret,
        "genre": producteur.genre.value,
        "commune": producteur.commune_code,
        "position": None
        if producteur.precision is PrecisionPosition.COMMUNE
        else arrondir_position(producteur.lat, producteur.lon),
        "image": producteur.image,
        "familles": triees(producteur.familles),
        "modes": triees(producteur.modes),
        "labels": triees(x.sorte for x in producteur.labels if x.etat is not EtatLabel.RETIRE),
        "revend": producteur.revend,
        "horaires": ranger_horaires(producteur.horaires),
    }


def differences(avant: Etat, apres: Etat) -> dict[str, dict[str, Any]]:
    """The fields that differ, as ``Revision.changements`` keeps them."""
    return {
        champ: {"avant": avant[champ], "apres": apres[champ]}
        for champ in CHAMPS
        if avant[champ] != apres[champ]
    }


def appliquer(etat: Etat, changements: Changements) -> Etat:
    """The state once ``changements`` are made."""
    return etat | {champ: change["apres"] for champ, change in changements.items()}


def defaire(etat: Etat, changements: Changements) -> Etat:
    """The state before ``changements`` were made."""
    return etat | {champ: change["avant"] for champ, change in changements.items()}


def triees(valeurs: Iterable[str]) -> list[str]:
    """The values of some enum members, each once, in a fixed order."""
    return sorted({str(valeur) for valeur in valeurs})


def arrondir_position(lat: float, lon: float) -> list[float]:
    return [round(lat, DECIMALES), round(lon, DECIMALES)]


def ranger_horaires(horaires: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """The days that are open, in the order of the week."""
    return {
        jour: [list(intervalle) for intervalle in intervalles]
        for jour, intervalles in sorted(horaires.items())
        if intervalles
    }
