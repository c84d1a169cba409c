"""Which column tells what: by its header, else by what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from producteurs.opendata.entetes import RANG_DEDANS, Champ, champ_de, normaliser
from producteurs.opendata.interpretation.categories import est_une_categorie
from producteurs.services.importation.ligne import Brute

# Fields that several columns may feed together; of the others, the first that is not empty speaks.
PLUSIEURS = frozenset(
    {
        Champ.NOM,
        Champ.ADRESSE,
        Champ.TELEPHONE,
        Champ.COURRIEL,
        Champ.SITE,
        Champ.DESCRIPTION,
        Champ.HORAIRES,
        Champ.JOURS,
        Champ.PRODUITS,
        Champ.CATEGORIES,
        Champ.LABELS,
        Champ.DRAPEAUX,
        Champ.POSITION,
        Champ.COMMUNE,
        Champ.SIRET,
    }
)
PART = 0.8  # of the filled cells, for a column to be recognised by them
_OUI_NON = frozenset(
    [
        "oui",
        "non",
        "o",
        "n",
        "x",
        "yes",
        "no",
        "y",
        "vrai",
        "faux",
        "true",
        "false",
        "1",
        "0",
        "-",
        "✓",
        "✔",
        "",
    ]
)
_FORMES: tuple[tuple[Champ, re.Pattern[str]], ...] = (
    (Champ.COURRIEL, re.compile(r"[^@\s]+@[^@\s]+\.\w+")),
    (Champ.SITE, re.compile(r"(https?://|www\.)\S+|[\w.-]+\.(fr|com|org|bio|net|eu)(/\S*)?", re.I)),
    (Champ.SIRET, re.compile(r"\d{3}[\s.]?\d{3}[\s.]?\d{3}[\s.]?\d{5}")),
    (Champ.TELEPHONE, re.compile(r"(\+33|0033|0)[\s.]?[1-9]([\s./-]?\d{2}){4}")),
    (Champ.CODE_POSTAL, re.compile(r"\d{2}\s?\d{3}|2[AB]\d{3}")),
)
_NOMBRE = re.compile(r"[-+]?\d{1,3}[.,]\d+")
_COUPLE = re.compile(r"\W*[-+]?\d{1,3}[.,]\d+\s*[,;\s]\s*[-+]?\d{1,3}[.,]\d+\W*")


@dataclass(frozen=True, slots=True)
class Correspondance:
    """Our field → the columns that feed it, the best first. It can be corrected and kept as JSON.

    ``devinees`` are columns recognised by their cells: the least sure.
    """

    colonnes: Mapping[Champ, Sequence[str]] = field(default_factory=dict)
    devinees: frozenset[str] = frozenset()

    def de(self, champ: Champ) -> Sequence[str]:
        return self.colonnes.get(champ, ())

    def en_json(self) -> dict[str, list[str]]:
        return {champ.value: list(noms) for champ, noms in self.colonnes.items() if noms}

    @classmethod
    def de_json(cls, garde: Mapping[str, Any]) -> Correspondance:
        """From what ``en_json`` gave, or ``{"nom": "libelle"}``; unknown fields are left out."""
        connus = set(Champ)
        return cls(
            {
                Champ(champ): [noms] if isinstance(noms, str) else [str(n) for n in noms]
                for champ, noms in garde.items()
                if champ in connus and noms
            }
        )

    def convient(self, colonnes: Sequence[str]) -> bool:
        """Whether a file with these columns can be read by it: it tells the name at least."""
        return any(nom in colonnes for nom in self.de(Champ.NOM))


def reconnaitre(colonnes: Sequence[str], exemple: Iterable[Brute]) -> Correspondance:
    """Match every column that can be; ``exemple`` is a few hundred rows of the file."""
    cellules: dict[str, list[str]] = {nom: [] for nom in colonnes}
    for brute in exemple:
        for nom, valeur in brute.valeurs.items():
            if nom in cellules and (plein := valeur.strip()):
                cellules[nom].append(plein)
    rangs: dict[Champ, list[tuple[int, str]]] = {}
    prises: set[str] = set()
    for nom in colonnes:
        trouve = _par_l_entete(nom, cellules[nom])
        if trouve:
            rangs.setdefault(trouve[0], []).append((trouve[1], nom))
            prises.add(nom)
    choisies = {champ: [nom for _r, nom in sorted(noms)] for champ, noms in rangs.items()}
    devinees = _par_les_cellules(cellules, prises, choisies)
    _sans_nom(colonnes, cellules, prises, choisies, devinees)
    for champ, noms in choisies.items():
        if champ not in PLUSIEURS:
            del noms[1:]
    return Correspondance(choisies, frozenset(devinees))


def _par_l_entete(nom: str, cellules: Sequence[str]) -> tuple[Champ, int] | None:
    trouve = champ_de(nom)
    if (trouve is None or trouve[0] in {Champ.CATEGORIES, Champ.LABELS, Champ.PRODUITS}) and (
        cellules
        and all(c.lower() in _OUI_NON for c in cellules)
        and est_une_categorie(normaliser(nom))
    ):
        return Champ.DRAPEAUX, 0
    if trouve is None:
        return None
    champ, rang = trouve
    # The bare name « position » or « lieu » may head anything: the cells have the last word.
    if champ is Champ.POSITION and cellules and not _part(cellules, _est_un_couple) > 0.3:
        if _part(cellules, lambda c: bool(re.search("[a-zA-Z]{4}", c))) > PART:
            return Champ.ADRESSE, RANG_DEDANS
        return None
    return champ, rang


def _est_un_couple(cellule: str) -> bool:
    return bool(_COUPLE.fullmatch(cellule)) or cellule.upper().startswith(("POINT", "{"))


def _part(cellules: Sequence[str], vrai: Any) -> float:
    return sum(1 for c in cellules if vrai(c)) / len(cellules) if cellules else 0.0


def _par_les_cellules(
    cellules: Mapping[str, Sequence[str]],
    prises: set[str],
    choisies: dict[Champ, list[str]],
) -> set[str]:
    """Recognise the columns whose header says nothing by what their cells look like."""
    devinees: set[str] = set()

    def deviner(champ: Champ, nom: str) -> None:
        choisies.setdefault(champ, []).append(nom)
        prises.add(nom)
        devinees.add(nom)

    for nom, valeurs in cellules.items():
        if nom in prises or not valeurs:
            continue
        for champ, forme in _FORMES:
            if not choisies.get(champ) and _part(valeurs, forme.fullmatch) >= PART:
                deviner(champ, nom)
                break
        else:
            if (
                not choisies.get(Champ.LAT)
                and not choisies.get(Champ.POSITION)
                and (_part(valeurs, _COUPLE.fullmatch) >= PART)
            ):
                deviner(Champ.POSITION, nom)
    if not choisies.get(Champ.LAT) and not choisies.get(Champ.POSITION):
        libres = [n for n, v in cellules.items() if n not in prises]
        lats = [n for n in libres if _entre(cellules[n], 41, 52)]
        lons = [n for n in libres if n not in lats and _entre(cellules[n], -6, 10)]
        if lats and lons:
            deviner(Champ.LAT, lats[0])
            deviner(Champ.LON, lons[0])
    return devinees


def _entre(cellules: Sequence[str], bas: float, haut: float) -> bool:
    return _part(
        cellules,
        lambda c: _NOMBRE.fullmatch(c) and bas <= float(c.replace(",", ".")) <= haut,
    ) >= PART  # fmt: skip


def _sans_nom(
    colonnes: Sequence[str],
    cellules: Mapping[str, Sequence[str]],
    prises: set[str],
    choisies: dict[Champ, list[str]],
    devinees: set[str],
) -> None:
    """Where no header says « nom », the first column of varied words is taken for it."""
    if choisies.get(Champ.NOM):
        return
    for nom in colonnes:
        valeurs = cellules[nom]
        if nom in prises or len(valeurs) < 1:
            continue
        mots = _part(valeurs, lambda c: bool(re.search(r"[^\W\d_]{3}", c)) and len(c) < 120)
        if mots >= PART and len(set(valeurs)) > len(valeurs) // 2:
            choisies[Champ.NOM] = [nom]
            prises.add(nom)
            devinees.add(nom)
            return
