"""Communes with a position, for drawing: those of some départements and their neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from socle.db import session
from territoires.models import Commune, Departement

MARGE_DEGRES = 0.2
"""Far enough (15 to 22 km) for any neighbour that bounds a commune."""

Etendue = tuple[tuple[float, float], tuple[float, float]]
"""South-western and north-eastern corners, (lat, lon) each, degrees WGS 84."""


@dataclass(frozen=True, slots=True)
class CommunePlacee:
    """A commune with a position, degrees WGS 84."""

    code: str
    nom: str
    departement: str
    epci: str
    population: int
    lat: float
    lon: float


def noms_des_departements(codes: Collection[str]) -> Mapping[str, str]:
    """Their names by code."""
    requete = select(Departement.code, Departement.nom).where(Departement.code.in_(codes))
    return {code: nom for code, nom in session.execute(requete)}  # noqa: C416  (rows, not pairs)


def codes_des_departements() -> Sequence[str]:
    """All of them."""
    return session.scalars(select(Departement.code)).all()


def etendue(departements: Collection[str]) -> Etendue | None:
    """The south-western and north-eastern corners that hold every commune of these départements."""
    bas, haut, gauche, droite = _bornes(Commune.departement.in_(departements))
    return None if bas is None else ((bas, gauche), (haut, droite))


def communes_des(departements: Collection[str]) -> Sequence[CommunePlacee]:
    """The communes of these départements and all around them; two queries."""
    return _et_autour(Commune.departement.in_(departements))


def communes_voisines(codes: Collection[str]) -> Sequence[CommunePlacee]:
    """The communes of these INSEE codes and all around them; two queries."""
    return _et_autour(Commune.code_insee.in_(codes))


def _bornes(condition: ColumnElement[bool]) -> tuple[Any, ...]:
    """The least and greatest latitude, then longitude; nothing four times without a commune."""
    bornes: Any = (Commune.lat, Commune.lon)
    requete = select(*(f(b) for b in bornes for f in (func.min, func.max))).where(condition)
    return tuple(session.execute(requete).one())


def _et_autour(condition: ColumnElement[bool]) -> Sequence[CommunePlacee]:
    bas, haut, gauche, droite = _bornes(condition)
    if bas is None:
        return []
    requete: Any = select(
        Commune.code_insee,
        Commune.nom,
        Commune.departement,
        Commune.epci,
        Commune.population,
        Commune.lat,
        Commune.lon,
    ).where(
        Commune.lat.between(bas - MARGE_DEGRES, haut + MARGE_DEGRES),
        Commune.lon.between(gauche - MARGE_DEGRES, droite + MARGE_DEGRES),
    )
    return [CommunePlacee(*ligne) for ligne in session.execute(requete)]
