"""What a change changes, in words: before and after, as a page shows them side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from producteurs.models import Famille, Genre, ModeVente, Producteur, Revision, SorteLabel
from producteurs.models.fiche import CHAMPS, Changements
from producteurs.models.horaires import ecrire_horaires
from producteurs.queries.revision import proposition_ouverte
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.mots import FAMILLES, GENRES, JOURS, LABELS, MODES
from producteurs.vocabulaire.phrases import ecrire_siret, majuscule
from socle.langue import _
from socle.typographie import nombre
from territoires import queries as territoires
from territoires.models import distance_km

PHRASES = ("nom", "adresse", "description", "texte_saison")
"""Fields that are read word by word; the others change as a whole."""
PART_COMMUNE = 0.3
"""How much of the words two texts share, at least, to be compared word by word."""
_MOTS = re.compile(r"\s+|\w+|[^\w\s]")
_LISTES: Mapping[str, tuple[type[Any], Mapping[Any, Any]]] = {
    "familles": (Famille, FAMILLES),
    "modes": (ModeVente, MODES),
    "labels": (SorteLabel, LABELS),
}


@dataclass(frozen=True, slots=True)
class Morceau:
    """Some text, and whether it is only on this side."""

    texte: str
    change: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of the record. ``forme`` is "texte", "liste", "image" or "position".

    A picture's two keys are the texts of its pieces; ``phrase`` says what moved, when it did.
    """

    champ: str
    mot: str
    forme: str
    avant: Sequence[Morceau]
    apres: Sequence[Morceau]
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class RevisionMontree:
    """A revision beside what it changes, in the order of the record."""

    revision: Revision
    differences: Sequence[Difference]


def proposition_montree(producteur: Producteur) -> RevisionMontree | None:
    """What waits for an agent on this record, if something does; two queries at most."""
    ouverte = proposition_ouverte(producteur)
    return montrer([ouverte])[0] if ouverte else None


def montrer(revisions: Sequence[Revision]) -> list[RevisionMontree]:
    """Each revision with its differences; one query, for the communes that change."""
    communes = noms_des_communes(r.changements for r in revisions)
    return [
        RevisionMontree(revision, differences_en_mots(revision.changements, communes))
        for revision in revisions
    ]


def differences_entre(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> list[Difference]:
    """The differences between two states, on the fields that both have; one query at most."""
    changements = {
        champ: {"avant": avant[champ], "apres": apres[champ]}
        for champ in avant
        if champ in apres and avant[champ] != apres[champ]
    }
    return differences_en_mots(changements, noms_des_communes([changements]))


def noms_des_communes(changements: Any) -> Mapping[str, str]:
    """The names of all the communes that these changes leave or come to."""
    codes = {code for changes in changements for code in changes.get("commune", {}).values()}
    if not codes:
        return {}
    return {c.code_insee: f"{c.nom} ({c.departement})" for c in territoires.communes(codes)}


def differences_en_mots(changements: Changements, communes: Mapping[str, str]) -> list[Difference]:
    """The differences, field by field; ``communes`` gives the names of INSEE codes."""
    return [
        _difference(champ, changements[champ]["avant"], changements[champ]["apres"], communes)
        for champ in CHAMPS
        if champ in changements
    ]


def _difference(champ: str, avant: Any, apres: Any, communes: Mapping[str, str]) -> Difference:
    mot = majuscule(CHAMPS_DE_LA_FICHE[champ])
    if champ == "position":
        return Difference(
            champ, mot, "position", _lieu(avant), _lieu(apres), _deplacement(avant, apres)
        )
    if champ == "image":
        return Difference(champ, mot, "image", _entier(avant), _entier(apres))
    if champ in _LISTES or champ == "horaires":
        a, b = _lignes(champ, avant, apres), _lignes(champ, apres, avant)
        return Difference(champ, mot, "liste", a, b)
    if champ in PHRASES:
        return Difference(champ, mot, "texte", *mots_changes(avant, apres))
    return Difference(
        champ,
        mot,
        "texte",
        _entier(_valeur(champ, avant, communes)),
        _entier(_valeur(champ, apres, communes)),
    )


def mots_changes(avant: str, apres: str) -> tuple[list[Morceau], list[Morceau]]:
    """Both texts in pieces, word by word: joined, the pieces are the texts themselves.

    Texts that have little in common change as a whole: a word here and there would only confuse.
    """
    a, b = _MOTS.findall(avant), _MOTS.findall(apres)
    etapes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    communs = sum(_mots(a[i1:i2]) for nature, i1, i2, _j1, _j2 in etapes if nature == "equal")
    if communs < PART_COMMUNE * max(_mots(a), _mots(b)):
        return _entier(avant), _entier(apres)
    gauche: list[Morceau] = []
    droite: list[Morceau] = []
    for nature, i1, i2, j1, j2 in etapes:
        change = nature != "equal"
        _prolonger(gauche, "".join(a[i1:i2]), change)
        _prolonger(droite, "".join(b[j1:j2]), change)
    return gauche, droite


def _mots(morceaux: Sequence[str]) -> int:
    return sum(morceau[0].isalnum() for morceau in morceaux)


def _prolonger(cote: list[Morceau], texte: str, change: bool) -> None:
    """Add a piece to one side; a blank between two changes belongs to the change."""
    if not texte:
        return
    if change and len(cote) > 1 and cote[-2].change and cote[-1].texte.isspace():
        texte = f"{cote[-2].texte}{cote[-1].texte}{texte}"
        del cote[-2:]
    cote.append(Morceau(texte, change))


def _entier(texte: str) -> list[Morceau]:
    return [Morceau(texte, True)] if texte else []


def _lignes(champ: str, de: Any, autre: Any) -> list[Morceau]:
    """The lines of a list, those that are only here marked; of the hours, the days that change."""
    if champ == "horaires":
        return [
            Morceau(f"{majuscule(JOURS[jour])} : {ecrire_horaires(de[str(jour)])}", True)
            for jour in range(7)
            if str(jour) in de and de[str(jour)] != autre.get(str(jour))
        ]
    enumeration, mots = _LISTES[champ]
    return [
        Morceau(majuscule(mots[membre]), membre.value not in autre)
        for membre in enumeration
        if membre.value in de
    ]


def _lieu(position: Any) -> list[Morceau]:
    if position is None:
        return _entier(_("le centre de la commune"))
    return _entier(", ".join(nombre(degres, 5) for degres in position))


def _deplacement(avant: Any, apres: Any) -> str:
    if avant is None or apres is None:
        return _("posée sur la carte") if apres else _("ôtée de la carte")
    km = distance_km(*avant, *apres)
    if km < 1:
        return _("déplacée de %(m)s\u00a0m", m=max(1, round(km * 1000)))
    return _("déplacée de %(km)s\u00a0km", km=nombre(km, 1))


def _valeur(champ: str, valeur: Any, communes: Mapping[str, str]) -> str:
    if champ == "commune":
        return communes.get(valeur, valeur)
    if champ == "genre":
        return str(GENRES[Genre(valeur)])
    if champ == "siret":
        return ecrire_siret(valeur)
    if champ == "revend":
        return _("oui") if valeur else _("non")
    return str(valeur)
