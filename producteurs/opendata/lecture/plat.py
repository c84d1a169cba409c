"""Nested objects become flat columns: ``{"address": {"city": …}}`` is ``address.city``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

PROFONDEUR = 6


def en_texte(valeur: object) -> str:
    """A value as a person would write it in a cell."""
    if valeur is None or (isinstance(valeur, float) and not math.isfinite(valeur)):
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float):
        return str(int(valeur)) if valeur == int(valeur) and abs(valeur) < 1e15 else repr(valeur)
    if isinstance(valeur, int) and valeur.bit_length() > 64:
        return ""
    return str(valeur)


def aplatir(objet: Mapping[str, Any]) -> dict[str, str]:
    """Columns by path; the items of a list are joined by « ; » under one name."""
    plat: dict[str, str] = {}
    _deplier("", objet, plat, 0)
    return plat


def _deplier(nom: str, valeur: Any, plat: dict[str, str], profondeur: int) -> None:
    if profondeur > PROFONDEUR:
        return
    if isinstance(valeur, Mapping):
        for cle, dedans in valeur.items():
            _deplier(f"{nom}.{cle}" if nom else str(cle), dedans, plat, profondeur + 1)
    elif isinstance(valeur, list):
        if valeur and nom and _est_une_position(valeur):
            plat[nom] = f"[{valeur[0]}, {valeur[1]}]"
            return
        for element in valeur:
            _joindre(nom, element, plat, profondeur)
    else:
        plat[nom or "valeur"] = en_texte(valeur)


def _joindre(nom: str, element: Any, plat: dict[str, str], profondeur: int) -> None:
    dedans: dict[str, str] = {}
    _deplier(nom, element, dedans, profondeur + 1)
    for cle, texte in dedans.items():
        plat[cle] = " ; ".join(filter(None, (plat.get(cle, ""), texte)))


def _est_une_position(valeur: list[Any]) -> bool:
    return len(valeur) in {2, 3} and all(
        isinstance(v, float) or (isinstance(v, int) and not isinstance(v, bool)) for v in valeur
    )
