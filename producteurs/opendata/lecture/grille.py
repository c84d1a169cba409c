"""Rows of cells: where the header is, and rows named after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from producteurs.opendata.entetes import champ_de
from producteurs.opendata.lecture.tableau import Vides
from producteurs.services.importation.ligne import Brute

Rangee = tuple[int, Sequence[str]]
"""Its number in the file, from 1, and its cells."""

ESSAI = 60  # rows looked at to find the header
LARGEUR_MAXIMALE = 400
EN_TROP = "cellules_en_trop"
_DONNEE = re.compile(r"[-+\d\s.,:/%€]+|.*@.*\..*|(https?://|www\.).*|.{61,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entete:
    """Names of the columns, the rank of the header (from 0, -1: none) and what stands above."""

    colonnes: Sequence[str]
    rang: int
    titres: Sequence[str]


def _vide(cellules: Sequence[str]) -> bool:
    return not any(c.strip() for c in cellules)


def reconnaitre_entete(debut: Sequence[Sequence[str]]) -> Entete:
    """Find the header among the first rows: the one whose cells are known names of columns, else a
    first full row of short, distinct words above rows that are not."""
    pleines = [(rang, r) for rang, r in enumerate(debut) if not _vide(r)]
    if not pleines:
        return Entete([], -1, [])
    largeur = _largeur([r for _rang, r in pleines])
    rang = _rang_de_l_entete(pleines, largeur)
    noms = list(debut[rang]) if rang >= 0 else []
    titres = [" ".join(c.strip() for c in r if c.strip()) for n, r in pleines if n < rang]
    return Entete(nommer(noms, max(largeur, len(noms))), rang, titres)


def _largeur(rangees: Sequence[Sequence[str]]) -> int:
    largeurs = Counter(min(len(r), LARGEUR_MAXIMALE) for r in rangees)
    return max(largeurs, key=lambda n: (largeurs[n], n))


def _rang_de_l_entete(pleines: Sequence[tuple[int, Sequence[str]]], largeur: int) -> int:
    def connus(cellules: Sequence[str]) -> int:
        champs = {champ_de(c) for c in cellules if 0 < len(c.strip()) <= 60}
        return len({champ for trouve in champs if trouve for champ in trouve[:1]})

    notes = [(connus(r), rang, r) for rang, r in pleines[:20]]
    # The last rows looked at may be data that happens to hold a known word: the first best wins.
    meilleure, rang, cellules = max(notes, key=lambda n: (n[0], -n[1]))
    noms = [c for c in cellules if c.strip()]
    if meilleure >= 2 or (meilleure == 1 and len(noms) <= 2 and _mots_seulement(noms)):
        return rang
    rang, premiere = pleines[0]
    suite = [r for _r, r in pleines[1:]]
    if len(premiere) < largeur or not _mots_seulement(premiere) or not suite:
        return -1
    # A row of words above columns of figures is a header even when none is known.
    chiffree = any(
        sum(bool(_DONNEE.fullmatch(r[i].strip())) for r in suite if i < len(r) and r[i].strip())
        > len(suite) // 2
        for i in range(largeur)
    )
    return rang if chiffree else -1


def _mots_seulement(cellules: Sequence[str]) -> bool:
    textes = [c.strip() for c in cellules]
    return len(set(textes)) == len(textes) and all(
        c and any(x.isalpha() for x in c) and not _DONNEE.fullmatch(c) for c in textes
    )


def nommer(noms: Sequence[str], largeur: int) -> list[str]:
    """Distinct names for ``largeur`` columns: an empty one is « colonne 3 », a second « tel » is
    « tel (2) »."""
    pris: set[str] = set()
    colonnes = []
    for rang in range(largeur):
        nom = " ".join(noms[rang].split())[:120] if rang < len(noms) else ""
        libre = nom = nom or f"colonne {rang + 1}"
        suite = 2
        while libre in pris:
            libre, suite = f"{nom} ({suite})", suite + 1
        pris.add(libre)
        colonnes.append(libre)
    return colonnes


def nommees(rangees: Iterable[Rangee], entete: Entete, vides: Vides) -> Iterator[Brute]:
    """The rows under the header, by column. Blank ones are counted, not given.

    Cells beyond the last column make the row doubtful: its others may have moved.
    """
    colonnes = entete.colonnes
    for rang, (numero, cellules) in enumerate(rangees):
        if rang <= entete.rang:
            continue
        if not cellules or (len(cellules) == 1 and not cellules[0].strip()):
            vides.nombre += 1
            continue
        valeurs = dict(zip(colonnes, cellules, strict=False))
        surplus = [c for c in cellules[len(colonnes) :] if c.strip()]
        if surplus:
            valeurs["colonnes en trop"] = " | ".join(surplus)
        yield Brute(numero, valeurs, EN_TROP if surplus else "")


def debut_de(rangees: Callable[[], Iterator[Rangee]]) -> list[Sequence[str]]:
    return [cellules for _numero, cellules in islice(rangees(), ESSAI)]
