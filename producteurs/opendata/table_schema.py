"""The open data's description (specs.frictionlessdata.io, Table Schema) and its licence."""

from __future__ import annotations

from typing import Any

from producteurs.opendata.schema import CHAMPS

VERSION = "1.0.0"
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
GEOMETRIE: dict[str, Any] = {
    "name": "WKT",
    "title": "Point",
    "description": "La position au format WKT, que les logiciels de cartographie lisent "
    "d’eux-mêmes. Absente du GeoJSON, dont c’est la géométrie.",
    "type": "string",
    "format": "default",
    "example": "POINT (4.0653 45.6075)",
    "constraints": {"required": True, "pattern": r"^POINT \(.+ .+\)$"},
}


def table_schema(adresse: str, creee: str) -> dict[str, Any]:
    """The description of the CSV file as a Table Schema; ``adresse`` is its own address."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": "producteurs",
        "title": "Producteurs vérifiés",
        "description": (
            "Les fermes, transformateurs, commerces et cuisiniers qu’une chambre d’agriculture a "
            "vérifiés. Fichier en UTF-8 avec marque d’ordre, champs séparés par des points-"
            "virgules, décimales avec un point. Un texte qui commencerait par =, +, - ou @ est "
            "précédé d’une apostrophe, pour qu’un tableur ne l’exécute pas."
        ),
        "version": VERSION,
        "created": creee,
        "path": adresse,
        "licenses": [LICENCE],
        "fields": [*(c.decrit() for c in CHAMPS), GEOMETRIE],
        "primaryKey": "identifiant",
        "missingValues": [""],
    }
