"""Reading the demonstration's files."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

DOSSIER = Path(__file__).parent

Fiche = dict[str, Any]
"""One table of a TOML file, or one line of a CSV file."""


def fiches(nom: str, table: str) -> list[Fiche]:
    """The tables called ``table`` of one TOML file."""
    lues: list[Fiche] = tomllib.loads((DOSSIER / nom).read_text(encoding="utf-8"))[table]
    return lues


def producteurs() -> list[Fiche]:
    """The producteurs, in the order of the files then of the farms in them."""
    chemins = sorted((DOSSIER / "producteurs").glob("*.toml"))
    return [fiche for c in chemins for fiche in fiches(f"producteurs/{c.name}", "producteur")]


def produits() -> list[Fiche]:
    """The products of every producteur, each with the key ``producteur``."""
    lignes: list[Fiche] = []
    for chemin in sorted((DOSSIER / "produits").glob("*.csv")):
        with chemin.open(encoding="utf-8", newline="") as fichier:
            lignes += csv.DictReader(fichier, delimiter=";", strict=True)
    return lignes
