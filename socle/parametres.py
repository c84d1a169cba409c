"""Query parameters: read strictly, described once.

A ``Parametre`` reads its value from an address and knows how the OpenAPI document describes it,
so that what is documented is what is accepted. What cannot be read is refused with the name of
the parameter and what was expected.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from socle.errors import Refus
from socle.langue import _l

E = TypeVar("E", bound=StrEnum)
Position = tuple[float, float]
LONGUEUR_MAXIMALE = 100
_ENTIER = re.compile(r"\d{1,9}")
_DECIMAL = re.compile(r"-?\d{1,6}(\.\d{1,15})?")
_VRAI = frozenset({"1", "oui", "true"})
_FAUX = frozenset({"0", "non", "false"})


class ParametreInvalide(Refus):
    phrase = _l("« %(parametre)s » ne peut pas être lu : %(attendu)s.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def precisions(self) -> Mapping[str, str]:
        """What a program reads in the problem, beside the sentence."""
        return {"parametre": str(self.details["parametre"])}


class Valeurs(Protocol):
    """The values of an address, such as werkzeug's ``MultiDict``."""

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Parametre:
    """One parameter; ``lecture`` raises ValueError on what is not ``attendu``.

    ``repete`` gives a tuple of all values. An empty value counts as absent, as a form sends it.
    """

    nom: str
    resume: str
    schema: Mapping[str, Any]
    lecture: Callable[[str], Any]
    attendu: Any
    """A lazy sentence: what should have been written."""
    requis: bool = False
    repete: bool = False
    defaut: Any = None

    def lire(self, valeurs: Valeurs) -> Any:
        """The value, or the default when absent; raise ``ParametreInvalide``."""
        textes = [t.strip() for t in valeurs.getlist(self.nom) if t.strip()]
        if not textes and self.requis:
            raise ParametreInvalide(parametre=self.nom, attendu=_l("il manque"))
        try:
            if self.repete:
                return tuple(dict.fromkeys(self.lecture(t) for t in textes))
            return self.lecture(textes[-1]) if textes else self.defaut
        except ValueError as erreur:
            raise ParametreInvalide(parametre=self.nom, attendu=self.attendu) from erreur


def lire_tout(parametres: Sequence[Parametre], valeurs: Valeurs) -> dict[str, Any]:
    """Every parameter's value by its name."""
    return {p.nom: p.lire(valeurs) for p in parametres}


def texte(nom: str, resume: str, *, requis: bool = False) -> Parametre:
    """Free text of at most a hundred characters."""

    def lecture(valeur: str) -> str:
        if len(valeur) > LONGUEUR_MAXIMALE:
            raise ValueError
        return " ".join(valeur.replace("\x00", "").split())

    schema = {"type": "string", "maxLength": LONGUEUR_MAXIMALE}
    return Parametre(nom, resume, schema, lecture, _l("cent caractères au plus"), requis, defaut="")


def entier(
    nom: str,
    resume: str,
    *,
    minimum: int = 1,
    maximum: int = 1_000_000,
    defaut: int | None = None,
    requis: bool = False,
) -> Parametre:
    """A whole number between two bounds."""

    def lecture(valeur: str) -> int:
        if not _ENTIER.fullmatch(valeur) or not minimum <= int(valeur) <= maximum:
            raise ValueError
        return int(valeur)

    schema: dict[str, Any] = {"type": "integer", "minimum": minimum, "maximum": maximum}
    if defaut is not None:
        schema["default"] = defaut
    attendu = _l("un nombre entier de %(de)s à %(a)s", de=minimum, a=maximum)
    return Parametre(nom, resume, schema, lecture, attendu, requis, defaut=defaut)


def _lire_decimal(valeur: str, minimum: float, maximum: float) -> float:
    """A plain decimal number: no exponent, no NaN, no infinity, no thousands."""
    if not _DECIMAL.fullmatch(valeur):
        raise ValueError(valeur)
    nombre = float(valeur)
    if not math.isfinite(nombre) or not minimum <= nombre <= maximum:
        raise ValueError(valeur)
    return nombre


def decimal(
    nom: str, resume: str, *, minimum: float, maximum: float, requis: bool = False
) -> Parametre:
    """A decimal number with a dot between two bounds."""
    schema = {"type": "number", "minimum": minimum, "maximum": maximum}
    attendu = _l(
        "un nombre de %(de)s à %(a)s, avec un point pour les décimales",
        de=f"{minimum:g}",
        a=f"{maximum:g}",
    )

    def lecture(valeur: str) -> float:
        return _lire_decimal(valeur, minimum, maximum)

    return Parametre(nom, resume, schema, lecture, attendu, requis)


def latitude(nom: str = "lat", resume: str = "Latitude, degrés WGS 84.") -> Parametre:
    return decimal(nom, resume, minimum=-90, maximum=90)


def longitude(nom: str = "lon", resume: str = "Longitude, degrés WGS 84.") -> Parametre:
    return decimal(nom, resume, minimum=-180, maximum=180)


def position(nom: str, resume: str) -> Parametre:
    """A place written ``LAT,LON``."""

    def lecture(valeur: str) -> Position:
        lat, virgule, lon = valeur.partition(",")
        if not virgule:
            raise ValueError(valeur)
        return _lire_decimal(lat.strip(), -90, 90), _lire_decimal(lon.strip(), -180, 180)

    nombre = r"-?\d{1,3}(\.\d+)?"
    schema = {"type": "string", "pattern": f"^{nombre},{nombre}$", "examples": ["45.6075,4.0653"]}
    return Parametre(nom, resume, schema, lecture, _l("LAT,LON, comme 45.6075,4.0653"))


def cadre_lu(nom: str, resume: str) -> Parametre:
    """A box written ``OUEST,SUD,EST,NORD``, read as (west, south, east, north) in degrees."""

    def lecture(valeur: str) -> tuple[float, ...]:
        bouts = valeur.split(",")
        if len(bouts) != 4:
            raise ValueError(valeur)
        return tuple(
            _lire_decimal(b.strip(), -borne, borne)
            for b, borne in zip(bouts, (540, 90, 540, 90), strict=True)
        )

    schema = {"type": "string", "examples": ["3.6,45.2,4.8,46.3"]}
    return Parametre(nom, resume, schema, lecture, _l("OUEST,SUD,EST,NORD en degrés"))


def choix(
    nom: str, resume: str, valeurs: type[E], *, repete: bool = False, requis: bool = False
) -> Parametre:
    """One value of an enum, or several when ``repete``."""
    codes = [v.value for v in valeurs]
    attendu = _l("une valeur parmi %(codes)s", codes=", ".join(codes))
    schema = {"type": "string", "enum": codes}
    return Parametre(nom, resume, schema, valeurs, attendu, requis, repete)


def oui_non(nom: str, resume: str) -> Parametre:
    """Yes or no: ``1``, ``oui``, ``true`` or ``0``, ``non``, ``false``."""

    def lecture(valeur: str) -> bool:
        if valeur.lower() not in _VRAI | _FAUX:
            raise ValueError(valeur)
        return valeur.lower() in _VRAI

    return Parametre(
        nom, resume, {"type": "boolean"}, lecture, _l("1 pour oui, 0 pour non"), defaut=False
    )
