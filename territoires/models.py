"""Tables of the territory, and the small pure rules of distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.db import Base

KM_PAR_DEGRE = 111.195  # one degree of latitude on a sphere of 6,371 km

# Prefixes are looked up as ranges of the index: PostgreSQL must compare byte by byte, as SQLite
# does, where a French collation would skip spaces.
PAR_OCTETS = String().with_variant(String(collation="C"), "postgresql")


class Departement(Base):
    """A département and its région. ``du`` is « de la Loire », « du Rhône »."""

    __tablename__ = "departements"

    code: Mapped[str] = mapped_column(primary_key=True)
    nom: Mapped[str]
    du: Mapped[str]
    region: Mapped[str] = mapped_column(index=True)
    region_nom: Mapped[str]


class Commune(Base):
    """An INSEE commune. ``recherche`` is its name without accents, in lower case.

    Positions are WGS 84 degrees; 84 mostly overseas communes have none.
    """

    __tablename__ = "communes"
    __table_args__ = (
        Index("ix_communes_recherche", "recherche"),
        Index("ix_communes_lat_lon", "lat", "lon"),
    )

    code_insee: Mapped[str] = mapped_column(primary_key=True)
    nom: Mapped[str]
    recherche: Mapped[str] = mapped_column(PAR_OCTETS)
    departement: Mapped[str] = mapped_column(index=True)
    region: Mapped[str]
    population: Mapped[int]
    epci: Mapped[str]
    epci_nom: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]

    codes: Mapped[list[CodePostal]] = relationship(order_by="CodePostal.code")

    @property
    def codes_postaux(self) -> list[str]:
        return [c.code for c in self.codes]

    @property
    def libelle(self) -> str:
        """« Roanne (42) »: no two communes of a département bear the same name."""
        return f"{self.nom} ({self.departement})"


class CodePostal(Base):
    """A postal code that serves a commune (many to many)."""

    __tablename__ = "codes_postaux"

    code: Mapped[str] = mapped_column(primary_key=True)
    commune_code: Mapped[str] = mapped_column(
        ForeignKey("communes.code_insee"), primary_key=True, index=True
    )


class TableReference(Base):
    """A reference table that was loaded, and the fingerprint of the file that it came from."""

    __tablename__ = "tables_reference"

    nom: Mapped[str] = mapped_column(primary_key=True)
    empreinte: Mapped[str]


class GenrePlateforme(StrEnum):
    DEPARTEMENT = "departement"
    REGION = "region"


class Plateforme(Base):
    """The site of one collectivité over the shared registry."""

    __tablename__ = "plateformes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    nom: Mapped[str]
    genre: Mapped[GenrePlateforme]
    couleur: Mapped[str]
    accroche: Mapped[str]
    presentation: Mapped[str]
    contact: Mapped[str]
    mentions: Mapped[str]
    centre_lat: Mapped[float]
    centre_lon: Mapped[float]
    zoom: Mapped[int]

    perimetre: Mapped[list[Perimetre]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def departements(self) -> list[str]:
        return [p.departement for p in self.perimetre]


class Perimetre(Base):
    """One département of a platform's perimeter."""

    __tablename__ = "perimetres"

    plateforme_id: Mapped[int] = mapped_column(
        ForeignKey("plateformes.id", ondelete="CASCADE"), primary_key=True
    )
    departement: Mapped[str] = mapped_column(primary_key=True, index=True)


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where somebody lives, as precisely as was said. ``code_insee`` may be unknown."""

    lat: float
    lon: float
    libelle: str
    code_insee: str | None = None
    departement: str | None = None
    approximatif: bool = False
    """True when the address was not found and the commune's centre stands for it."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine on a sphere of 6,371 km)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    a = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 12742.0 * math.asin(math.sqrt(a))


def cadre(lat: float, lon: float, rayon_km: float) -> tuple[float, float, float, float]:
    """(lat_min, lon_min, lat_max, lon_max) of a square that holds the circle, in degrees."""
    dlat = rayon_km / KM_PAR_DEGRE
    dlon = dlat / max(math.cos(math.radians(lat)), 0.01)
    return lat - dlat, lon - dlon, lat + dlat, lon + dlon
