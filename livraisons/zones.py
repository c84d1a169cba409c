"""The shape of a zone: whether it holds a place, and the box that holds it. Pure functions."""

from __future__ import annotations

from typing import Any

from shapely.geometry import Point, shape

from livraisons.models import GenreZone, ZoneLivraison
from territoires.models import Lieu, cadre, distance_km


def zone_couvre(zone: ZoneLivraison, lieu: Lieu) -> bool:
    """Whether ``zone`` delivers at ``lieu``. A border belongs to its zone."""
    if zone.genre is GenreZone.COMMUNES:
        return lieu.code_insee in {c.commune_code for c in zone.communes}
    if zone.genre is GenreZone.RAYON:
        assert zone.centre_lat is not None
        assert zone.centre_lon is not None
        assert zone.rayon_km is not None
        return distance_km(zone.centre_lat, zone.centre_lon, lieu.lat, lieu.lon) <= zone.rayon_km
    return bool(shape(zone.polygone).covers(Point(lieu.lon, lieu.lat)))


def encadrer(zone: ZoneLivraison) -> None:
    """Write the bounding box that lets the database discard this zone from afar."""
    boite: tuple[float | None, ...] = (None, None, None, None)
    if zone.genre is GenreZone.RAYON:
        assert zone.centre_lat is not None
        assert zone.centre_lon is not None
        assert zone.rayon_km is not None
        boite = cadre(zone.centre_lat, zone.centre_lon, zone.rayon_km)
    elif zone.genre is GenreZone.POLYGONE:
        lon_min, lat_min, lon_max, lat_max = shape(zone.polygone).bounds
        boite = (lat_min, lon_min, lat_max, lon_max)
    zone.lat_min, zone.lon_min, zone.lat_max, zone.lon_max = boite


def polygone_valide(geojson: dict[str, Any]) -> bool:
    """Whether ``geojson`` is a Polygon or MultiPolygon that does not cross itself."""
    try:
        forme = shape(geojson)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return forme.geom_type in {"Polygon", "MultiPolygon"} and forme.is_valid and not forme.is_empty
