"""Adapter of the Géoplateforme's geocoding (https://geoservices.ign.fr/documentation/services).

The only module that speaks to it. Its answers are judged elsewhere: it says « ok » even for
nonsense, with a low score.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import requests

PATIENCE_S = 2.0  # to connect, and then between two pieces of the answer
REPOS_S = 30.0  # after a failure, nobody waits for the service again before this
PROPOSITIONS = 5
AGENT = "Cabas"

# What the COG counts whole, the service gives by arrondissement: 69383 is Lyon's third.
ARRONDISSEMENTS = {"6938": "69123", "751": "75056", "132": "13055"}


class GeocodageInjoignable(Exception):
    """The service is down, slow, overwhelmed or answers something that cannot be read."""


@dataclass(frozen=True, slots=True)
class Adresse:
    """A place that the service proposes. ``score`` goes from 0 to 1; ``genre`` is its precision:
    housenumber, street, locality or municipality."""

    libelle: str
    lat: float
    lon: float
    score: float
    genre: str
    code_postal: str
    code_insee: str
    commune: str


class Geocodeur(Protocol):
    """What placing an address needs: this adapter, or nothing at all where none is set."""

    def chercher(self, texte: str, *, autour: tuple[float, float]) -> Sequence[Adresse]: ...
    def inverser(self, lat: float, lon: float) -> Adresse | None: ...


def _code_insee(code: str) -> str:
    for debut, commune in ARRONDISSEMENTS.items():
        if code.startswith(debut) and code != commune:
            return commune
    return code


def _adresse(element: dict[str, Any]) -> Adresse:
    lon, lat = element["geometry"]["coordinates"]
    proprietes = element["properties"]
    return Adresse(
        libelle=str(proprietes["label"]),
        lat=float(lat),
        lon=float(lon),
        score=float(proprietes["score"]),
        genre=str(proprietes.get("type", "")),
        code_postal=str(proprietes.get("postcode", "")),
        code_insee=_code_insee(str(proprietes.get("citycode", ""))),
        commune=str(proprietes.get("city", "")),
    )


class Geoplateforme:
    """The service at ``url`` (``https://data.geopf.fr/geocodage``), for one process."""

    def __init__(self, url: str, *, repos_s: float = REPOS_S) -> None:
        self._url = url.rstrip("/")
        self._repos_s = repos_s
        self._repos_jusqu_a = 0.0

    def chercher(self, texte: str, *, autour: tuple[float, float]) -> Sequence[Adresse]:
        """Up to five proposals for what was typed, the best first, favouring what is near."""
        lat, lon = autour
        return self._demander(
            "search", q=texte, limit=PROPOSITIONS, autocomplete=0, lat=lat, lon=lon
        )

    def inverser(self, lat: float, lon: float) -> Adresse | None:
        """The address at a position, or None where there is none near."""
        return next(iter(self._demander("reverse", lat=lat, lon=lon, limit=1)), None)

    def _demander(self, quoi: str, **parametres: str | float) -> list[Adresse]:
        if time.monotonic() < self._repos_jusqu_a:
            raise GeocodageInjoignable("resting after a failure")
        try:
            reponse = requests.get(
                f"{self._url}/{quoi}",
                params=parametres,
                timeout=PATIENCE_S,
                headers={"User-Agent": AGENT},
            )
            if reponse.status_code == requests.codes.bad_request:
                return []  # a text that it cannot read at all, such as « ? »
            if reponse.status_code == requests.codes.too_many_requests:
                self._se_reposer(reponse.headers.get("Retry-After", ""))
            reponse.raise_for_status()
            return [_adresse(element) for element in reponse.json()["features"]]
        except (requests.RequestException, KeyError, TypeError, ValueError) as faute:
            self._se_reposer()
            raise GeocodageInjoignable(str(faute)) from faute

    def _se_reposer(self, retry_after: str = "") -> None:
        duree = max(self._repos_s, float(retry_after) if retry_after.isdigit() else 0.0)
        self._repos_jusqu_a = max(self._repos_jusqu_a, time.monotonic() + min(duree, 600.0))
