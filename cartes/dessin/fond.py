"""A background drawn from our own communes, for when there are no tiles.

The registry knows where communes are, not their limits: each is given the ground that is nearer
to its centre than to any other (a Voronoi cell), which looks like a map of communes and is
labelled as approximate wherever it is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import mapping

from cartes.queries.communes import CommunePlacee

METHODE = 2
"""Raised when the drawing changes, so that no browser keeps an older one."""
LAMBERT_93 = "EPSG:2154"
WGS_84 = "EPSG:4326"
PORTEE_M = 9_000
"""A commune never reaches further than this from its centre: what bounds it at a frontier."""
COMMUNES_MAXIMUM = 1_000
"""Above, the cells of whole intercommunalités are drawn instead, else the file would be heavy."""
VILLES_NOMMEES = 60
ZOOMS = range(6, 14)
NOM_PIXELS = (120, 34)
"""Width and height that a town's name takes on the screen: two names never share this room."""
DECIMALES = 4  # about ten metres


def empreinte(departements: Iterable[str]) -> str:
    """The name of a background: it changes with what is drawn, so it can be kept for ever."""
    texte = f"{METHODE}:{','.join(sorted(departements))}"
    return hashlib.sha256(texte.encode()).hexdigest()[:12]


def cellules(communes: Sequence[CommunePlacee], voulues: Collection[str]) -> gpd.GeoDataFrame:
    """The approximate ground of each of the ``voulues`` (codes), in metres (Lambert 93).

    ``communes`` holds their neighbours too: these bound them. Columns: those of ``CommunePlacee``
    but the position, and ``geometry``.
    """
    points = gpd.GeoDataFrame(
        [(c.code, c.nom, c.departement, c.epci, c.population) for c in communes],
        columns=["code", "nom", "departement", "epci", "population"],
        geometry=gpd.points_from_xy([c.lon for c in communes], [c.lat for c in communes]),
        crs=WGS_84,
    ).to_crs(LAMBERT_93)
    points = points.drop_duplicates("geometry")
    portees = points[points["code"].isin(list(voulues))].copy()
    if len(points) > 1:
        sols = gpd.GeoDataFrame(geometry=points.voronoi_polygons(), crs=LAMBERT_93)
        rangs = sols.sindex.query(portees.geometry, predicate="intersects")
        par_point = dict(zip(rangs[0], sols.geometry.values[rangs[1]], strict=True))
        voisinages = gpd.GeoSeries([par_point[n] for n in range(len(portees))], crs=LAMBERT_93)
        portees["geometry"] = voisinages.intersection(
            portees.geometry.buffer(PORTEE_M).reset_index(drop=True)
        ).values
    else:
        portees["geometry"] = portees.geometry.buffer(PORTEE_M)
    return portees


def dessiner(communes: Sequence[CommunePlacee], departements: Mapping[str, str]) -> dict[str, Any]:
    """The background of these départements (name by code), as GeoJSON in WGS 84.

    Features, by ``genre``: one « departement » each, the « limites » inside them as one
    MultiLineString (a limit between two cells is drawn once), and the « ville » points with the
    ``zoom`` from which their name has room.
    """
    voulues = [c for c in communes if c.departement in departements]
    sols = cellules(communes, {c.code for c in voulues})
    mailles = sols if len(sols) <= COMMUNES_MAXIMUM else sols.dissolve("epci")
    limites = gpd.GeoSeries([shapely.line_merge(mailles.boundary.union_all())], crs=LAMBERT_93)
    formes = [
        {"genre": "departement", "code": code, "nom": departements[str(code)], "forme": forme}
        for code, forme in sols.dissolve("departement").geometry.to_crs(WGS_84).items()
    ]
    formes.append({"genre": "limites", "forme": limites.to_crs(WGS_84).iloc[0]})
    formes += [
        {"genre": "ville", "nom": v.nom, "zoom": zoom, "forme": shapely.Point(v.lon, v.lat)}
        for v, zoom in _zooms_des_noms(voulues)
    ]
    return {"type": "FeatureCollection", "features": [_trait(forme) for forme in formes]}


def _zooms_des_noms(
    communes: Sequence[CommunePlacee],
) -> Iterator[tuple[CommunePlacee, int]]:
    """The largest towns with the zoom from which each may be named; the larger goes first."""
    poses: list[tuple[CommunePlacee, int]] = []
    for ville in sorted(communes, key=lambda c: -c.population)[:VILLES_NOMMEES]:
        libres = (
            z for z in ZOOMS if not any(_se_genent(ville, v, z) for v, de in poses if de <= z)
        )
        if (zoom := next(libres, None)) is not None:
            poses.append((ville, zoom))
    yield from poses


def _se_genent(une: CommunePlacee, autre: CommunePlacee, zoom: int) -> bool:
    """Whether two names would cover each other, at 46° of latitude."""
    pixels_par_degre: float = 256 * 2**zoom / 360
    largeur, hauteur = NOM_PIXELS
    ecart_lon, ecart_lat = abs(une.lon - autre.lon), abs(une.lat - autre.lat) * 1.44
    return ecart_lon * pixels_par_degre < largeur and ecart_lat * pixels_par_degre < hauteur


def _trait(forme: dict[str, Any]) -> dict[str, Any]:
    dessin = forme.pop("forme")
    return {"type": "Feature", "properties": forme, "geometry": geojson(dessin)}


def geojson(forme: Any) -> dict[str, Any]:
    """A shape in WGS 84 as a GeoJSON geometry with no more figures than it is worth."""
    arrondie = shapely.set_precision(forme, 10**-DECIMALES, mode="pointwise")
    arrondi: dict[str, Any] = _arrondir(mapping(arrondie))
    return arrondi


def _arrondir(chose: Any) -> Any:
    if isinstance(chose, float):
        return round(chose, DECIMALES)
    if isinstance(chose, dict):
        return {cle: _arrondir(valeur) for cle, valeur in chose.items()}
    if isinstance(chose, list | tuple):
        return [_arrondir(valeur) for valeur in chose]
    return chose


def contour_de(
    communes: Sequence[CommunePlacee], voulues: Collection[str]
) -> dict[str, Any] | None:
    """The approximate ground of several communes together, as GeoJSON; None when none is placed."""
    sols = cellules(communes, voulues)
    if sols.empty:
        return None
    return geojson(gpd.GeoSeries([sols.union_all()], crs=LAMBERT_93).to_crs(WGS_84).iloc[0])
