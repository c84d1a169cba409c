"""How alike two names are: word order free, small typos, initials and missing first names."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from producteurs.rapprochement.mots import COURANTS, CREUX, METIERS, PRENOMS

LOT_MINIMUM = 200  # below it, how often a word comes says nothing
PLANCHER = 0.35
FAUTES_POSSIBLES = 10  # other words of the lot that a typo would turn into this one


class Noms(NamedTuple):
    """``score`` from 0 to 1; ``distinctif`` is what the shared words weigh, 1 for a rare one."""

    score: float
    distinctif: float


class Poids:
    """What a word weighs: little if it is generic, or if many names of the lot have it."""

    def __init__(self) -> None:
        self._total = 0
        self._frequences: Counter[str] = Counter()

    def compter(self, mots: Iterable[str]) -> None:
        self._total += 1
        self._frequences.update(mots)

    def __call__(self, mot: str) -> float:
        return base(mot) * self._rarete(mot)

    def chance(self, a: Sequence[str], b: Sequence[str]) -> float:
        """How likely it is that a record of the lot shares, by chance, the words that these two
        share; 0 as long as the lot says nothing. A word that a typo parts counts as a rare one."""
        if self._total < LOT_MINIMUM:
            return 0.0
        communs = [mot for mot in a if mot in b]
        if not any(base(mot) >= 0.5 for mot in communs):
            return FAUTES_POSSIBLES / self._total
        return math.prod(max(self._frequences[mot], 2) / self._total for mot in communs)

    def _rarete(self, mot: str) -> float:
        if self._total < LOT_MINIMUM:
            return 1.0
        vus = max(self._frequences[mot], 3)
        return max(PLANCHER, math.log(self._total / vus) / math.log(self._total / 3))


def base(mot: str) -> float:
    """The weight of a word among French farms, before any lot is known."""
    if mot in CREUX:
        return 0.15
    if mot in METIERS or len(mot) == 1:
        return 0.3
    if mot in PRENOMS:
        return 0.5
    return 0.75 if mot in COURANTS or mot.isdigit() else 1.0


def comparer_noms(a: tuple[str, ...], b: tuple[str, ...], poids: Poids) -> Noms:
    """Shared words against those left on each side.

    Words left on one side only cost little (a name said in full, then short); words left on both
    sides are two names. Two first names, or two trades, are two farms.
    """
    if a == b or _colles(a, b):
        b = a
    communs, gauche, droite, fautes = _apparier(a, b)
    if not communs:
        return Noms(0.0, 0.0)
    doute = sum((0.25 if len(mot) <= 5 else 0.15) * poids(mot) for mot in fautes)
    partage = sum(poids(mot) for mot in communs) - doute
    distinctif = sum(poids(mot) for mot in communs if base(mot) >= 0.5)
    restes = sorted((_reste(gauche, poids) + doute, _reste(droite, poids) + doute))
    score = partage / (partage + 1.2 * restes[0] + 0.4 * restes[1])
    if _deux_prenoms(gauche, droite) or _deux_metiers(a, b) or _deux_nombres(gauche, droite):
        score *= 0.6
    return Noms(score, distinctif)


def _colles(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """« Bellevue » and « Belle Vue »: the same letters, cut otherwise."""
    return len(a) != len(b) and "".join(a) == "".join(b)


def _apparier(
    a: tuple[str, ...], b: tuple[str, ...]
) -> tuple[list[str], list[str], list[str], list[str]]:
    """(words of both, words left of a, words left of b, words of both that a typo parts)."""
    communs = [mot for mot in a if mot in b]
    gauche = [mot for mot in a if mot not in b]
    droite = [mot for mot in b if mot not in a]
    fautes = []
    for mot in list(gauche):
        proche = next((autre for autre in droite if _proches(mot, autre)), None)
        if proche is not None:
            communs.append(min((mot, proche), key=lambda m: (m not in METIERS, -len(m))))
            if not {mot, proche} <= METIERS.keys() and min(len(mot), len(proche)) > 1:
                fautes.append(communs[-1])
            gauche.remove(mot)
            droite.remove(proche)
    _prendre_initiales(gauche, droite, communs)
    _prendre_initiales(droite, gauche, communs)
    return communs, gauche, droite, fautes


def _proches(un: str, autre: str) -> bool:
    """The same word: a typo, an initial, another word of the same trade."""
    if un in METIERS and autre in METIERS:
        return METIERS[un] == METIERS[autre]
    court, long = sorted((un, autre), key=len)
    if len(court) == 1:
        return long.startswith(court) and not court.isdigit()
    if len(court) < 4 or _chiffres(un) or _chiffres(autre):
        return False
    if un in PRENOMS and autre in PRENOMS:
        return False  # Michel and Michèle are two people
    permis = 2 if len(court) >= 8 else 1
    return OSA.distance(un, autre, score_cutoff=permis) <= permis


def _prendre_initiales(sigles: list[str], noms: list[str], communs: list[str]) -> None:
    """« JP » is « Jean-Pierre »."""
    for sigle in [mot for mot in sigles if len(mot) == 2]:
        for premier, second in pairwise(noms):
            if premier[0] + second[0] == sigle and {premier, second} <= PRENOMS:
                communs.append(premier)
                sigles.remove(sigle)
                noms.remove(premier)
                noms.remove(second)
                break


def _reste(mots: list[str], poids: Poids) -> float:
    """A trade told by one only weighs more than it does when shared; « ferme » almost nothing."""
    return sum(
        0.1 if mot in CREUX else 0.4 if mot in METIERS else max(poids(mot), 0.5 * base(mot))
        for mot in mots
    )


def _deux_prenoms(gauche: list[str], droite: list[str]) -> bool:
    return any(m in PRENOMS for m in gauche) and any(m in PRENOMS for m in droite)


def _deux_metiers(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Both tell a trade, and none in common."""
    metiers_a = {METIERS[mot] for mot in a if mot in METIERS}
    metiers_b = {METIERS[mot] for mot in b if mot in METIERS}
    return bool(metiers_a and metiers_b and not metiers_a & metiers_b)


def _deux_nombres(gauche: list[str], droite: list[str]) -> bool:
    return any(_chiffres(m) for m in gauche) and any(_chiffres(m) for m in droite)


def _chiffres(mot: str) -> bool:
    """« 3eme », « 2 »: what tells apart things of one name."""
    return any(c.isdigit() for c in mot)
