"""A first reading of a whole file: how many rows, which columns, which way round its positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from producteurs.opendata.colonnes import Correspondance, reconnaitre
from producteurs.opendata.communes import en_france
from producteurs.opendata.entetes import Champ
from producteurs.opendata.interpretation.fiche import position_ecrite
from producteurs.opendata.interpretation.positions import projection_de
from producteurs.opendata.interpretation.textes import liste, nettoyer
from producteurs.opendata.lecture import Tableau
from producteurs.services.importation.ligne import Brute

ESSAI = 500
PART_INVERSEE = 0.5  # of the positions in France: beyond, the whole file has its axes swapped
REPETEES = 0.05  # of the keys: beyond, the column does not name rows
MOTS_RETENUS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Depouillement:
    """What the whole of a file says that none of its rows can.

    ``axes_inverses``: its latitudes are longitudes. ``projection`` is « degres », an EPSG code or
    nothing. ``mots`` counts the words of its categories, for whoever maps them to ours.
    """

    total: int
    vides: int
    correspondance: Correspondance
    axes_inverses: bool
    projection: str
    mots: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Positions:
    droites: int = 0
    inversees: int = 0
    projections: Counter[str] = field(default_factory=Counter)

    def compter(self, brute: Brute, colonnes: Correspondance) -> None:
        position, _mots = position_ecrite(brute, colonnes)
        if position is None or not any(position):
            return
        lat, lon = position
        projection = projection_de(lat, lon)
        self.projections[projection] += 1
        if projection == "degres":
            droite = en_france(lat, lon)
            self.droites += droite
            self.inversees += not droite and en_france(lon, lat)
        elif projection and lat < lon:  # « y » before « x »: y is the larger in France
            self.inversees += 1
        else:
            self.droites += bool(projection)


def depouiller(tableau: Tableau, correspondance: Correspondance | None = None) -> Depouillement:
    """Read every row once. ``correspondance`` is one that was kept; it is not questioned."""
    choisie = correspondance or reconnaitre(tableau.colonnes, islice(tableau.lignes(), ESSAI))
    positions, mots, cles = _Positions(), Counter[str](), Counter[int]()
    colonnes_cles = choisie.de(Champ.CLE)
    total = 0
    for brute in tableau.lignes():
        total += 1
        positions.compter(brute, choisie)
        if colonnes_cles and (cle := brute.valeurs.get(colonnes_cles[0], "").strip()):
            cles[hash(cle)] += 1
        if len(mots) < MOTS_RETENUS:
            mots.update(_mots(brute, choisie.de(Champ.CATEGORIES)))
    if correspondance is None and sum(n - 1 for n in cles.values()) > REPETEES * total:
        choisie = replace(
            choisie, colonnes={c: n for c, n in choisie.colonnes.items() if c is not Champ.CLE}
        )
    places = positions.droites + positions.inversees
    return Depouillement(
        total=total,
        vides=tableau.vides.nombre,
        correspondance=choisie,
        axes_inverses=bool(places) and positions.inversees > PART_INVERSEE * places,
        projection=max(positions.projections, key=positions.projections.__getitem__, default=""),
        mots=mots,
    )


def _mots(brute: Brute, colonnes: Sequence[str]) -> list[str]:
    return [
        mot[:80] for nom in colonnes for mot in liste(nettoyer(brute.valeurs.get(nom, "")))
    ]  # fmt: skip
