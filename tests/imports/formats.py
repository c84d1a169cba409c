"""The same rows as a CSV of any make, a GeoJSON, a GoGoCarto export, a KML, a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Lignes = Sequence[Mapping[str, str]]


def en_csv(
    lignes: Lignes,
    *,
    separateur: str = ";",
    encodage: str = "utf-8",
    virgules: bool = False,
    inverser: bool = False,
    titre: str = "",
) -> bytes:
    """CRLF; ``virgules`` for decimals, ``inverser`` puts each latitude where longitudes are."""
    flux = io.StringIO()
    if titre:
        flux.write(f"{titre}\r\n\r\n")
    ecrivain = csv.DictWriter(flux, list(lignes[0]), delimiter=separateur)
    ecrivain.writeheader()
    ecrivain.writerows(_arranger(ligne, virgules, inverser) for ligne in lignes)
    return flux.getvalue().encode(encodage, "replace")


def _arranger(ligne: Mapping[str, str], virgules: bool, inverser: bool) -> Mapping[str, str]:
    lat, lon = ligne["latitude"], ligne["longitude"]
    if virgules:
        lat, lon = lat.replace(".", ","), lon.replace(".", ",")
    if inverser:
        lat, lon = lon, lat
    return {**ligne, "latitude": lat, "longitude": lon}


def _nombre(texte: str) -> float | None:
    try:
        return float(texte)
    except ValueError:
        return None


def en_geojson(lignes: Lignes, *, inverser: bool = False) -> bytes:
    elements = []
    for ligne in lignes:
        proprietes = {c: v for c, v in ligne.items() if c not in {"latitude", "longitude"}}
        lat, lon = _nombre(ligne["latitude"]), _nombre(ligne["longitude"])
        point = None
        if lat is not None and lon is not None:
            point = {"type": "Point", "coordinates": [lat, lon] if inverser else [lon, lat]}
        elements.append({"type": "Feature", "geometry": point, "properties": proprietes})
    return json.dumps({"type": "FeatureCollection", "features": elements}).encode()


def en_gogocarto(lignes: Lignes) -> bytes:
    elements = [
        {
            "id": rang,
            "name": ligne["nom"],
            "geo": {
                "latitude": _nombre(ligne["latitude"]),
                "longitude": _nombre(ligne["longitude"]),
            },
            "address": {
                "streetAddress": ligne["adresse"],
                "addressLocality": ligne["commune"],
                "postalCode": ligne["code_postal"],
            },
            "categories": [ligne["type"], *ligne["produits"].split(", ")],
            "telephone": ligne["telephone"],
            "email": ligne["mail"],
        }
        for rang, ligne in enumerate(lignes)
    ]
    corps = {"licence": "https://opendatacommons.org/licenses/odbl/", "data": elements}
    return json.dumps(corps).encode()


def en_kml(lignes: Lignes) -> bytes:
    reperes = []
    for ligne in lignes:
        donnees = "".join(
            f'<Data name="{nom}"><value>{escape(valeur)}</value></Data>'
            for nom, valeur in ligne.items()
            if nom not in {"nom", "latitude", "longitude"}
        )
        reperes.append(
            f"<Placemark><name>{escape(ligne['nom'])}</name><ExtendedData>{donnees}</ExtendedData>"
            f"<Point><coordinates>{ligne['longitude']},{ligne['latitude']},0</coordinates></Point>"
            "</Placemark>"
        )
    tete = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
    return f"{tete}<Document>{''.join(reperes)}</Document></kml>".encode()


def en_xlsx(lignes: Lignes, *, avant: Sequence[str] = ()) -> bytes:
    """A workbook of two sheets: one that explains, one that lists; figures are numbers there."""
    colonnes = list(lignes[0])
    rangees = [[titre] for titre in avant] + [colonnes]
    rangees += [[ligne[c] for c in colonnes] for ligne in lignes]
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _LIENS)
        archive.writestr("xl/workbook.xml", _CLASSEUR)
        archive.writestr("xl/_rels/workbook.xml.rels", _FEUILLES)
        archive.writestr("xl/worksheets/sheet1.xml", _feuille([["Mode d’emploi"], ["Lisez-moi"]]))
        archive.writestr("xl/worksheets/sheet2.xml", _feuille(rangees))
    return sortie.getvalue()


def _feuille(rangees: Sequence[Sequence[str]]) -> str:
    lignes = "".join(
        f"<row>{''.join(_cellule(valeur) for valeur in rangee)}</row>" for rangee in rangees
    )
    return f'{_XML}<worksheet xmlns="{_NS}"><sheetData>{lignes}</sheetData></worksheet>'


def _cellule(valeur: str) -> str:
    if _nombre(valeur) is not None:
        return f"<c><v>{valeur}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(valeur)}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_FEUILLE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OCTETS = "application/vnd.openxmlformats-package.relationships+xml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PAQUET}/content-types">'
    f'<Default Extension="rels" ContentType="{_OCTETS}"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_FEUILLE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_FEUILLE}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_FEUILLE}.worksheet+xml"/>'
    "</Types>"
)
_LIENS = (
    f'{_XML}<Relationships xmlns="{_PAQUET}/relationships"><Relationship Id="rId1" '
    f'Type="{_OD}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_CLASSEUR = (
    f'{_XML}<workbook xmlns="{_NS}" xmlns:r="{_OD}"><sheets>'
    '<sheet name="Lisez-moi" sheetId="1" r:id="rId1"/>'
    '<sheet name="Fermes" sheetId="2" r:id="rId2"/>'
    "</sheets></workbook>"
)
_FEUILLES = (
    f'{_XML}<Relationships xmlns="{_PAQUET}/relationships">'
    f'<Relationship Id="rId1" Type="{_OD}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OD}/worksheet" Target="worksheets/sheet2.xml"/>'
    "</Relationships>"
)
