"""The communes of the reference tables in memory, without a database."""

from __future__ import annotations

import csv
from functools import lru_cache

from producteurs.opendata.communes import Communes, Connue
from socle.typographie import sans_accents
from territoires.lecture import departement_de
from tests.imports.fermes import COMMUNES


@lru_cache(maxsize=1)
def communes() -> Communes:
    """All of France, as ``Communes.charger()`` gives it once the reference is loaded."""
    with COMMUNES.open(encoding="utf-8", newline="") as flux:
        lignes = list(csv.DictReader(flux))
    return Communes(
        (
            Connue(
                ligne["code_insee"],
                ligne["nom"],
                sans_accents(ligne["nom"]),
                departement_de(ligne["code_insee"]),
                int(ligne["population"] or 0),
                float(ligne["lat"]) if ligne["lat"] else None,
                float(ligne["lon"]) if ligne["lon"] else None,
            )
            for ligne in lignes
        ),
        (
            (code, ligne["code_insee"])
            for ligne in lignes
            for code in ligne["codes_postaux"].split()
        ),
    )
