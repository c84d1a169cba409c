"""KML, as Google My Maps and GIS programs write it: a row for each Placemark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.lecture.objets import ILLISIBLE, LATITUDE, LONGITUDE, position_de
from producteurs.opendata.lecture.octets import Octets
from producteurs.opendata.lecture.tableau import Format, Tableau, Vides
from producteurs.services.importation.ligne import Brute
from socle.langue import _l

ESSAI = 1000
_TEXTES = ("name", "description", "address", "phoneNumber", "Snippet", "snippet")
_FORMES = ("Point", "LineString", "Polygon")


def lire_kml(entier: Octets) -> Tableau:
    """The table of a KML text; raise ``FichierIllisible`` for other XML."""

    def lignes(_vides: Vides) -> Iterator[Brute]:
        return _placemarks(entier)

    colonnes: dict[str, None] = {}
    lisibles = 0
    for brute in islice(_placemarks(entier), ESSAI):
        lisibles += not brute.motif
        colonnes.update(dict.fromkeys(brute.valeurs))
    if not lisibles:
        raise FichierIllisible(raison=_l("C’est du XML, sans repère KML que l’on sache lire."))
    return Tableau(format=Format.KML, encodage="", colonnes=list(colonnes), lire_lignes=lignes)


def _nom(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _placemarks(entier: Octets) -> Iterator[Brute]:
    rang, dossiers = 0, list[str]()
    pile: list[str] = []
    with entier.ouvrir() as flux:
        try:
            for moment, element in iterparse(flux, events=("start", "end")):
                nom = _nom(element)
                if moment == "start":
                    pile.append(nom)
                    if nom == "Folder":
                        dossiers.append("")
                    continue
                pile.pop()
                if nom == "name" and pile and pile[-1] == "Folder" and dossiers:
                    dossiers[-1] = (element.text or "").strip()
                elif nom == "Folder":
                    dossiers.pop()
                    element.clear()
                elif nom == "Placemark":
                    rang += 1
                    yield Brute(rang, _valeurs(element, dossiers))
                    element.clear()
        except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
            yield Brute(rang + 1, {}, ILLISIBLE)


def _valeurs(placemark: Element, dossiers: list[str]) -> Mapping[str, str]:
    valeurs: dict[str, str] = {}
    if placemark.get("id"):
        valeurs["id"] = placemark.get("id", "")
    for element in placemark:
        if _nom(element) in _TEXTES:
            valeurs[_nom(element)] = "".join(element.itertext())
    for element in placemark.iter():
        if _nom(element) == "Data":
            texte = next((e.text for e in element if _nom(e) == "value"), "")
            valeurs[element.get("name", "")] = texte or ""
        elif _nom(element) == "SimpleData":
            valeurs[element.get("name", "")] = element.text or ""
    if any(dossiers):
        valeurs["Folder"] = " ; ".join(d for d in dossiers if d)
    lon, lat = _position(placemark)
    return valeurs | {LATITUDE: lat, LONGITUDE: lon}


def _position(placemark: Element) -> tuple[str, str]:
    for element in placemark.iter():
        nom = _nom(element)
        if nom not in _FORMES:
            continue
        texte = next((e.text for e in element.iter() if _nom(e) == "coordinates"), None) or ""
        points = [p.split(",")[:2] for p in texte.split()]
        points = [p for p in points if len(p) == 2]
        if not points:
            return "", ""
        return position_de({"type": nom, "coordinates": _coordonnees(nom, points)})
    return "", ""


def _coordonnees(nom: str, points: list[list[str]]) -> Any:
    if nom == "Point":
        return points[0]
    try:
        nombres = [[float(x), float(y)] for x, y in points]
    except ValueError:
        return []
    return [nombres] if nom == "Polygon" else nombres
