"""Setting up places, zones and time windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from livraisons.errors import CapaciteInvalide, FenetrePrise, ZoneIncomplete, ZoneUtilisee
from livraisons.models import (
    CreneauLivraison,
    Distribution,
    GenreZone,
    PointRelais,
    ZoneCommune,
    ZoneLivraison,
)
from livraisons.zones import encadrer, polygone_valide
from socle import horloge
from socle.db import session
from socle.typographie import creneau as creneau_en_mots
from territoires.queries import commune


@dataclass(frozen=True, slots=True)
class SaisiePointRelais:
    """A relay point as a form or the demonstration gives it."""

    nom: str
    adresse: str
    commune_code: str
    lat: float
    lon: float
    capacite: int
    horaires: str = ""
    acces: str = ""
    producteur_id: int | None = None
    actif: bool = True


@dataclass(frozen=True, slots=True)
class SaisieZone:
    """A zone: communes, or a centre and a radius, or a polygon, according to ``genre``."""

    nom: str
    genre: GenreZone
    communes: tuple[str, ...] = ()
    centre_lat: float | None = None
    centre_lon: float | None = None
    rayon_km: float | None = None
    polygone: dict[str, Any] | None = None
    frais_centimes: int = 0
    minimum_centimes: int = 0


@dataclass(frozen=True, slots=True)
class SaisieFenetre:
    """A time window and how many orders it can take."""

    debut: datetime
    fin: datetime
    capacite: int


def creer_point_relais(plateforme_id: int, saisie: SaisiePointRelais) -> PointRelais:
    """Open a relay point of a platform."""
    point = PointRelais(plateforme_id=plateforme_id)
    modifier_point_relais(point, saisie)
    session.add(point)
    session.flush()
    return point


def modifier_point_relais(point: PointRelais, saisie: SaisiePointRelais) -> None:
    """Change a relay point; its distributions keep the capacity that they were given."""
    point.commune = commune(saisie.commune_code)
    for champ in (
        "nom",
        "adresse",
        "lat",
        "lon",
        "capacite",
        "horaires",
        "acces",
        "producteur_id",
        "actif",
    ):
        setattr(point, champ, getattr(saisie, champ))


def definir_zone(
    saisie: SaisieZone,
    *,
    producteur_id: int | None = None,
    plateforme_id: int | None = None,
    zone: ZoneLivraison | None = None,
) -> ZoneLivraison:
    """Create or change a zone; raises ``ZoneIncomplete`` when its shape is missing or broken."""
    complete = {
        GenreZone.COMMUNES: bool(saisie.communes),
        GenreZone.RAYON: None not in (saisie.centre_lat, saisie.centre_lon, saisie.rayon_km),
        GenreZone.POLYGONE: saisie.polygone is not None and polygone_valide(saisie.polygone),
    }[saisie.genre]
    if not complete:
        raise ZoneIncomplete
    if zone is None:
        zone = ZoneLivraison(producteur_id=producteur_id, plateforme_id=plateforme_id, communes=[])
        session.add(zone)
    else:  # a first press of the same button may be under way: what it writes is read again
        session.refresh(zone, with_for_update=True)
        session.expire(zone, ["communes"])
    rayon, polygone = saisie.genre is GenreZone.RAYON, saisie.genre is GenreZone.POLYGONE
    zone.nom, zone.genre = saisie.nom, saisie.genre
    zone.centre_lat = saisie.centre_lat if rayon else None
    zone.centre_lon = saisie.centre_lon if rayon else None
    zone.rayon_km = saisie.rayon_km if rayon else None
    zone.polygone = saisie.polygone if polygone else None
    zone.frais_centimes, zone.minimum_centimes = saisie.frais_centimes, saisie.minimum_centimes
    voulues = set(saisie.communes) if saisie.genre is GenreZone.COMMUNES else set()
    gardees = [c for c in zone.communes if c.commune_code in voulues]
    nouvelles = voulues - {c.commune_code for c in gardees}
    zone.communes = gardees + [ZoneCommune(commune_code=code) for code in sorted(nouvelles)]
    encadrer(zone)
    session.flush()
    return zone


def ouvrir_distribution(point: PointRelais, saisie: SaisieFenetre) -> Distribution:
    """Open a window at a relay point, with all its places free."""
    distribution = Distribution(
        point_relais=point,
        debut=saisie.debut,
        fin=saisie.fin,
        capacite=saisie.capacite,
        places=saisie.capacite,
    )
    session.add(distribution)
    session.flush()
    return distribution


def ouvrir_creneau(
    zone: ZoneLivraison, saisie: SaisieFenetre, *, frais_centimes: int
) -> CreneauLivraison:
    """Open a home-delivery slot in a zone, with all its places free."""
    creneau = CreneauLivraison(
        zone=zone,
        debut=saisie.debut,
        fin=saisie.fin,
        capacite=saisie.capacite,
        places=saisie.capacite,
        frais_centimes=frais_centimes,
    )
    session.add(creneau)
    session.flush()
    return creneau


def deplacer_distribution(
    distribution: Distribution, point: PointRelais, saisie: SaisieFenetre
) -> None:
    """Change where and when, while nobody counts on it; its capacity at any time."""
    _deplacer(distribution, {"point_relais_id": point.id}, saisie)
    changer_capacite(distribution, saisie.capacite)


def deplacer_creneau(
    creneau: CreneauLivraison, zone: ZoneLivraison, saisie: SaisieFenetre, *, frais_centimes: int
) -> None:
    """Change where and when, while nobody counts on it; capacity and fee at any time: orders
    already placed keep theirs."""
    _deplacer(creneau, {"zone_id": zone.id}, saisie)
    creneau.frais_centimes = frais_centimes
    changer_capacite(creneau, saisie.capacite)


def _deplacer(
    fenetre: Distribution | CreneauLivraison, lieu: dict[str, int], saisie: SaisieFenetre
) -> None:
    table = type(fenetre)
    valeurs = {"debut": saisie.debut, "fin": saisie.fin, **lieu}
    pareille = and_(*(getattr(table, champ) == valeur for champ, valeur in valeurs.items()))
    deplacee = session.execute(
        update(table)
        .where(table.id == fenetre.id, or_(table.places == table.capacite, pareille))
        .values(**valeurs)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).first()
    if deplacee is None:
        raise FenetrePrise(nom=creneau_en_mots(fenetre))
    session.refresh(fenetre)


def changer_capacite(fenetre: Distribution | CreneauLivraison, capacite: int) -> None:
    """Change a window's capacity; never under what is already taken."""
    table = type(fenetre)
    change = session.execute(
        update(table)
        .where(table.id == fenetre.id, table.capacite - table.places <= capacite)
        .values(capacite=capacite, places=capacite - (table.capacite - table.places))
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(fenetre)
    if change is None:
        raise CapaciteInvalide(pris=fenetre.capacite - fenetre.places)


def fermer_zone(zone: ZoneLivraison) -> None:
    """Stop delivering in a zone; refused while slots are still to come in it."""
    a_venir = select(CreneauLivraison.id).where(
        CreneauLivraison.zone_id == zone.id, CreneauLivraison.fin > horloge.maintenant()
    )
    if session.scalar(a_venir.limit(1)) is not None:
        raise ZoneUtilisee(nom=zone.nom)
    zone.actif = False
