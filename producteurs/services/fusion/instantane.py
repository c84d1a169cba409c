"""Rows as JSON, and back as they were."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from socle.db import Base, InstantUTC


def figer(ligne: Base) -> dict[str, Any]:
    """Every column of a row, as JSON keeps it."""
    return {
        attribut.key: _figer(getattr(ligne, attribut.key))
        for attribut in ligne.__mapper__.column_attrs
    }


def _figer(valeur: Any) -> Any:
    if isinstance(valeur, Enum):
        return valeur.value
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def lire(table: type[Base], figee: dict[str, Any]) -> dict[str, Any]:
    """The values of a row that was kept, as the table has them."""
    return {
        attribut.key: _lire(attribut.columns[0].type, figee[attribut.key])
        for attribut in table.__mapper__.column_attrs
        if attribut.key in figee
    }


def _lire(sorte: Any, valeur: Any) -> Any:
    if valeur is None:
        return None
    if isinstance(sorte, sa.Enum) and sorte.enum_class is not None:
        return sorte.enum_class(valeur)
    if isinstance(sorte, InstantUTC):
        return datetime.fromisoformat(valeur)
    return date.fromisoformat(valeur) if isinstance(sorte, sa.Date) else valeur
