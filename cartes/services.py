"""Preparing what the map draws: its background once, a farm's delivery zones when it is chosen."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cartes.dessin.fond import contour_de, dessiner, empreinte
from cartes.queries.communes import communes_des, communes_voisines, noms_des_departements
from cartes.queries.fiche import fiche
from cartes.queries.zones import Zone, zones_montrees
from livraisons.models import GenreZone
from socle.errors import Introuvable

DOSSIER = "fonds"


@dataclass(frozen=True, slots=True)
class ZoneDessinee:
    """A zone as the map draws it: a circle (lat, lon, km), or a GeoJSON shape.

    ``approximatif``: drawn from communes, whose limits we do not know.
    """

    nom: str
    cercle: tuple[float, float, float] | None
    forme: Mapping[str, Any] | None
    approximatif: bool


def preparer_fond(departements: Collection[str], dossier: Path) -> bytes:
    """The drawn background of these départements as GeoJSON, drawn once and kept in ``dossier``.

    ``Introuvable`` while no commune of theirs is known.
    """
    fichier = dossier / DOSSIER / f"{empreinte(departements)}.json"
    if not fichier.exists():
        communes = communes_des(departements)
        if not communes:
            raise Introuvable
        _garder(fichier, dessiner(communes, noms_des_departements(departements)))
    return fichier.read_bytes()


def dessiner_zones(slug: str, jour: date) -> list[ZoneDessinee]:
    """Where a public farm delivers itself; ``Introuvable`` when it is not public on ``jour``."""
    zones = zones_montrees(fiche(slug, jour).id)
    return [dessinee for zone in zones if (dessinee := _dessiner_zone(zone))]


def _dessiner_zone(zone: Zone) -> ZoneDessinee | None:
    if zone.genre is GenreZone.RAYON and zone.centre and zone.rayon_km:
        return ZoneDessinee(zone.nom, (*zone.centre, zone.rayon_km), None, False)
    if zone.genre is GenreZone.POLYGONE:
        return ZoneDessinee(zone.nom, None, zone.polygone, False)
    codes = {code for code, _nom in zone.communes}
    forme = contour_de(communes_voisines(codes), codes) if codes else None
    return ZoneDessinee(zone.nom, None, forme, True) if forme else None


def _garder(fichier: Path, dessin: Mapping[str, Any]) -> None:
    """Write beside, then put in place: another process never reads half of it."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=fichier.parent)
    with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
        json.dump(dessin, flux, ensure_ascii=False, separators=(",", ":"))
    Path(provisoire).replace(fichier)
