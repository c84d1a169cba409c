"""The registry given away: CSV for spreadsheets, GeoJSON for maps, JSON-LD for search engines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from producteurs.models import Genre
from producteurs.opendata.schema import CHAMPS, DECIMALES, Adresse, Valeur
from producteurs.opendata.table_schema import GEOMETRIE, LICENCE
from producteurs.queries.ouvertes import FermeOuverte

FORMULES = ("=", "+", "-", "@", "\t", "\r")
JOURS_SCHEMA_ORG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GENRES_SCHEMA_ORG = {Genre.COMMERCE.value: "Store", Genre.CUISINIER.value: "FoodEstablishment"}


def desamorcer(valeur: Valeur) -> Valeur:
    """A text that a spreadsheet would carry out gets an apostrophe before it (OWASP, « CSV
    injection »); numbers stay as they are."""
    if isinstance(valeur, bool):
        return str(valeur).lower()
    if isinstance(valeur, str):
        valeur = valeur.replace("\x00", "")
        return f"'{valeur}" if valeur.startswith(FORMULES) else valeur
    return valeur


def ecrire_csv(fermes: Iterable[FermeOuverte], adresse: Adresse) -> bytes:
    """UTF-8 with a byte order mark and semicolons: a French Excel opens it with its accents in
    the right columns, and GDAL, pandas and LibreOffice recognise both."""
    texte = io.StringIO()
    feuille = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    feuille.writerow([*(c.nom for c in CHAMPS), GEOMETRIE["name"]])
    for ferme in fermes:
        page = adresse(ferme.slug)
        point = f"POINT ({round(ferme.lon, DECIMALES)} {round(ferme.lat, DECIMALES)})"
        feuille.writerow([*(desamorcer(c.lire(ferme, page)) for c in CHAMPS), point])
    return texte.getvalue().encode("utf-8-sig")


def ecrire_geojson(fermes: Iterable[FermeOuverte], adresse: Adresse) -> bytes:
    """RFC 7946: one point per farm, with the fields of the Table Schema as its properties."""
    objets = []
    for ferme in fermes:
        page = adresse(ferme.slug)
        point = [round(ferme.lon, DECIMALES), round(ferme.lat, DECIMALES)]
        objets.append(
            {
                "type": "Feature",
                "id": page,
                "geometry": {"type": "Point", "coordinates": point},
                "properties": {c.nom: c.lire(ferme, page) for c in CHAMPS},
            }
        )
    return _json({"type": "FeatureCollection", "license": LICENCE["path"], "features": objets})


def ecrire_jsonld(
    fermes: Iterable[FermeOuverte], adresse: Adresse, *, titre: str, accueil: str
) -> bytes:
    """schema.org: a ``Dataset`` under its licence, which holds one ``LocalBusiness`` per farm."""
    jeu = {
        "@type": "Dataset",
        "@id": accueil,
        "name": titre,
        "url": accueil,
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
        "inLanguage": "fr",
    }
    graphe = [jeu, *(_entreprise(ferme, adresse(ferme.slug), accueil) for ferme in fermes)]
    return _json({"@context": "https://schema.org", "@graph": graphe})


def _entreprise(ferme: FermeOuverte, page: str, jeu: str) -> dict[str, Any]:
    valeurs = {champ.nom: champ.lire(ferme, page) for champ in CHAMPS}
    decrite: dict[str, Any] = {
        "@type": GENRES_SCHEMA_ORG.get(ferme.genre, "LocalBusiness"),
        "@id": page,
        "url": page,
        "name": ferme.nom,
        "description": ferme.description,
        "telephone": valeurs["telephone"],
        "sameAs": valeurs["site"],
        "keywords": [*ferme.familles, *ferme.modes],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ferme.adresse,
            "addressLocality": ferme.commune,
            "addressRegion": ferme.departement,
            "addressCountry": "FR",
        },
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": valeurs["latitude"],
            "longitude": valeurs["longitude"],
        },
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{JOURS_SCHEMA_ORG[int(jour)]}",
                "opens": de,
                "closes": a,
            }
            for jour, intervalles in sorted(ferme.horaires.items())
            for de, a in intervalles
        ],
        "hasCertification": [
            {"@type": "Certification", "name": sorte} for sorte in ferme.labels_verifies
        ],
        "subjectOf": {"@id": jeu},
    }
    return {cle: valeur for cle, valeur in decrite.items() if valeur not in ("", [])}


def _json(donnees: dict[str, Any]) -> bytes:
    compact = json.dumps(donnees, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compact.encode()
