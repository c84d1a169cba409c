"""What each field of the open data says: the one place where they are named, described and read.

The CSV file, the properties of the GeoJSON and the Table Schema (specs.frictionlessdata.io) are
all made from ``CHAMPS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from producteurs.models import Famille, Genre, ModeVente, PrecisionPosition, SorteLabel
from producteurs.queries.ouvertes import FermeOuverte
from socle import horloge
from socle.web.formulaires import ecrire_telephone

SEPARATEUR_DE_CODES = ","
JOURS_OSM = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DECIMALES = 6

Valeur = str | float | bool | None
Adresse = Callable[[str], str]
"""The public page of the farm with this slug."""


@dataclass(frozen=True, slots=True)
class Champ:
    """One field: its name, what it is, and how it is read from a farm and its page's address."""

    nom: str
    titre: str
    description: str
    lire: Callable[[FermeOuverte, str], Valeur]
    sorte: str = "string"
    exemple: str = ""
    contraintes: Mapping[str, Any] = field(default_factory=dict)
    format: str = "default"

    def decrit(self) -> dict[str, Any]:
        """This field in the words of Table Schema."""
        return {
            "name": self.nom,
            "title": self.titre,
            "description": self.description,
            "type": self.sorte,
            "format": self.format,
            "example": self.exemple,
            "constraints": dict(self.contraintes),
        }


def _reunir(codes: Sequence[str]) -> str:
    return SEPARATEUR_DE_CODES.join(codes)


def _parmi(enumeration: type[StrEnum]) -> dict[str, Any]:
    """Codes of this enum, with commas between."""
    un = "|".join(m.value for m in enumeration)
    return {"pattern": f"^({un})(,({un}))*$"}


def _un_de(enumeration: type[StrEnum]) -> dict[str, Any]:
    return {"required": True, "enum": [m.value for m in enumeration]}


def _jour(instant: datetime | None) -> str:
    return instant.astimezone(horloge.PARIS).date().isoformat() if instant else ""


