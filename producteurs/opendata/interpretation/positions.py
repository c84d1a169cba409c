"""Positions as files write them: two columns, one cell, degrees and minutes, metres."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from pyproj import Transformer

_DMS = re.compile(
    r"(-?\d{1,3})\s*[°d]\s*(?:(\d{1,2})\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’)?)?",
)
_SIMPLE = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_NOMBRE = r"[-+]?\d+(?:[.,]\d+)?"
_WKT = re.compile(rf"(?:SRID=\d+;)?POINT\s*Z?\s*\(\s*({_NOMBRE})\s+({_NOMBRE})", re.IGNORECASE)
_LISTE = re.compile(rf"\[\s*({_NOMBRE})\s*,\s*({_NOMBRE})\s*(?:,[^\]]*)?\]")
_LAT = re.compile(rf"""["']?lat(?:itude)?["']?\s*[:=]\s*["']?({_NOMBRE})""", re.IGNORECASE)
_LON = re.compile(rf"""["']?(?:lon|lng|long|longitude)["']?\s*[:=]\s*["']?({_NOMBRE})""", re.I)
_POINTS = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*[,;/\s]\s*([-+]?\d+(?:\.\d+)?)")
_VIRGULES = re.compile(r"([-+]?\d+,\d+)\s*(?:[;/\s]|,\s)\s*([-+]?\d+,\d+)")

Position = tuple[float, float]


def lire_nombre(texte: str) -> float | None:
    """« 45,76 », « 45.76° N », « 45°45'36" », « 1 842 345,5 »; None when it is no number."""
    texte = texte.strip().replace("\u2212", "-").replace("−", "-")
    if not texte or len(texte) > 60:
        return None
    sens = -1.0 if re.search(r"[sSwWoO]\s*$", texte) and "°" in texte else 1.0
    if "°" in texte and (trouve := _DMS.search(texte)):
        degres, minutes, secondes = (g.replace(",", ".") if g else "0" for g in trouve.groups())
        if trouve[2] or trouve[3]:
            fraction = float(minutes) / 60 + float(secondes) / 3600
            return sens * math.copysign(abs(float(degres)) + fraction, float(degres or 0))
    brut = re.sub(r"[\s\u00a0\u202f'’°NSEWOnsewo]", "", texte)
    if not _SIMPLE.fullmatch(brut):
        return None
    valeur = float(brut.replace(",", "."))
    return sens * valeur if math.isfinite(valeur) else None


def lire_couple(texte: str) -> Position | None:
    """(latitude, longitude) of one cell: « 45.7, 4.8 », « POINT(4.8 45.7) », a JSON object."""
    texte = texte.strip()
    if len(texte) > 5000:
        return None
    for motif in (_WKT, _LISTE):  # both write the longitude first
        if trouve := motif.search(texte):
            return _paire(trouve[2], trouve[1])
    lat, lon = _LAT.search(texte), _LON.search(texte)
    if lat and lon:
        return _paire(lat[1], lon[1])
    brut = texte.strip("()[]{} ")
    for motif in (_VIRGULES, _POINTS):
        if trouve := motif.fullmatch(brut):
            return _paire(trouve[1], trouve[2])
    return None


def _paire(lat: str, lon: str) -> Position | None:
    premier, second = lire_nombre(lat), lire_nombre(lon)
    return None if premier is None or second is None else (premier, second)


def projection_de(lat: float, lon: float) -> str:
    """« degres », « EPSG:2154 » (Lambert 93), « EPSG:3946 »… (its zones), or nothing."""
    if abs(lat) <= 180 and abs(lon) <= 180:
        return "degres"
    x, y = min(lat, lon), max(lat, lon)  # in France y is always the larger
    if 0 <= x <= 1_250_000 and 6_000_000 <= y <= 7_200_000:
        return "EPSG:2154"
    zone = round((y - 200_000) / 1_000_000) + 41
    if 42 <= zone <= 50 and 1_000_000 <= x <= 2_400_000:
        return f"EPSG:{3900 + zone}"
    return ""


@lru_cache(maxsize=16)
def _convertisseur(projection: str) -> Transformer:
    return Transformer.from_crs(projection, "EPSG:4326", always_xy=True)


def en_degres(lat: float, lon: float, projection: str) -> Position:
    """Metres of ``projection`` in degrees, whichever of the two is x."""
    x, y = min(lat, lon), max(lat, lon)
    longitude, latitude = _convertisseur(projection).transform(x, y)
    return float(latitude), float(longitude)
