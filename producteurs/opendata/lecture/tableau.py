"""What reading a file gives, whatever its format: named columns and rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from producteurs.services.importation.ligne import Brute


class Format(StrEnum):
    CSV = "csv"
    GEOJSON = "geojson"
    GOGOCARTO = "gogocarto"
    AGENCEBIO = "agencebio"
    JSON = "json"
    KML = "kml"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


@dataclass(slots=True)
class Vides:
    """Blank lines met so far by a reading: not rows, yet said."""

    nombre: int = 0


@dataclass(slots=True, kw_only=True)
class Tableau:
    """A file recognised, its rows still to be read.

    ``titres`` are lines above the header, ``feuille`` the sheet that was chosen, ``entete`` says
    whether the columns are named in the file. ``lignes()`` reads from the beginning each time, a
    few rows at once, and counts ``vides`` anew.
    """

    format: Format
    colonnes: Sequence[str]
    lire_lignes: Callable[[Vides], Iterator[Brute]]
    encodage: str = ""
    separateur: str = ""
    entete: bool = True
    titres: Sequence[str] = ()
    feuille: str = ""
    vides: Vides = field(default_factory=Vides)

    def lignes(self) -> Iterator[Brute]:
        self.vides.nombre = 0
        return self.lire_lignes(self.vides)