def horaires_osm(horaires: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """« Mo 09:00-12:00,14:00-18:00; Sa 09:00-12:00 », as OpenStreetMap writes opening hours."""
    jours = []
    for rang, nom in enumerate(JOURS_OSM):
        if intervalles := horaires.get(str(rang)):
            jours.append(f"{nom} {','.join(f'{de}-{a}' for de, a in intervalles)}")
    return "; ".join(jours)


CHAMPS: tuple[Champ, ...] = (
    Champ(
        "identifiant",
        "Identifiant",
        "Nom unique de la ferme dans le registre, qui termine l’adresse de sa page.",
        lambda f, page: f.slug,
        exemple="ferme-du-pont",
        contraintes={"required": True, "unique": True, "pattern": "^[a-z0-9-]+$"},
    ),
    Champ(
        "page",
        "Page publique",
        "Adresse de la page de la ferme sur ce site.",
        lambda f, page: page,
        format="uri",
        exemple="https://exemple.fr/producteurs/ferme-du-pont",
        contraintes={"required": True, "unique": True},
    ),
    Champ(
        "nom",
        "Nom",
        "Nom sous lequel ses clients connaissent la ferme.",
        lambda f, page: f.nom,
        exemple="Ferme du Pont",
        contraintes={"required": True},
    ),
    Champ(
        "genre",
        "Nature de l’activité",
        "« ferme » produit, « transformateur » transforme, « commerce » revend, « cuisinier » "
        "cuisine.",
        lambda f, page: f.genre,
        exemple="ferme",
        contraintes=_un_de(Genre),
    ),
    Champ(
        "familles",
        "Familles de produits",
        "Codes séparés par des virgules.",
        lambda f, page: _reunir(f.familles),
        exemple="legumes,fruits",
        contraintes=_parmi(Famille),
    ),
    Champ(
        "modes_vente",
        "Façons de vendre",
        "Codes séparés par des virgules.",
        lambda f, page: _reunir(f.modes),
        exemple="ferme,marche",
        contraintes=_parmi(ModeVente),
    ),
    Champ(
        "labels_verifies",
        "Labels vérifiés",
        "Labels contrôlés par la chambre d’agriculture ou l’Agence Bio. Codes séparés par des "
        "virgules.",
        lambda f, page: _reunir(f.labels_verifies),
        exemple="ab",
        contraintes=_parmi(SorteLabel),
    ),
    Champ(
        "labels_declares",
        "Labels déclarés",
        "Labels que la ferme annonce et que personne n’a encore vérifiés. Codes séparés par des "
        "virgules.",
        lambda f, page: _reunir(f.labels_declares),
        exemple="hve",
        contraintes=_parmi(SorteLabel),
    ),
    Champ("description", "Description", "Ce que la ferme dit d’elle.", lambda f, p: f.description),
    Champ(
        "adresse",
        "Adresse",
        "Numéro et voie, ou lieu-dit.",
        lambda f, page: f.adresse,
        exemple="Le Bourg",
    ),
    Champ(
        "commune",
        "Commune",
        "Nom de la commune.",
        lambda f, page: f.commune,
        exemple="Montbrison",
        contraintes={"required": True},
    ),
    Champ(
        "code_insee",
        "Code INSEE de la commune",
        "Code officiel géographique.",
        lambda f, page: f.commune_code,
        exemple="42147",
        contraintes={"required": True, "pattern": "^[0-9][0-9AB][0-9]{3}$"},
    ),
    Champ(
        "departement",
        "Département",
        "Code du département.",
        lambda f, page: f.departement,
        exemple="42",
        contraintes={"required": True},
    ),
    Champ(
        "latitude",
        "Latitude",
        "Degrés décimaux, WGS 84 (EPSG:4326).",
        lambda f, page: round(f.lat, DECIMALES),
        "number",
        "45.6075",
        {"required": True, "minimum": -90, "maximum": 90},
    ),
    Champ(
        "longitude",
        "Longitude",
        "Degrés décimaux, WGS 84 (EPSG:4326).",
        lambda f, page: round(f.lon, DECIMALES),
        "number",
        "4.0653",
        {"required": True, "minimum": -180, "maximum": 180},
    ),
    Champ(
        "precision",
        "Précision de la position",
        "« commune » : la position est celle du centre de la commune, faute de mieux.",
        lambda f, page: f.precision,
        exemple="adresse",
        contraintes=_un_de(PrecisionPosition),
    ),
    Champ(
        "telephone",
        "Téléphone",
        "Celui que la ferme affiche sur sa page publique.",
        lambda f, page: ecrire_telephone(f.telephone) if f.telephone else "",
        exemple="04 77 58 00 00",
    ),
    Champ(
        "site",
        "Site",
        "Adresse de son propre site.",
        lambda f, page: f.site if f.site.startswith(("https://", "http://")) else "",
        exemple="https://fermedupont.example",
    ),
    Champ(
        "horaires",
        "Horaires d’ouverture",
        "Au format « opening_hours » d’OpenStreetMap.",
        lambda f, page: horaires_osm(f.horaires),
        exemple="Mo 09:00-12:00; Sa 09:00-12:00",
    ),
    Champ(
        "revend",
        "Revend",
        "Vrai si elle vend aussi ce que d’autres ont produit.",
        lambda f, page: f.revend,
        "boolean",
        "false",
        {"required": True},
    ),
    Champ(
        "verifie_le",
        "Vérifiée le",
        "Jour de la dernière décision de la chambre d’agriculture.",
        lambda f, page: _jour(f.verifie_le),
        "date",
        "2026-03-12",
    ),
    Champ(
        "confirme_le",
        "Confirmée le",
        "Dernier jour où quelqu’un a dit que ces informations sont justes.",
        lambda f, page: _jour(f.confirme_le),
        "date",
        "2026-10-02",
        {"required": True},
    ),
    Champ(
        "mis_a_jour_le",
        "Mise à jour le",
        "Jour de la dernière modification.",
        lambda f, page: _jour(f.modifie_le),
        "date",
        "2026-10-02",
        {"required": True},
    ),
)
