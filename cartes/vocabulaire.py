"""What the filters are called, when a page says which of them may be taken off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cartes.queries import Filtres
from producteurs.vocabulaire import FAMILLES, LABELS, MODES
from socle.langue import _
from socle.typographie import nombre


def choix_a_relacher(filtres: Filtres, chemin: str) -> list[tuple[str, str]]:
    """(words, address without it) of each choice that narrows the search."""
    return [(mot, filtres.adresse(chemin, **sans)) for mot, sans in _choix(filtres)]


def _choix(filtres: Filtres) -> Iterator[tuple[str, dict[str, Any]]]:
    if filtres.q:
        yield _("« %(texte)s »", texte=filtres.q), {"q": ""}
    for nom, mots in (("famille", FAMILLES), ("mode", MODES), ("label", LABELS)):
        choisis = getattr(filtres, nom)
        for valeur in choisis:
            yield str(mots[valeur]), {nom: tuple(v for v in choisis if v is not valeur)}
    if filtres.ouvert:
        yield _("ouvert aujourd’hui"), {"ouvert": False}
    if filtres.livre_a:
        yield _("livre à cet endroit"), {"livre_a": None}
    if filtres.rayon_km:
        km = nombre(filtres.rayon_km, 0 if filtres.rayon_km == int(filtres.rayon_km) else 1)
        yield _("à moins de %(km)s km", km=km), {"rayon_km": None}
