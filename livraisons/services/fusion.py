"""What follows a farm whose entry is merged into another: its zones, and the points it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from livraisons.models import PointRelais, ZoneLivraison
from socle.db import session

_TABLES: tuple[tuple[str, Any], ...] = (("zones", ZoneLivraison), ("points", PointRelais))


def deplacer(de: int, vers: int) -> dict[str, list[int]]:
    """Give the farm ``vers`` the zones and the points of ``de``; their numbers."""
    deplaces = {}
    for nom, table in _TABLES:
        numeros = session.scalars(
            select(table.id).where(table.producteur_id == de).order_by(table.id)
        ).all()
        _donner(table, list(numeros), de, vers)
        deplaces[nom] = list(numeros)
    return deplaces


def ramener(deplaces: dict[str, list[int]], de: int, vers: int) -> None:
    """Give them back, whatever was sold through them: a slot belongs to its zone."""
    for nom, table in _TABLES:
        _donner(table, deplaces[nom], de, vers)


def _donner(table: Any, numeros: list[int], de: int, vers: int) -> None:
    session.execute(
        update(table)
        .where(table.id.in_(numeros), table.producteur_id == de)
        .values(producteur_id=vers)
    )
