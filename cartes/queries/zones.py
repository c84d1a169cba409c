"""Where a farm delivers itself, as its page says it and as the map draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from livraisons.models import GenreZone, ZoneCommune, ZoneLivraison
from socle.db import session
from territoires.models import Commune


@dataclass(frozen=True, slots=True)
class Zone:
    """A delivery zone for words and for the map; ``communes`` are (code, name)."""

    nom: str
    genre: GenreZone
    centre: tuple[float, float] | None
    rayon_km: float | None
    polygone: Mapping[str, Any] | None
    frais_centimes: int
    minimum_centimes: int
    communes: tuple[tuple[str, str], ...]


@lru_cache
def _requete() -> Any:
    """Each zone beside each of its communes, the largest first."""
    return (
        select(
            ZoneLivraison.id,
            ZoneLivraison.nom,
            ZoneLivraison.genre,
            ZoneLivraison.centre_lat,
            ZoneLivraison.centre_lon,
            ZoneLivraison.rayon_km,
            ZoneLivraison.polygone,
            ZoneLivraison.frais_centimes,
            ZoneLivraison.minimum_centimes,
            Commune.code_insee,
            Commune.nom,
        )
        .outerjoin(ZoneCommune, ZoneCommune.zone_id == ZoneLivraison.id)
        .outerjoin(Commune, Commune.code_insee == ZoneCommune.commune_code)
        .where(ZoneLivraison.producteur_id == bindparam("producteur"), ZoneLivraison.actif)
        .order_by(ZoneLivraison.nom, ZoneLivraison.id, Commune.population.desc())
    )


def zones_montrees(producteur_id: int) -> Sequence[Zone]:
    """The active zones of a farm, by name; one query."""
    zones: dict[int, Zone] = {}
    for (
        numero,
        nom,
        genre,
        lat,
        lon,
        rayon,
        polygone,
        frais,
        minimum,
        code,
        commune,
    ) in session.execute(_requete(), {"producteur": producteur_id}):
        deja = zones[numero].communes if numero in zones else ()
        zones[numero] = Zone(
            nom=nom,
            genre=genre,
            centre=None if lat is None else (lat, lon),
            rayon_km=rayon,
            polygone=polygone,
            frais_centimes=frais,
            minimum_centimes=minimum,
            communes=(*deja, (code, commune)) if code else deja,
        )
    return list(zones.values())
