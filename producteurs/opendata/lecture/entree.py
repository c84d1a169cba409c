"""Opening a file by what it holds, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.lecture.classeur import lire_classeur
from producteurs.opendata.lecture.kml import lire_kml
from producteurs.opendata.lecture.objets import lire_objets
from producteurs.opendata.lecture.octets import (
    Octets,
    dans_l_archive,
    noms_de_l_archive,
    octets,
)
from producteurs.opendata.lecture.separe import lire_separe
from producteurs.opendata.lecture.tableau import Format, Tableau
from producteurs.opendata.lecture.texte import en_texte, encodage, est_du_texte
from socle.langue import _l

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LISIBLES = (".kml", ".geojson", ".json", ".csv", ".tsv", ".txt", ".xlsx", ".ods")


def lire(source: Path | bytes | IO[bytes]) -> Tableau:
    """Recognise a file of producteurs and name its columns; its rows are read when asked for.

    Raise ``FichierIllisible`` for what holds no table at all. Never fails otherwise.
    """
    return _lire(octets(source), profondeur=0)


def _lire(entier: Octets, *, profondeur: int) -> Tableau:
    entier.refuser_si_etranger()
    if entier.tete.startswith(OLE2):
        return lire_classeur(entier, Format.XLS)
    if entier.tete.startswith(b"PK\x03\x04"):
        return _archive(entier, profondeur)
    nom = encodage(entier)
    with en_texte(entier, nom) as texte:
        debut = texte.read(4096).lstrip("\ufeff \t\r\n")
    if not est_du_texte(entier, nom):
        raise FichierIllisible(raison=_l("Ce n’est ni du texte, ni un classeur."))
    return _lecteur(debut)(entier, nom)


def _lecteur(debut: str) -> Callable[[Octets, str], Tableau]:
    minuscules = debut[:200].lower()
    if minuscules.startswith(("<!doctype html", "<html")):
        raise FichierIllisible(
            raison=_l("C’est une page web : téléchargez le fichier lui-même, pas la page.")
        )
    if debut.startswith("<"):
        return lambda entier, _nom: lire_kml(entier)
    if debut.startswith("{") or (debut.startswith("[") and debut[1:].lstrip()[:1] in "{[]"):
        return lire_objets
    return lire_separe


def _archive(entier: Octets, profondeur: int) -> Tableau:
    """A spreadsheet, a KMZ, or a file put into a ZIP archive."""
    noms = noms_de_l_archive(entier)
    if "xl/workbook.xml" in noms or any(n.startswith("xl/workbook") for n in noms):
        return lire_classeur(entier, Format.XLSX)
    if "content.xml" in noms:
        return lire_classeur(entier, Format.ODS)
    dedans = [n for n in noms if n.lower().endswith(_LISIBLES) and not n.startswith("__MACOSX")]
    if profondeur or not dedans:
        raise FichierIllisible(raison=_l("Cette archive ne contient pas de tableau."))
    choisi = min(
        dedans, key=lambda n: _LISIBLES.index(next(s for s in _LISIBLES if n.lower().endswith(s)))
    )
    return _lire(dans_l_archive(entier, choisi), profondeur=profondeur + 1)
