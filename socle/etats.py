"""A state is an enum with its table of transitions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from socle.errors import TransitionImpossible

E = TypeVar("E", bound=StrEnum)


def verifier_passage(table: Mapping[E, frozenset[E]], de: E, vers: E) -> None:
    """Raise ``TransitionImpossible`` unless the table allows going from ``de`` to ``vers``."""
    if vers not in table.get(de, frozenset()):
        raise TransitionImpossible(etat=de.value.replace("_", " "))
