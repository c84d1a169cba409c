"""The demonstration's dates: relative to the day it is loaded, and true whatever the hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from seeds.demonstration.lecture import Fiche
from socle import horloge

PAS = timedelta(minutes=5)
RESTE_MINIMUM = timedelta(hours=1)
"""A distribution « of tonight » that ends sooner than this is moved: there would be nobody left."""
DEJA_COMMENCE = timedelta(minutes=30)
DUREE_DU_SOIR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Fenetre:
    """A time window, and the table of the file that asks for it (a relay point, or a zone)."""

    debut: datetime
    fin: datetime
    fiche: Fiche


@dataclass(frozen=True, slots=True)
class Dates:
    """When a sale opens and closes, and its windows."""

    ouverture: datetime
    cloture: datetime
    distributions: tuple[Fenetre, ...]
    creneaux: tuple[Fenetre, ...]

    @property
    def fenetres(self) -> tuple[Fenetre, ...]:
        return self.distributions + self.creneaux

    @property
    def fin(self) -> datetime:
        return max(fenetre.fin for fenetre in self.fenetres)


def il_y_a(jours: int, heure: str, maintenant: datetime) -> datetime:
    """The instant ``jours`` days before today's date in Paris, at ``heure`` there ("17:00")."""
    jour = maintenant.astimezone(horloge.PARIS).date() - timedelta(days=jours)
    return horloge.a_paris(jour, time.fromisoformat(heure))


def dates_de(vente: Fiche, maintenant: datetime) -> Dates:
    """The dates of a sale loaded at ``maintenant``, such that it is in the state it announces.

    A file says « tonight from 17:00 »; loaded at 21:45, that is over. Then the evening is moved:
    it began half an hour ago.
    """
    encore = maintenant if vente["etat"] == "close" else None
    return Dates(
        ouverture=_moment(vente["ouverture"], maintenant),
        cloture=_moment(vente["cloture"], maintenant),
        distributions=tuple(_fenetre(f, maintenant, encore) for f in vente["distribution"]),
        creneaux=tuple(_fenetre(f, maintenant, encore) for f in vente.get("creneau", [])),
    )


def _moment(repere: Mapping[str, Any], maintenant: datetime) -> datetime:
    if "minutes" in repere:
        return _au_pas(maintenant + timedelta(minutes=repere["minutes"]))
    return il_y_a(-repere["jours"], repere["heure"], maintenant)


def _fenetre(fiche: Fiche, maintenant: datetime, encore: datetime | None) -> Fenetre:
    debut, fin = (il_y_a(-fiche["jour"], fiche[borne], maintenant) for borne in ("debut", "fin"))
    if encore is not None and fin - encore < RESTE_MINIMUM:
        duree = min(fin - debut, DUREE_DU_SOIR)
        debut = _au_pas(encore - DEJA_COMMENCE)
        fin = debut + duree
    return Fenetre(debut, fin, fiche)


def _au_pas(instant: datetime) -> datetime:
    """The same instant, rounded up to a time that people would write."""
    return instant + (datetime.min.replace(tzinfo=instant.tzinfo) - instant) % PAS
