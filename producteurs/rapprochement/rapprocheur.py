"""Finding, among many records, those that may be the same farm as one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from producteurs.rapprochement.comparaison import (
    NOM_ET_COMMUNE,
    NOM_ET_LIEU,
    Ressemblance,
    comparer,
)
from producteurs.rapprochement.empreinte import Empreinte
from producteurs.rapprochement.noms import Poids, base
from territoires.models import distance_km

MAILLE = 0.03  # degrees of latitude, 3.3 km: a farm's radius never goes further than the next cell
MAILLE_VAGUE = 0.09  # 10 km, for positions that stand for a commune
LARGEUR = 1.5  # a degree of longitude is shorter than one of latitude, by about this in France
SURFACE_KM2 = 100.0  # of a cell and its eight neighbours
ECART_MINIMUM_KM = 0.1
HASARD_MAXIMUM = 0.01  # of finding such a name there when it is another farm
DE_NOM_ET_DE_LIEU = frozenset({NOM_ET_LIEU, NOM_ET_COMMUNE})
PARTAGE_MAXIMUM = 6  # a number or an address that more records have is a switchboard's

Cle = tuple[Hashable, ...]


class Rapprocheur:
    """Records met so far, by what a duplicate would share with them.

    ``connaitre`` adds one (an entry of the registry, an earlier row); ``chercher`` compares with
    those only that share a SIRET, a way to be reached, or a place and a piece of the name. Two
    files of 20,000 rows take seconds, where comparing all pairs would take days.
    """

    def __init__(self) -> None:
        self._empreintes: list[Empreinte] = []
        self._classeur: defaultdict[Cle, list[int]] = defaultdict(list)
        self._poids = Poids()
        self._voisinage: Counter[tuple[int, int]] = Counter()

    def __len__(self) -> int:
        return len(self._empreintes)

    def connaitre(self, empreinte: Empreinte) -> None:
        """Remember a record, to be found by the next ones."""
        rang = len(self._empreintes)
        self._empreintes.append(empreinte)
        self._poids.compter(empreinte.mots)
        if maille := _maille(empreinte, MAILLE):
            self._voisinage[maille] += 1
        for cle in (*_joints(empreinte), *_lieux(empreinte)):
            self._classeur[cle].append(rang)

    def chercher(self, empreinte: Empreinte) -> Sequence[Ressemblance]:
        """The records that may be the same farm, certain ones first, then by score."""
        trouvees = []
        empreinte = self._sans_standards(empreinte)
        for rang in sorted(self._candidats(empreinte)):
            autre = self._empreintes[rang]
            if autre.cle == empreinte.cle:
                continue
            vue = comparer(empreinte, autre, self._poids)
            if vue is not None and not self._fortuite(empreinte, autre, vue):
                trouvees.append(vue)
        return sorted(trouvees, key=lambda r: (not r.certaine, -r.score))

    def _fortuite(self, un: Empreinte, autre: Empreinte, vue: Ressemblance) -> bool:
        """Whether so many records stand around that one of them has this name by chance."""
        maille = _maille(un, MAILLE)
        if not set(vue.motifs) <= DE_NOM_ET_DE_LIEU or maille is None or autre.lat is None:
            return False
        assert un.lat is not None
        assert un.lon is not None
        assert autre.lon is not None
        autour = sum(self._voisinage[voisine] for voisine in _voisines(maille))
        ecart = max(ECART_MINIMUM_KM, distance_km(un.lat, un.lon, autre.lat, autre.lon))
        dans_le_cercle = autour / SURFACE_KM2 * math.pi * ecart**2
        return dans_le_cercle * self._poids.chance(un.mots, autre.mots) > HASARD_MAXIMUM

    def _sans_standards(self, empreinte: Empreinte) -> Empreinte:
        """Without the numbers and addresses that too many records have."""
        return replace(
            empreinte,
            telephones=tuple(t for t in empreinte.telephones if self._propre("telephone", t)),
            courriels=tuple(c for c in empreinte.courriels if self._propre("courriel", c)),
            site=empreinte.site if self._propre("site", empreinte.site) else "",
        )

    def _propre(self, sorte: str, valeur: str) -> bool:
        return len(self._classeur.get((sorte, valeur), ())) <= PARTAGE_MAXIMUM

    def _candidats(self, empreinte: Empreinte) -> set[int]:
        trouves: set[int] = set()
        for cle in _joints(empreinte):
            trouves.update(self._classeur.get(cle, ()))
        for cle in _alentours(empreinte):
            trouves.update(self._classeur.get(cle, ()))
        return trouves


def rapprocher(empreintes: Iterable[Empreinte]) -> Iterator[tuple[Hashable, Ressemblance]]:
    """Every pair of these records that may be one farm: (the later one's key, the earlier one)."""
    rapprocheur = Rapprocheur()
    for empreinte in empreintes:
        for vue in rapprocheur.chercher(empreinte):
            yield empreinte.cle, vue
        rapprocheur.connaitre(empreinte)


def _joints(empreinte: Empreinte) -> Iterator[Cle]:
    """What reaches or names one farm wherever it is."""
    if empreinte.siret:
        yield "siret", empreinte.siret
    for numero in empreinte.telephones:
        yield "telephone", numero
    for adresse in empreinte.courriels:
        yield "courriel", adresse
    if empreinte.site:
        yield "site", empreinte.site


def _morceaux(mots: tuple[str, ...]) -> set[str]:
    """The beginnings and ends of the words that count: a typo leaves one of them whole."""
    forts = [mot for mot in mots if base(mot) >= 0.5]
    if not forts:
        return {"".join(sorted(mots))} if mots else set()
    return {debut for mot in forts for debut in (mot[:3], f"-{mot[-3:]}")}


def _maille(empreinte: Empreinte, taille: float) -> tuple[int, int] | None:
    if empreinte.lat is None or empreinte.lon is None:
        return None
    return math.floor(empreinte.lat / taille), math.floor(empreinte.lon / (taille * LARGEUR))


def _lieux(empreinte: Empreinte) -> Iterator[Cle]:
    """Under which places and pieces of its name a record is kept."""
    morceaux = _morceaux(empreinte.mots)
    if (fine := _maille(empreinte, MAILLE)) and (large := _maille(empreinte, MAILLE_VAGUE)):
        # Kept twice: for records as precise as this one, and for those that are not.
        for morceau in morceaux:
            yield "maille", *fine, morceau
            yield "large", *large, morceau
            if empreinte.vague:
                yield "vague", *large, morceau
    for mot in empreinte.commune.split() or [empreinte.commune_code] * bool(empreinte.commune_code):
        for morceau in morceaux:
            yield "commune", mot, morceau


def _alentours(empreinte: Empreinte) -> Iterator[Cle]:
    """Under which places its duplicates may be kept: the neighbouring cells too."""
    morceaux = _morceaux(empreinte.mots)
    fine, large = _maille(empreinte, MAILLE), _maille(empreinte, MAILLE_VAGUE)
    if fine and large:
        for i, j in _voisines(fine):
            for morceau in morceaux:
                yield "maille", i, j, morceau
        for i, j in _voisines(large):
            for morceau in morceaux:
                yield "large" if empreinte.vague else "vague", i, j, morceau
    for mot in empreinte.commune.split() or [empreinte.commune_code] * bool(empreinte.commune_code):
        for morceau in morceaux:
            yield "commune", mot, morceau


def _voisines(maille: tuple[int, int]) -> Iterator[tuple[int, int]]:
    return ((maille[0] + i, maille[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
