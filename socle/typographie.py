"""How figures, prices and dates are written for people.

French typography: no-break spaces before units and inside hours, dates in words.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from babel.dates import format_date

from socle import horloge
from socle.langue import _

INSECABLE = "\u00a0"


class Fenetre(Protocol):
    """Anything with a beginning and an end."""

    @property
    def debut(self) -> datetime: ...
    @property
    def fin(self) -> datetime: ...


def _a_paris(instant: datetime | date) -> date:
    return instant.astimezone(horloge.PARIS) if isinstance(instant, datetime) else instant


def date_longue(instant: datetime | date) -> str:
    """« jeudi 26 novembre », with the year when it is not this one."""
    jour = _a_paris(instant)
    forme = "EEEE d MMMM" if jour.year == horloge.aujourdhui().year else "EEEE d MMMM y"
    return _date_en_mots(jour.toordinal(), forme)


@lru_cache(maxsize=512)
def _date_en_mots(ordinal: int, forme: str) -> str:
    """Kept: a page writes the same few days many times, and Babel reads its pattern each time."""
    texte = format_date(date.fromordinal(ordinal), forme, locale="fr")
    return texte.replace(" 1 ", " 1er ", 1)


def date_courte(instant: datetime | date) -> str:
    """« 26/11/2026 »."""
    return format_date(_a_paris(instant), "dd/MM/y", locale="fr")


def il_y_a(instant: datetime | date) -> str:
    """How long ago, roughly: « aujourd’hui », « hier », « il y a 12 jours », « il y a 3 mois »."""
    jours = (horloge.aujourdhui() - date.fromordinal(_a_paris(instant).toordinal())).days
    if jours <= 0:
        return _("aujourd’hui")
    if jours == 1:
        return _("hier")
    if jours < 60:
        return _("il y a %(n)s jours", n=jours)
    if jours < 730:
        return _("il y a %(n)s mois", n=jours // 30)
    return _("il y a %(n)s ans", n=jours // 365)


def heure(instant: datetime) -> str:
    """« 16 h 30 », « 19 h »."""
    local = instant.astimezone(horloge.PARIS)
    minutes = f"{INSECABLE}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{INSECABLE}h{minutes}"


def moment(instant: datetime) -> str:
    """« jeudi 26 novembre à 16 h 30 »."""
    return f"{date_longue(instant)} à {heure(instant)}"


def creneau(fenetre: Fenetre) -> str:
    """« jeudi 26 novembre, de 16 h 30 à 19 h »."""
    return (
        f"{date_longue(fenetre.debut)}, de {heure(fenetre.debut)} à{INSECABLE}{heure(fenetre.fin)}"
    )


def contenu(quantite: int, unite: str) -> str:
    """« 500 g », « 1,5 kg », « 75 cl », « 1 l » from grams or millilitres."""
    if unite == "g" and quantite >= 1000:
        nombre, mot = quantite / 1000, "kg"
    elif unite == "ml" and quantite >= 1000:
        nombre, mot = quantite / 1000, "l"
    elif unite == "ml" and quantite % 10 == 0:
        nombre, mot = quantite / 10, "cl"
    else:
        nombre, mot = float(quantite), unite
    return f"{nombre:g}".replace(".", ",") + f"{INSECABLE}{mot}"


def nombre(valeur: float, decimales: int = 0) -> str:
    """« 1 234 », « 3,5 » with a narrow no-break space between thousands."""
    return f"{valeur:,.{decimales}f}".replace(",", "\u202f").replace(".", ",")


def sans_accents(texte: str) -> str:
    """Lower case without accents, ligatures or punctuation, for searching: « Saint-Étienne »
    becomes « saint etienne »."""
    texte = texte.lower().replace("œ", "oe").replace("æ", "ae")
    lettres = (c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    plat = "".join(c if c.isalnum() else " " for c in lettres)
    return " ".join(plat.encode("ascii", "ignore").decode().split())
