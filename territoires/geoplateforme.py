"""Adapter of the Géoplateforme's geocoding (https://geoservices.ign.fr/documentation/services).

The only module that speaks to it. Its answers are judged elsewhere: it says « ok » even for
nonsense, with a low score.
"""

from __future__ import annotations

import csv
import io
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from socle.exterieur import REPOS_S, ServiceExterieur, ServiceInjoignable

PROPOSITIONS = 5
PATIENCE_LOT_S = 60.0  # a batch of a few hundred addresses takes seconds
ENTRE_LOTS_S = 0.2
ATTENTE_MAXIMALE_S = 30.0  # when told to come back later: farther, it is as if it were down
RETENUES = 50_000  # answers kept by a process: a file is often sent twice

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


@dataclass(frozen=True, slots=True)
class Demande:
    """An address to be placed among many: a street or a hamlet, and the commune where it is."""

    texte: str
    code_postal: str = ""
    code_insee: str = ""


class GeocodeurParLots(Protocol):
    """What placing a whole file needs."""

    def chercher_lot(self, demandes: Sequence[Demande]) -> Sequence[Adresse | None]: ...


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


def _adresse_de_lot(ligne: Mapping[str, str]) -> Adresse | None:
    """One row of the CSV answer; ``result_status`` says « ok » to anything and is not read."""
    if not ligne["latitude"] or not ligne["longitude"]:
        return None
    return Adresse(
        libelle=ligne["result_label"],
        lat=float(ligne["latitude"]),
        lon=float(ligne["longitude"]),
        score=float(ligne["result_score"] or 0),
        genre=ligne.get("result_type") or "",
        code_postal=ligne.get("result_postcode") or "",
        code_insee=_code_insee(ligne.get("result_citycode") or ""),
        commune=ligne.get("result_city") or "",
    )


def _tableau(demandes: Sequence[Demande]) -> bytes:
    tableau = io.StringIO()
    ecrivain = csv.writer(tableau)
    ecrivain.writerow(("adresse", "postcode", "citycode"))
    for d in demandes:
        ecrivain.writerow((" ".join(d.texte.split()), d.code_postal, d.code_insee))
    return tableau.getvalue().encode()


class Geoplateforme:
    """The service at ``url`` (``https://data.geopf.fr/geocodage``), for one process."""

    def __init__(self, url: str, *, repos_s: float = REPOS_S) -> None:
        self._service = ServiceExterieur(url, faute=GeocodageInjoignable, repos_s=repos_s)
        self._prochain_lot = 0.0
        self._retenues: OrderedDict[Demande, Adresse | None] = OrderedDict()

    def chercher(self, texte: str, *, autour: tuple[float, float]) -> Sequence[Adresse]:
        """Up to five proposals for what was typed, the best first, favouring what is near."""
        lat, lon = autour
        return self._demander(
            "search", q=texte, limit=PROPOSITIONS, autocomplete=0, lat=lat, lon=lon
        )

    def inverser(self, lat: float, lon: float) -> Adresse | None:
        """The address at a position, or None where there is none near."""
        return next(iter(self._demander("reverse", lat=lat, lon=lon, limit=1)), None)

    def chercher_lot(self, demandes: Sequence[Demande]) -> Sequence[Adresse | None]:
        """The best proposal for each address, in their order, None where there is none.

        One call for all that are not known yet (``POST /search/csv``), never two in a hurry; it
        may wait some seconds. Raise ``GeocodageInjoignable``.
        """
        nouvelles = [d for d in dict.fromkeys(demandes) if d not in self._retenues]
        if nouvelles:
            lues = self._demander_lot(nouvelles)
            self._retenues.update(zip(nouvelles, lues, strict=True))
        reponses = [self._retenues[d] for d in demandes]
        while len(self._retenues) > RETENUES:
            self._retenues.popitem(last=False)
        return reponses

    def _demander_lot(self, demandes: Sequence[Demande]) -> list[Adresse | None]:
        def comprendre(corps: bytes) -> list[Adresse | None]:
            lignes = list(csv.DictReader(io.StringIO(corps.decode("utf-8-sig"))))
            if len(lignes) != len(demandes):
                raise ValueError(f"{len(lignes)} answers for {len(demandes)} addresses")
            return [_adresse_de_lot(ligne) for ligne in lignes]

        time.sleep(max(0.0, self._prochain_lot - time.monotonic()))
        try:
            return self._service.deposer(
                "search/csv",
                comprendre,
                fichier=("adresses.csv", _tableau(demandes), "text/csv"),
                patience_s=PATIENCE_LOT_S,
                attente_s=ATTENTE_MAXIMALE_S,
                columns="adresse",
                postcode="postcode",
                citycode="citycode",
            )
        finally:
            self._prochain_lot = time.monotonic() + ENTRE_LOTS_S

    def _demander(self, quoi: str, **parametres: str | float) -> list[Adresse]:
        """A text that it cannot read at all, such as « ? », has no proposal."""
        return self._service.lire(quoi, _adresses, question_refusee=[], **parametres)
