"""Months of the year said as a French sentence, for whoever does not look at the strip."""

from __future__ import annotations

from collections.abc import Iterable

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def phrase_saison(mois: Iterable[int]) -> str:
    """Say months (1 to 12) as « de mai à octobre »; runs may cross the new year.

    Every month gives « toute l’année », no month gives an empty string.
    """
    presents = set(mois)
    if not presents:
        return ""
    if len(presents) == 12:
        return "toute l’année"
    debuts = [m for m in range(1, 13) if m in presents and (m - 2) % 12 + 1 not in presents]
    suites = [_dire(debut, _dernier(debut, presents)) for debut in debuts]
    return suites[0] if len(suites) == 1 else f"{', '.join(suites[:-1])} et {suites[-1]}"


def _dernier(debut: int, presents: set[int]) -> int:
    fin = debut
    while fin % 12 + 1 in presents:
        fin = fin % 12 + 1
    return fin


def _dire(debut: int, fin: int) -> str:
    if debut == fin:
        return f"en {MOIS[debut - 1]}"
    nom = MOIS[debut - 1]
    return f"{'d’' if nom[0] in 'ao' else 'de '}{nom} à {MOIS[fin - 1]}"
