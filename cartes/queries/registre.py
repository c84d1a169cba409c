"""The public part of the registry as light rows: one statement, no entities.

Each public farm is a row of plain values whose families, ways of selling and labels are bit sets,
so that a whole platform can be filtered, counted and sorted in one pass. A farm whose dossier is
not in order never leaves the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    cast,
    func,
    select,
    type_coerce,
)

from producteurs.models import (
    Dossier,
    EtatLabel,
    Famille,
    Label,
    ModeVente,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    SorteLabel,
)
from socle.db import session
from socle.typographie import sans_accents
from territoires.models import Commune

MOTS_MAXIMUM = 8
VERIFIE = 8
"""Labels take eight bits; those that are verified are told again this many bits higher."""


class Ligne(NamedTuple):
    """One public farm. ``familles``, ``modes`` and ``labels`` are bit sets in enum order."""

    id: int
    slug: str
    nom: str
    genre: str
    commune_code: str
    commune_nom: str
    lat: float
    lon: float
    image: str
    familles: int
    modes: int
    labels: int
    ouvert: bool


Cadre = tuple[float, float, float, float]
"""(lat_min, lon_min, lat_max, lon_max) in degrees."""


def _bits(membres: Iterable[StrEnum]) -> dict[StrEnum, int]:
    return {membre: 1 << rang for rang, membre in enumerate(membres)}


BITS_FAMILLES = _bits(Famille)
BITS_MODES = _bits(ModeVente)
BITS_LABELS = _bits(SorteLabel)


def masque(valeurs: Iterable[StrEnum], bits: Mapping[Any, int]) -> int:
    """The bit set of these values."""
    return sum(bits[valeur] for valeur in valeurs)


@lru_cache(maxsize=4096)
def codes(ensemble: int, enumeration: type[StrEnum]) -> tuple[str, ...]:
    """The values of a bit set, in enum order."""
    return tuple(m.value for rang, m in enumerate(enumeration) if ensemble >> rang & 1)


def _ensemble(nom: str, producteur: Any, bits: Any) -> Subquery:
    """The linked rows of each farm as one bit set. Grouped once for all farms rather than looked
    up for each: PostgreSQL takes half the time, and does not depend on its statistics."""
    return (
        select(producteur.label("de"), func.sum(bits).label("bits"))
        .group_by(producteur)
        .subquery(nom)
    )


def _bits_des_labels() -> ColumnElement[int]:
    bits = case(BITS_LABELS, value=Label.sorte, else_=0)
    return bits + case((Label.etat == EtatLabel.VERIFIE, bits * (1 << VERIFIE)), else_=0)


def ouvre(jour_de_semaine: int) -> ColumnElement[bool]:
    """Whether the farm has opening hours on this weekday (0 is Monday)."""
    intervalles = cast(Producteur.horaires[str(jour_de_semaine)], String)
    return func.coalesce(intervalles, "null").not_in(["null", "[]"])


@lru_cache(maxsize=64)
def _requete(jour_de_semaine: int, departements: bool, cadre: bool) -> Select[*tuple[Any, ...]]:
    """The statement, built once: SQLAlchemy then finds its compiled form without looking at it."""
    jour: Any = bindparam("jour", type_=Date)
    conditions: list[Any] = [Dossier.en_regle(jour)]
    if departements:
        conditions.append(Producteur.departement.in_(bindparam("departements", expanding=True)))
    if cadre:
        conditions += [
            Producteur.lat.between(bindparam("lat_min"), bindparam("lat_max")),
            Producteur.lon.between(bindparam("lon_min"), bindparam("lon_max")),
        ]
    familles = case(BITS_FAMILLES, value=ProducteurFamille.famille, else_=0)
    modes = case(BITS_MODES, value=ProducteurMode.mode, else_=0)
    ensembles = (
        _ensemble("f", ProducteurFamille.producteur_id, familles),
        _ensemble("m", ProducteurMode.producteur_id, modes),
        _ensemble("e", Label.producteur_id, _bits_des_labels()),
    )
    lignes: Select[*tuple[Any, ...]] = (
        select(
            Producteur.id,
            Producteur.slug,
            Producteur.nom,
            type_coerce(Producteur.genre, String),
            Producteur.commune_code,
            Commune.nom,
            Producteur.lat,
            Producteur.lon,
            Producteur.image,
            *(func.coalesce(e.c.bits, 0) for e in ensembles),
            ouvre(jour_de_semaine),
        )
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .join(Commune, Commune.code_insee == Producteur.commune_code)
        .where(*conditions)
        .order_by(Producteur.slug)
    )
    for ensemble in ensembles:
        lignes = lignes.outerjoin(ensemble, ensemble.c.de == Producteur.id)
    return lignes


def lire_registre(
    jour: date,
    *,
    departements: Sequence[str] | None = None,
    texte: str = "",
    cadre: Cadre | None = None,
) -> Sequence[Ligne]:
    """The farms in order on ``jour``, by name, in one query.

    In these départements (all when None), with every word of ``texte``, inside ``cadre``.
    """
    requete = _requete(jour.weekday(), departements is not None, cadre is not None)
    mots = sans_accents(texte).split()[:MOTS_MAXIMUM]
    if mots:
        requete = requete.where(*(Producteur.recherche.contains(mot) for mot in mots))
    valeurs: dict[str, Any] = {"jour": jour, "departements": departements}
    if cadre:
        valeurs |= zip(("lat_min", "lon_min", "lat_max", "lon_max"), cadre, strict=True)
    return [Ligne._make(ligne) for ligne in session.execute(requete, valeurs)]
