"""Tables of places, time windows and parcels."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from producteurs.models import Producteur
from socle.db import Base
from territoires.models import Commune, Plateforme


class Mode(StrEnum):
    """How an order reaches its buyer."""

    RELAIS = "relais"
    DOMICILE = "domicile"
    FERME = "ferme"


class PointRelais(Base):
    """A place where orders are fetched; a farm is one when ``producteur_id`` says whose.

    ``acces`` (door code, floor…) is shown to those who have an order there only. ``capacite`` is
    in crates: one order takes one, and a distribution starts from it.
    """

    __tablename__ = "points_relais"

    id: Mapped[int] = mapped_column(primary_key=True)
    plateforme_id: Mapped[int] = mapped_column(ForeignKey("plateformes.id"), index=True)
    producteur_id: Mapped[int | None] = mapped_column(ForeignKey("producteurs.id"), index=True)
    nom: Mapped[str]
    adresse: Mapped[str]
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code_insee"), index=True)
    lat: Mapped[float]
    lon: Mapped[float]
    horaires: Mapped[str] = mapped_column(default="")
    acces: Mapped[str] = mapped_column(default="")
    capacite: Mapped[int]
    actif: Mapped[bool] = mapped_column(default=True)

    commune: Mapped[Commune] = relationship()
    producteur: Mapped[Producteur | None] = relationship()

    @property
    def mode(self) -> Mode:
        return Mode.FERME if self.producteur_id else Mode.RELAIS


class Distribution(Base):
    """One date and time window at a relay point; ``places`` are left out of ``capacite``."""

    __tablename__ = "distributions"
    __table_args__ = (
        CheckConstraint("places >= 0", name="places_restantes"),
        CheckConstraint("places <= capacite", name="places_dans_capacite"),
        CheckConstraint("fin > debut", name="fenetre"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    point_relais_id: Mapped[int] = mapped_column(ForeignKey("points_relais.id"), index=True)
    debut: Mapped[datetime] = mapped_column(index=True)
    fin: Mapped[datetime]
    capacite: Mapped[int]
    places: Mapped[int]

    point_relais: Mapped[PointRelais] = relationship()


class GenreZone(StrEnum):
    COMMUNES = "communes"
    RAYON = "rayon"
    POLYGONE = "polygone"


class ZoneLivraison(Base):
    """Where a producteur or a platform delivers at home.

    By communes, by a radius around a centre, or by a GeoJSON polygon (WGS 84). The bounding box
    (degrees) lets the database discard far zones; a zone by communes has none.
    """

    __tablename__ = "zones_livraison"
    __table_args__ = (
        CheckConstraint(
            "(producteur_id is null) <> (plateforme_id is null)", name="un_seul_proprietaire"
        ),
        Index("ix_zones_livraison_cadre", "lat_min", "lat_max", "lon_min", "lon_max"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producteur_id: Mapped[int | None] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), index=True
    )
    plateforme_id: Mapped[int | None] = mapped_column(ForeignKey("plateformes.id"), index=True)
    nom: Mapped[str]
    genre: Mapped[GenreZone]
    centre_lat: Mapped[float | None]
    centre_lon: Mapped[float | None]
    rayon_km: Mapped[float | None]
    polygone: Mapped[dict[str, Any] | None]
    lat_min: Mapped[float | None]
    lat_max: Mapped[float | None]
    lon_min: Mapped[float | None]
    lon_max: Mapped[float | None]
    frais_centimes: Mapped[int] = mapped_column(default=0)
    minimum_centimes: Mapped[int] = mapped_column(default=0)
    actif: Mapped[bool] = mapped_column(default=True)

    communes: Mapped[list[ZoneCommune]] = relationship(
        cascade="all, delete-orphan", order_by="ZoneCommune.commune_code"
    )
    producteur: Mapped[Producteur | None] = relationship()
    plateforme: Mapped[Plateforme | None] = relationship()


class ZoneCommune(Base):
    """One commune of a zone drawn by communes."""

    __tablename__ = "zones_communes"

    zone_id: Mapped[int] = mapped_column(
        ForeignKey("zones_livraison.id", ondelete="CASCADE"), primary_key=True
    )
    commune_code: Mapped[str] = mapped_column(
        ForeignKey("communes.code_insee"), primary_key=True, index=True
    )

    commune: Mapped[Commune] = relationship()


class CreneauLivraison(Base):
    """One time window of home delivery in a zone; ``places`` are left out of ``capacite``."""

    __tablename__ = "creneaux_livraison"
    __table_args__ = (
        CheckConstraint("places >= 0", name="places_restantes"),
        CheckConstraint("places <= capacite", name="places_dans_capacite"),
        CheckConstraint("fin > debut", name="fenetre"),
        CheckConstraint("frais_centimes >= 0", name="frais_positifs"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zones_livraison.id"), index=True)
    debut: Mapped[datetime] = mapped_column(index=True)
    fin: Mapped[datetime]
    capacite: Mapped[int]
    places: Mapped[int]
    frais_centimes: Mapped[int]

    zone: Mapped[ZoneLivraison] = relationship()


class EtatLivraison(StrEnum):
    PREVUE = "prevue"
    REMISE = "remise"
    ANNULEE = "annulee"


PASSAGES_LIVRAISON: dict[EtatLivraison, frozenset[EtatLivraison]] = {
    EtatLivraison.PREVUE: frozenset({EtatLivraison.REMISE, EtatLivraison.ANNULEE}),
    EtatLivraison.REMISE: frozenset({EtatLivraison.PREVUE}),  # ticked by mistake
    EtatLivraison.ANNULEE: frozenset(),
}


class Livraison(Base):
    """One parcel for one person. Either a distribution or a slot, decided by ``mode``.

    ``reference`` is the number that the buyer and the keeper both read; ``code`` is what the
    buyer shows. The address is a copy, only for home delivery.
    """

    __tablename__ = "livraisons"
    __table_args__ = (
        CheckConstraint(
            "(distribution_id is null) <> (creneau_id is null)", name="une_seule_fenetre"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    mode: Mapped[Mode]
    distribution_id: Mapped[int | None] = mapped_column(ForeignKey("distributions.id"), index=True)
    creneau_id: Mapped[int | None] = mapped_column(ForeignKey("creneaux_livraison.id"), index=True)
    prenom: Mapped[str]
    nom: Mapped[str]
    telephone: Mapped[str] = mapped_column(default="")
    adresse: Mapped[str] = mapped_column(default="")
    commune_nom: Mapped[str] = mapped_column(default="")
    consigne: Mapped[str] = mapped_column(default="")
    bacs: Mapped[int] = mapped_column(default=1)
    frais_centimes: Mapped[int] = mapped_column(default=0)
    a_encaisser_centimes: Mapped[int] = mapped_column(default=0)
    """What the buyer still owes when the parcel is handed over."""
    etat: Mapped[EtatLivraison] = mapped_column(default=EtatLivraison.PREVUE)
    remise_le: Mapped[datetime | None]

    distribution: Mapped[Distribution | None] = relationship()
    creneau: Mapped[CreneauLivraison | None] = relationship()

    @property
    def fenetre(self) -> Distribution | CreneauLivraison:
        fenetre = self.distribution or self.creneau
        assert fenetre is not None  # held by the table's CHECK
        return fenetre
