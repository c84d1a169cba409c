"""The public part of the registry as light rows, kept in memory while it does not change.

Each public farm is a row of plain values whose families, ways of selling and labels are bit sets,
so that a whole platform can be filtered, counted and sorted in one pass. Every request asks the
database, in one cheap statement, whether the farms in order are still the same and unchanged; so
all processes agree, and a suspended farm is gone at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

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
    Fraicheur,
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
PATIENCE_S = 30
"""Rows are read again after this long, for a change that touched no date."""
SALLES = 64
"""How many sets of départements are remembered, each for a day."""
VERIFIE = 8
"""Labels take eight bits; those that are verified are told again this many bits higher."""
REVENDICATIONS = (1 << VERIFIE) - 1
"""All that is claimed, verified or not."""
NON_CONFIRME = Dossier.fraicheur == Fraicheur.NON_CONFIRME
"""Whether the public is told that the farm no longer answers."""


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
    confirme_le: datetime
    non_confirme: bool
    ouvert: bool


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
    """A label taken down is none; one that has lapsed is only claimed."""
    bits = case((Label.etat == EtatLabel.RETIRE, 0), else_=case(BITS_LABELS, value=Label.sorte))
    return bits + case((Label.etat == EtatLabel.VERIFIE, bits * (1 << VERIFIE)), else_=0)


def ouvre(jour_de_semaine: int) -> ColumnElement[bool]:
    """Whether the farm has opening hours on this weekday (0 is Monday)."""
    intervalles = cast(Producteur.horaires[str(jour_de_semaine)], String)
    return func.coalesce(intervalles, "null").not_in(["null", "[]"])


@dataclass(frozen=True, slots=True)
class _Empreinte:
    """What changes when the farms in order change: how many, which ones, when."""

    nombre: int
    somme: int | None
    modifie_le: datetime | None
    decide_le: datetime | None
    confirme_le: datetime | None
    non_confirmes: int


@dataclass(frozen=True, slots=True)
class _Releve:
    """The rows as they were read, with what was true then."""

    empreinte: _Empreinte
    perime_a: float
    lignes: Sequence[Ligne]


class _Memoire:
    """The rows of this process, by database, day and départements."""

    base: object = None
    releves: ClassVar[dict[tuple[date, tuple[str, ...] | None], _Releve]] = {}


def _restreindre(requete: Select[Any], departements: bool) -> Select[Any]:
    """To farms in order on ``jour``, of these ``departements`` when they count.

    One without a real position (NaN from a spoilt file) is left out: it would blank the map.
    """
    jour: Any = bindparam("jour", type_=Date)
    requete = requete.join(Dossier, Dossier.producteur_id == Producteur.id)
    requete = requete.where(
        Dossier.en_regle(jour), Producteur.lat.between(-90, 90), Producteur.lon.between(-180, 180)
    )
    if not departements:
        return requete
    return requete.where(Producteur.departement.in_(bindparam("departements", expanding=True)))


# The statements are built once: SQLAlchemy then finds their compiled form without walking them.


@lru_cache
def _requete_empreinte(departements: bool) -> Select[Any]:
    requete: Any = select(
        func.count(),
        func.sum(Producteur.id),
        func.max(Producteur.modifie_le),
        func.max(Dossier.decide_le),
        func.max(Producteur.confirme_le),
        func.coalesce(func.sum(case((NON_CONFIRME, 1), else_=0)), 0),
    )
    return _restreindre(requete.select_from(Producteur), departements)


@lru_cache
def _requete_lignes(jour_de_semaine: int, departements: bool) -> Select[Any]:
    familles = case(BITS_FAMILLES, value=ProducteurFamille.famille, else_=0)
    modes = case(BITS_MODES, value=ProducteurMode.mode, else_=0)
    ensembles = (
        _ensemble("f", ProducteurFamille.producteur_id, familles),
        _ensemble("m", ProducteurMode.producteur_id, modes),
        _ensemble("e", Label.producteur_id, _bits_des_labels()),
    )
    requete: Any = select(
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
        Producteur.confirme_le,
        NON_CONFIRME,
        ouvre(jour_de_semaine),
    ).join(Commune, Commune.code_insee == Producteur.commune_code)
    for ensemble in ensembles:
        requete = requete.outerjoin(ensemble, ensemble.c.de == Producteur.id)
    return _restreindre(requete, departements).order_by(Producteur.slug)


def lire_registre(jour: date, departements: Sequence[str] | None = None) -> Sequence[Ligne]:
    """The farms in order on ``jour`` by name, in these départements (all when None).

    One query when nothing has changed since the last call, else two.
    """
    if _Memoire.base is not session.get_bind():
        _Memoire.releves.clear()
        _Memoire.base = session.get_bind()
    partout = departements is None
    cle = (jour, None if departements is None else tuple(departements))
    valeurs = {"jour": jour, "departements": departements}
    empreinte = _Empreinte(*session.execute(_requete_empreinte(not partout), valeurs).one())
    releve = _Memoire.releves.get(cle)
    if releve and releve.empreinte == empreinte and releve.perime_a > time.monotonic():
        return releve.lignes
    lues = session.execute(_requete_lignes(jour.weekday(), not partout), valeurs)
    lignes = [Ligne._make(ligne) for ligne in lues]
    if len(_Memoire.releves) >= SALLES:
        _Memoire.releves.clear()
    _Memoire.releves[cle] = _Releve(empreinte, time.monotonic() + PATIENCE_S, lignes)
    return lignes


def parlent_de(texte: str) -> frozenset[int] | None:
    """Numbers of the producteurs whose text holds every word; None when there is no word."""
    mots = sans_accents(texte).split()[:MOTS_MAXIMUM]
    if not mots:
        return None
    contient = (Producteur.recherche.contains(mot) for mot in mots)
    return frozenset(session.scalars(select(Producteur.id).where(*contient)))
