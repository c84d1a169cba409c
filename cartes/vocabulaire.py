"""What the filters are called when they may be taken off, and opening hours in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cartes.queries import Filtres
from producteurs.vocabulaire import FAMILLES, LABELS, MODES
from socle.langue import _
from socle.typographie import INSECABLE, nombre


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
    if filtres.label_verifie:
        yield _("label vérifié"), {"label_verifie": False}
    if filtres.ouvert:
        yield _("ouvert aujourd’hui"), {"ouvert": False}
    if filtres.livre_a:
        yield _("livre à cet endroit"), {"livre_a": None}
    if filtres.rayon_km:
        km = nombre(filtres.rayon_km, 0 if filtres.rayon_km == int(filtres.rayon_km) else 1)
        yield _("à moins de %(km)s km", km=km), {"rayon_km": None}


def horaires_en_mots(horaires: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    """The seven days from Monday: « de 9 h à 12 h et de 14 h 30 à 19 h », empty when closed."""
    return [
        str(_(" et ")).join(_intervalle(debut, fin) for debut, fin in horaires.get(str(jour), ()))
        for jour in range(7)
    ]


def _intervalle(debut: str, fin: str) -> str:
    return _("de %(debut)s à %(fin)s", debut=_heure(debut), fin=_heure(fin))


def _heure(texte: str) -> str:
    """« 9 h », « 14 h 30 » from « 14:30 »."""
    heures, minutes = texte.split(":")
    suite = f"{INSECABLE}{minutes}" if minutes != "00" else ""
    return f"{int(heures)}{INSECABLE}h{suite}"
