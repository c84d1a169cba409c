"""What the seasons bring: which fruit and vegetables are there in which month.

A file of its own because these are facts about the country, not about one producteur: they come
from a table that ships with the room (``donnees/saisons.csv``), the same for every platform.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from producteurs.models import Famille

TABLE = Path(__file__).parent / "donnees" / "saisons.csv"


@dataclass(frozen=True, slots=True)
class Saison:
    """One kind of food and the months (1 to 12) in which it is at its best here."""

    produit: str
    famille: Famille
    mois: tuple[int, ...]


@cache
def saisons() -> tuple[Saison, ...]:
    """The whole table, in its own order; read once per process."""
    with TABLE.open(encoding="utf-8", newline="") as fichier:
        return tuple(
            Saison(
                ligne["produit"],
                Famille(ligne["famille"]),
                tuple(int(mois) for mois in ligne["mois"].split()),
            )
            for ligne in csv.DictReader(fichier, delimiter=";", strict=True)
        )


def en_saison(mois: int) -> list[Saison]:
    """What is in season in ``mois`` (1 to 12), what is there for the shortest time first."""
    presents = [saison for saison in saisons() if mois in saison.mois]
    return sorted(presents, key=lambda saison: len(saison.mois))
