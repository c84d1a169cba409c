"""What somebody looks for: the list, the map and the API share these filters and their names."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from producteurs.models import Famille, ModeVente, SorteLabel
from socle import parametres
from socle.langue import _l
from socle.pages import PAR_PAGE, PAR_PAGE_MAXIMUM
from socle.parametres import Parametre, ParametreInvalide, Position, Valeurs, lire_tout

PAGE_MAXIMUM = 100_000
RAYON_MAXIMUM_KM = 500

_PARAMETRES: tuple[Parametre, ...] = (
    parametres.texte("q", "Mots du nom, de la commune, de la description ou des produits."),
    parametres.choix("famille", "Famille de produits ; l’une de celles-ci.", Famille, repete=True),
    parametres.choix("mode", "Façon de vendre ; l’une de celles-ci.", ModeVente, repete=True),
    parametres.choix("label", "Label ; l’un de ceux-ci.", SorteLabel, repete=True),
    parametres.oui_non("label_verifie", "Un label vérifié : seul un label prouvé compte."),
    parametres.latitude("lat", "Latitude d’où l’on compte les distances, avec « lon »."),
    parametres.longitude("lon", "Longitude d’où l’on compte les distances, avec « lat »."),
    parametres.decimal(
        "rayon_km", "À cette distance au plus, en km.", minimum=0.1, maximum=RAYON_MAXIMUM_KM
    ),
    parametres.position("livre_a", "Livre lui-même à cet endroit, LAT,LON."),
    parametres.oui_non("ouvert", "Ouvre aujourd’hui."),
)
_PAGES: tuple[Parametre, ...] = (
    parametres.entier("page", "Numéro de la page, à partir de 1.", maximum=PAGE_MAXIMUM, defaut=1),
    parametres.entier(
        "par_page", "Nombre d’éléments par page.", maximum=PAR_PAGE_MAXIMUM, defaut=PAR_PAGE
    ),
)
PARAMETRES: tuple[Parametre, ...] = (
    parametres.texte("plateforme", "Adresse d’une plateforme, comme « loire »."),
    *_PARAMETRES,
    *_PAGES,
)
"""Those of ``GET /api/v1/producteurs``."""


@dataclass(frozen=True, slots=True)
class Filtres:
    """One search. Several values of a filter widen it, several filters narrow it.

    Positions are WGS 84 degrees; ``lat`` and ``lon`` come together. ``plateforme`` is empty on
    pages, whose address says it.
    """

    q: str = ""
    famille: tuple[Famille, ...] = ()
    mode: tuple[ModeVente, ...] = ()
    label: tuple[SorteLabel, ...] = ()
    label_verifie: bool = False
    lat: float | None = None
    lon: float | None = None
    rayon_km: float | None = None
    livre_a: Position | None = None
    ouvert: bool = False
    page: int = 1
    par_page: int = PAR_PAGE
    plateforme: str = ""

    def __post_init__(self) -> None:
        for absent, present in (("lat", "lon"), ("lon", "lat")):
            if getattr(self, absent) is None and getattr(self, present) is not None:
                attendu = _l("« lat » et « lon » vont ensemble")
                raise ParametreInvalide(parametre=absent, attendu=attendu)

    @classmethod
    def lire(cls, valeurs: Valeurs) -> Self:
        """From the query string of a page; raise ``ParametreInvalide``."""
        return cls(**lire_tout((*_PARAMETRES, *_PAGES), valeurs))

    @property
    def position(self) -> Position | None:
        """Where distances are counted from: « lat, lon », else where one wants delivery."""
        if self.lat is not None and self.lon is not None:
            return self.lat, self.lon
        return self.livre_a

    @property
    def livre_en(self) -> str:
        """« livre_a » as it is written in an address, or nothing."""
        return ecrire_position(*self.livre_a) if self.livre_a else ""

    @property
    def actifs(self) -> int:
        """How many answers narrow the search, for « effacer les filtres »."""
        listes = len(self.famille) + len(self.mode) + len(self.label)
        seuls = (self.q, self.rayon_km, self.livre_a, self.ouvert, self.label_verifie)
        return listes + sum(1 for valeur in seuls if valeur)

    def avec(self, **changements: Any) -> Filtres:
        """The same search but for these; back to the first page unless told."""
        return dataclasses.replace(self, **({"page": 1} | changements))

    def paires(self) -> list[tuple[str, str]]:
        """Names and values as they stand in an address, defaults left out."""
        suite: list[tuple[str, str]] = [("q", self.q)] if self.q else []
        suite += [("famille", f.value) for f in self.famille]
        suite += [("mode", m.value) for m in self.mode]
        suite += [("label", e.value) for e in self.label]
        if self.label_verifie:
            suite.append(("label_verifie", "1"))
        if self.lat is not None and self.lon is not None:
            suite += [("lat", ecrire_nombre(self.lat)), ("lon", ecrire_nombre(self.lon))]
        if self.rayon_km is not None:
            suite.append(("rayon_km", ecrire_nombre(self.rayon_km)))
        if self.livre_a is not None:
            suite.append(("livre_a", self.livre_en))
        if self.ouvert:
            suite.append(("ouvert", "1"))
        if self.page != 1:
            suite.append(("page", str(self.page)))
        if self.par_page != PAR_PAGE:
            suite.append(("par_page", str(self.par_page)))
        return suite

    def adresse(self, chemin: str, **changements: Any) -> str:
        """``chemin`` with this search behind it, such as ``/loire/carte?famille=fruits``."""
        paires = (self.avec(**changements) if changements else self).paires()
        return f"{chemin}?{urlencode(paires, safe=',')}" if paires else chemin


def ecrire_nombre(valeur: float) -> str:
    """A position or a distance with a dot and no needless figure (a metre is enough)."""
    return f"{valeur:.5f}".rstrip("0").rstrip(".")


def ecrire_position(lat: float, lon: float) -> str:
    """``LAT,LON``."""
    return f"{ecrire_nombre(lat)},{ecrire_nombre(lon)}"
