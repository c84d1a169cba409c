"""Opening hours of a file: « du lundi au samedi 9h-12h », ['Lu', 'Ma'] with « 9h-12h »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from producteurs.errors import HorairesIllisibles
from producteurs.models.horaires import lire_horaires
from socle.typographie import sans_accents

Semaine = dict[str, list[list[str]]]
_JOURS = (
    "lundis?|lun|lu|l|monday|mon|mo",
    "mardis?|mar|ma|tuesday|tue|tu",
    "mercredis?|mercedis?|mer|me|wednesday|wed|we",
    "jeudis?|jeu|je|j|thursday|thu|th",
    "vendredis?|ven|ve|v|friday|fri|fr",
    "samedis?|sam|sa|s|saturday|sat",
    "dimanches?|dim|di|d|sunday|sun|su",
)
_JOUR = "|".join(f"(?P<j{rang}>{mots})" for rang, mots in enumerate(_JOURS))
_HEURE = r"(?:\d{1,2}\s*(?:h|:)\s*(?:\d{2})?|\d{1,2}(?=\s*(?:-|a)\s*\d{1,2}\s*h)|midi)"
_MORCEAU = re.compile(
    rf"(?P<tous>tous les jours|7 ?j ?(?:sur|/) ?7|7/7)"
    rf"|(?P<heures>(?:de\s+)?{_HEURE}\s*(?:-|a|jusqu a)\s*(?:{_HEURE}|\d{{1,2}}))"
    rf"|(?P<jour>\b(?:{_JOUR})\b)"
    r"|(?P<ecart>\bau\b|-|\ba\b)"
    r"|(?P<ferme>\bfermee?s?\b|\bclosed\b)"
    r"|(?P<lien>\bet\b|\bde\b|\bdu\b|\bdes\b|\bles?\b|\bouverte?s?\b|\bouverture\b|\bhoraires?\b"
    r"|\bvente\b|\bpuis\b|\bmatin\b|\bapres midi\b|\bsoir\b|[\s,:;/.()+&']+)"
)


def _mots(texte: str) -> str:
    """Without accents, and with « 9 h 30 – 12 h » as « 9h30-12h »."""
    texte = re.sub(r"[–—−]", "-", texte.lower()).replace("à", " a ").replace("’", "'")
    texte = re.sub(r"(\d)[^\S\n]*(?:heures?|hrs?|h)(?:[^\S\n]*(\d{2}))?(?!\d)", r"\1h\2", texte)
    lignes = [
        "".join(sans_accents(c) or " " if c.isalpha() else c for c in ligne)
        for ligne in re.split(r"[\n]", texte)
    ]
    return re.sub(r"\s+", " ", " ; ".join(lignes)).strip()


def lire_jours(texte: str) -> list[int]:
    """Weekdays (0 is Monday) of « lundi, mercedi », of « du mardi au samedi », of ['Lu', 'Ma']."""
    semaine = _parcourir(_mots(re.sub(r"""["'\[\]]""", " ", texte)))
    return sorted({jour for jours, _heures in semaine for jour in jours}) if semaine else []


def lire_semaine(horaires: str, jours: Sequence[int] = ()) -> Semaine:
    """The week of a sentence, ``jours`` being the days that another column gives for hours that
    name none; empty when a part of it cannot be read with certainty."""
    lues = _parcourir(_mots(horaires))
    semaine: Semaine = {}
    for nommes, heures in lues or ():
        if not heures:
            continue
        try:
            intervalles = lire_horaires(", ".join(heures))
        except HorairesIllisibles:
            return {}
        for jour in nommes or jours:
            if str(jour) in semaine and semaine[str(jour)] != intervalles:
                return {}
            semaine[str(jour)] = intervalles
    return dict(sorted(semaine.items()))


def lire_par_jour(par_jour: Mapping[int, str]) -> Semaine:
    """The week of seven columns; days that cannot be read are left out."""
    semaine: Semaine = {}
    for jour, texte in par_jour.items():
        lue = lire_semaine(texte, [jour])
        if lue.get(str(jour)):
            semaine[str(jour)] = lue[str(jour)]
    return dict(sorted(semaine.items()))


def _parcourir(texte: str) -> list[tuple[list[int], list[str]]]:
    """Groups of days with their hours, in order; nothing as soon as a word is not understood."""
    groupes: list[tuple[list[int], list[str]]] = []
    ou, ecart = 0, False
    while ou < len(texte):
        trouve = _MORCEAU.match(texte, ou)
        if trouve is None or trouve.end() == ou:
            return []
        ou = trouve.end()
        if trouve["heures"]:
            if not groupes:
                groupes.append(([], []))
            groupes[-1][1].append(trouve["heures"].replace("jusqu a", "a").replace(" a ", "-"))
        elif trouve["jour"] or trouve["tous"]:
            dits = range(7) if trouve["tous"] else [_rang(trouve)]
            if not groupes or groupes[-1][1]:
                groupes.append(([], []))
            jours = groupes[-1][0]
            if ecart and jours:
                dits = _de_a(jours[-1], _rang(trouve))[1:]
            jours.extend(j for j in dits if j not in jours)
        elif trouve["ferme"]:
            if groupes and not groupes[-1][1]:
                groupes.pop()
            else:  # « fermé le lundi »: says when it is closed, not when it is open
                return []
        ecart = bool(trouve["ecart"]) or (ecart and bool((trouve["lien"] or "x").isspace()))
    return groupes


def _rang(trouve: re.Match[str]) -> int:
    return next(rang for rang in range(7) if trouve[f"j{rang}"])


def _de_a(premier: int, dernier: int) -> list[int]:
    return [(premier + n) % 7 for n in range((dernier - premier) % 7 + 1)]
