"""Reads of places, windows and parcels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from livraisons.models import (
    Distribution,
    GenreZone,
    PointRelais,
    ZoneCommune,
    ZoneLivraison,
)
from livraisons.zones import zone_couvre
from socle.db import session
from socle.errors import Introuvable
from territoires.models import Lieu


def _peut_couvrir(lieu: Lieu) -> ColumnElement[bool]:
    """A zone that lists the commune of ``lieu``, or whose bounding box holds the point."""
    listee = exists().where(
        ZoneCommune.zone_id == ZoneLivraison.id, ZoneCommune.commune_code == lieu.code_insee
    )
    encadree = and_(
        ZoneLivraison.lat_min <= lieu.lat,
        ZoneLivraison.lat_max >= lieu.lat,
        ZoneLivraison.lon_min <= lieu.lon,
        ZoneLivraison.lon_max >= lieu.lon,
    )
    return or_(and_(ZoneLivraison.genre == GenreZone.COMMUNES, listee), encadree)


def zones_couvrant(lieu: Lieu, *, parmi: Iterable[int] | None = None) -> list[ZoneLivraison]:
    """The active zones that deliver at ``lieu`` (among these numbers if given), in one query.

    The database decides for zones by communes and discards the others by their bounding box; the
    exact shape decides for those.
    """
    requete = select(ZoneLivraison).where(ZoneLivraison.actif, _peut_couvrir(lieu))
    if parmi is not None:
        requete = requete.where(ZoneLivraison.id.in_(list(parmi)))
    return [
        zone
        for zone in session.scalars(requete)
        if zone.genre is GenreZone.COMMUNES or zone_couvre(zone, lieu)
    ]


def producteurs_livrant(lieu: Lieu) -> set[int]:
    """Numbers of the producteurs that deliver at ``lieu`` themselves, in one query."""
    return {z.producteur_id for z in zones_couvrant(lieu) if z.producteur_id is not None}


def zones_de(producteur_id: int) -> Sequence[ZoneLivraison]:
    """The active zones of a producteur with their communes, in two queries."""
    return session.scalars(
        select(ZoneLivraison)
        .where(ZoneLivraison.producteur_id == producteur_id, ZoneLivraison.actif)
        .options(selectinload(ZoneLivraison.communes).joinedload(ZoneCommune.commune))
        .order_by(ZoneLivraison.nom)
    ).all()


def zones_de_plateforme(plateforme_id: int) -> Sequence[ZoneLivraison]:
    """The active zones that a platform's sales may use: its own, with their communes."""
    return session.scalars(
        select(ZoneLivraison)
        .where(ZoneLivraison.plateforme_id == plateforme_id, ZoneLivraison.actif)
        .options(selectinload(ZoneLivraison.communes).joinedload(ZoneCommune.commune))
        .order_by(ZoneLivraison.nom)
    ).all()


def zone_de_plateforme(plateformes: Iterable[int], numero: int) -> ZoneLivraison:
    """One active zone of these platforms, or ``Introuvable``."""
    zone = session.scalar(
        select(ZoneLivraison)
        .where(
            ZoneLivraison.id == numero,
            ZoneLivraison.plateforme_id.in_(list(plateformes)),
            ZoneLivraison.actif,
        )
        .options(selectinload(ZoneLivraison.communes).joinedload(ZoneCommune.commune))
    )
    if zone is None:
        raise Introuvable
    return zone


def point_relais(plateformes: Iterable[int], numero: int) -> PointRelais:
    """One relay point of these platforms, closed or not, or ``Introuvable``."""
    point = session.scalar(
        select(PointRelais)
        .where(PointRelais.id == numero, PointRelais.plateforme_id.in_(list(plateformes)))
        .options(joinedload(PointRelais.commune))
    )
    if point is None:
        raise Introuvable
    return point


def zone_de(producteur_id: int, numero: int) -> ZoneLivraison:
    """One zone of this producteur, or ``Introuvable``."""
    zone = session.scalar(
        select(ZoneLivraison)
        .where(
            ZoneLivraison.id == numero,
            ZoneLivraison.producteur_id == producteur_id,
            ZoneLivraison.actif,
        )
        .options(selectinload(ZoneLivraison.communes).joinedload(ZoneCommune.commune))
    )
    if zone is None:
        raise Introuvable
    return zone


def points_relais(plateformes: Iterable[int], *, tous: bool = False) -> Sequence[PointRelais]:
    """The relay points of these platforms with their communes, by name."""
    requete = select(PointRelais).where(PointRelais.plateforme_id.in_(list(plateformes)))
    if not tous:
        requete = requete.where(PointRelais.actif)
    return session.scalars(
        requete.options(joinedload(PointRelais.commune)).order_by(PointRelais.nom)
    ).all()


def points_par_numeros(numeros: Iterable[int]) -> Sequence[PointRelais]:
    """Relay points by their numbers, with their communes."""
    return session.scalars(
        select(PointRelais)
        .where(PointRelais.id.in_(list(numeros)))
        .options(joinedload(PointRelais.commune))
        .order_by(PointRelais.nom)
    ).all()


def distributions_a_venir(point_relais_id: int, depuis: datetime) -> Sequence[Distribution]:
    """Distributions at one relay point that end after ``depuis``, next first."""
    return session.scalars(
        select(Distribution)
        .where(Distribution.point_relais_id == point_relais_id, Distribution.fin > depuis)
        .options(joinedload(Distribution.point_relais))
        .order_by(Distribution.debut)
    ).all()


def distribution_au(point_relais_id: int, numero: int) -> Distribution:
    """One distribution at this relay point, or ``Introuvable``."""
    distribution = session.scalar(
        select(Distribution)
        .where(Distribution.id == numero, Distribution.point_relais_id == point_relais_id)
        .options(joinedload(Distribution.point_relais).joinedload(PointRelais.commune))
    )
    if distribution is None:
        raise Introuvable
    return distribution
