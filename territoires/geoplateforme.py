"""Adapter of the Géoplateforme's geocoding (https://geoservices.ign.fr/documentation/services).

The only module that speaks to it. Its answers are judged elsewhere: it says « ok » even for
nonsense, with a low score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from socle.exterieur import REPOS_S, ServiceExterieur, ServiceInjoignable

PROPOSITIONS = 5

# What the COG counts whole, the service gives by arrondissement: 69383 is Lyon's third.
ARRONDISSEMENTS = {"6938": "69123", "751": "75056", "132": "13055"}


class GeocodageInjoignable(ServiceInjoignable):
    """The geocoding service gives no answer that can be used."""


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


def _adresses(reponse: Any) -> list[Adresse]:
    return [_adresse(element) for element in reponse["features"]]


class Geoplateforme:
    """The service at ``url`` (``https://data.geopf.fr/geocodage``), for one process."""

    def __init__(self, url: str, *, repos_s: float = REPOS_S) -> None:
        self._service = ServiceExterieur(url, faute=GeocodageInjoignable, repos_s=repos_s)

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
        """A text that it cannot read at all, such as « ? », has no proposal."""
        return self._service.lire(quoi, _adresses, question_refusee=[], **parametres)
