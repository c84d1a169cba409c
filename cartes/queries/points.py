"""The map's points: the farms of the list, as compact rows for a weak phone line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cartes.queries.filtres import Filtres
from cartes.queries.recherche import selectionner
from cartes.queries.registre import BITS_FAMILLES, Ligne, masque
from producteurs.models import Famille, Genre, SorteLabel
from socle import parametres

POINTS_MAXIMUM = 2_000
"""Above, far views get heaps: nobody reads two thousand markers, and a phone chokes on them."""
COTE_PIXELS = 60
ZOOM_DEFAUT = 9
DECIMALES = 5

Vue = tuple[float, float, float, float]
"""(west, south, east, north) in degrees."""
Point = tuple[str, str, str, float, float, int, int, int]
"""slug, name, commune, lat, lon, rank of the family in ``familles``, of the kind in ``genres``, and
the bit set of its labels in ``labels``, those verified told again eight bits higher."""
Amas = tuple[float, float, int]
"""lat, lon and how many farms stand around there."""


VUE_ET_ZOOM = (
    parametres.cadre_lu("bbox", "Ce qui est en vue : OUEST,SUD,EST,NORD."),
    parametres.entier("zoom", "Le zoom de la carte.", minimum=0, maximum=24),
)
"""What the map adds to the filters."""


@dataclass(frozen=True, slots=True)
class Points:
    """``partiel`` when only what is in view was given: to be asked again when the view moves."""

    total: int
    partiel: bool
    familles: Sequence[str]
    genres: Sequence[str]
    labels: Sequence[str]
    points: Sequence[Point]
    amas: Sequence[Amas]


_FAMILLES = tuple(f.value for f in Famille)
_GENRES = tuple(g.value for g in Genre)
_LABELS = tuple(e.value for e in SorteLabel)


def points(
    filtres: Filtres,
    jour: date,
    *,
    departements: Sequence[str],
    vue: Vue | None = None,
    zoom: int | None = None,
    maximum: int = POINTS_MAXIMUM,
) -> Points:
    """The farms that ``filtres`` ask for, every one that the list shows over all its pages.

    When they are more than ``maximum``, those in ``vue``; when these still are, heaps for this
    ``zoom``.
    """
    lignes = selectionner(filtres, jour, departements=departements).lignes
    total = len(lignes)
    partiel = total > maximum
    amas: list[Amas] = []
    if partiel:
        lignes = [li for li in lignes if vue is None or _dedans(li, vue)]
    if len(lignes) > maximum:
        amas, lignes = _entasser(lignes, ZOOM_DEFAUT if zoom is None else zoom)
    choisies = masque(filtres.famille, BITS_FAMILLES)
    dits = [_point(li, choisies) for li in lignes]
    return Points(total, partiel, _FAMILLES, _GENRES, _LABELS, dits, amas)


def _point(ligne: Ligne, choisies: int) -> Point:
    """Under its first family among those looked for, if any was."""
    familles = ligne.familles & choisies or ligne.familles or 1
    return (
        ligne.slug,
        ligne.nom,
        ligne.commune_nom,
        round(ligne.lat, DECIMALES),
        round(ligne.lon, DECIMALES),
        (familles & -familles).bit_length() - 1,
        _GENRES.index(ligne.genre),
        ligne.labels,
    )


def _dedans(ligne: Ligne, vue: Vue) -> bool:
    ouest, sud, est, nord = vue
    return ouest <= ligne.lon <= est and sud <= ligne.lat <= nord


def _entasser(lignes: Sequence[Ligne], zoom: int) -> tuple[list[Amas], list[Ligne]]:
    """(heaps, farms that stand alone) on a grid of about 60 pixels at this zoom."""
    cote = COTE_PIXELS * 360 / (256 * 2**zoom)
    cases: dict[tuple[int, int], list[Ligne]] = {}
    for ligne in lignes:
        cases.setdefault((int(ligne.lat // cote), int(ligne.lon // cote)), []).append(ligne)
    amas = [
        (
            round(sum(li.lat for li in case) / len(case), 3),
            round(sum(li.lon for li in case) / len(case), 3),
            len(case),
        )
        for case in cases.values()
        if len(case) > 1
    ]
    return amas, [case[0] for case in cases.values() if len(case) == 1]
