"""Opening hours as people write them: « 9h-12h, 14h30-19h »."""

from __future__ import annotations

import re
from itertools import pairwise

from producteurs.errors import HorairesIllisibles

_HEURE = re.compile(r"(\d{1,2})\s*(?:h|:)?\s*(\d{2})?")
_INTERVALLE = re.compile(r"\s*(?:de\s+)?(.+?)\s*(?:-|–|—|à)\s*(.+?)\s*")
_SEPARATEUR = re.compile(r",|;|/|\bet\b|\bpuis\b")
_FERME = frozenset({"", "fermé", "ferme", "-", "–"})


def lire_horaires(texte: str) -> list[list[str]]:
    """``[["09:00", "12:00"], ["14:30", "19:00"]]`` from « 9h-12h, 14h30-19h »; empty is closed."""
    texte = texte.strip().lower()
    if texte in _FERME:
        return []
    intervalles = [_lire_intervalle(morceau) for morceau in _SEPARATEUR.split(texte)]
    bornes = [borne for intervalle in intervalles for borne in intervalle]
    if any(avant >= apres for avant, apres in pairwise(bornes)):
        raise HorairesIllisibles
    return intervalles


def ecrire_horaires(intervalles: list[list[str]]) -> str:
    """« 9h-12h, 14h30-19h », as it can be read again; empty when closed."""
    return ", ".join("-".join(map(_ecrire_heure, intervalle)) for intervalle in intervalles)


def _lire_intervalle(texte: str) -> list[str]:
    trouve = _INTERVALLE.fullmatch(texte)
    if trouve is None:
        raise HorairesIllisibles
    return [_lire_heure(borne) for borne in trouve.groups()]


def _lire_heure(texte: str) -> str:
    if texte == "midi":
        return "12:00"
    trouve = _HEURE.fullmatch(texte)
    if trouve is None:
        raise HorairesIllisibles
    heures, minutes = int(trouve[1]), int(trouve[2] or 0)
    if heures * 60 + minutes > 24 * 60 or minutes > 59:
        raise HorairesIllisibles
    return f"{heures:02d}:{minutes:02d}"


def _ecrire_heure(heure: str) -> str:
    heures, minutes = heure.split(":")
    return f"{int(heures)}h{minutes if minutes != '00' else ''}"
