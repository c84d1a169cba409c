"""Two entries side by side, in the words of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from producteurs.models import Producteur
from producteurs.models.horaires import ecrire_horaires
from producteurs.vocabulaire.doublons import CHAMPS_FUSION
from producteurs.vocabulaire.mots import FAMILLES, GENRES, JOURS, MODES
from producteurs.vocabulaire.phrases import ecrire_siret, majuscule
from producteurs.vocabulaire.registre import PRECISIONS
from socle.langue import _
from socle.typographie import nombre
from territoires.models import distance_km

IDENTITE = ("nom", "genre", "siret", "lieu")
"""What an agent may always know of an entry that looks like one of his."""
ESSENTIEL = (*IDENTITE, "telephone", "courriel", "site", "familles", "modes")
"""What tells at a glance whether two entries are one farm."""


@dataclass(frozen=True, slots=True)
class LigneComparee:
    """One field of two entries; ``forme`` is "texte" or "image" (its only value is the key)."""

    champ: str
    mot: str
    forme: str
    premier: Sequence[str]
    second: Sequence[str]

    @property
    def pareilles(self) -> bool:
        return self.premier == self.second


def comparees(
    premier: Producteur, second: Producteur, champs: Sequence[str] = tuple(CHAMPS_FUSION)
) -> list[LigneComparee]:
    """The fields that at least one of the two fills; no query beyond what both have loaded."""
    lignes = [
        LigneComparee(
            champ,
            majuscule(CHAMPS_FUSION[champ]),
            "image" if champ == "image" else "texte",
            _valeurs(premier, champ),
            _valeurs(second, champ),
        )
        for champ in champs
    ]
    return [ligne for ligne in lignes if ligne.premier or ligne.second]


def ecart_en_mots(premier: Producteur, second: Producteur) -> str:
    """« à 350 m l’une de l’autre »."""
    km = distance_km(premier.lat, premier.lon, second.lat, second.lon)
    if km < 0.01:
        return _("exactement au même endroit")
    if km < 1:
        return _("à %(m)s m l’une de l’autre", m=round(km * 1000))
    return _("à %(km)s km l’une de l’autre", km=nombre(km, 1))


def _valeurs(fiche: Producteur, champ: str) -> list[str]:
    """The lines that a page shows of a field; none when it is empty."""
    lire = _LECTURES.get(champ)
    textes = lire(fiche) if lire else [str(getattr(fiche, champ))]
    return [texte for texte in textes if texte]


def _lieu(fiche: Producteur) -> list[str]:
    precision = _("Position : %(mot)s", mot=str(PRECISIONS[fiche.precision]))
    return [fiche.adresse, f"{fiche.commune.nom} ({fiche.departement})", precision]


def _horaires(fiche: Producteur) -> list[str]:
    return [
        f"{majuscule(JOURS[jour])} : {ecrire_horaires(heures)}"
        for jour, heures in enumerate(fiche.horaires_de_la_semaine)
        if heures
    ]


_LECTURES: Mapping[str, Callable[[Producteur], list[str]]] = {
    "genre": lambda f: [majuscule(GENRES[f.genre])],
    "siret": lambda f: [ecrire_siret(f.siret) if f.siret else ""],
    "lieu": _lieu,
    "revend": lambda f: [_("oui") if f.revend else _("non")],
    "familles": lambda f: [majuscule(FAMILLES[famille]) for famille in f.familles],
    "modes": lambda f: [majuscule(MODES[mode]) for mode in f.modes],
    "horaires": _horaires,
}
