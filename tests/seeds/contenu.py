"""Readers of the demonstration's raw files, and the closed vocabularies they may use."""

import csv
import math
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[2] / "seeds"
DEMONSTRATION = SEEDS / "demonstration"

Fiche = dict[str, Any]

GENRES = {"ferme", "transformateur", "commerce", "cuisinier"}
FAMILLES = {
    "legumes",
    "fruits",
    "viandes",
    "volailles_oeufs",
    "laitages",
    "pains_farines",
    "miels_sucres",
    "boissons",
    "poissons",
    "plantes_fleurs",
    "epicerie",
    "plats_prepares",
}
MODES = {"ferme", "marche", "relais", "domicile", "magasin", "amap", "distributeur"}
LABELS = {
    "ab",
    "aop",
    "igp",
    "label_rouge",
    "hve",
    "bienvenue_ferme",
    "nature_progres",
    "demeter",
}
ALLERGENES = {
    "gluten",
    "crustaces",
    "oeufs",
    "poissons",
    "arachides",
    "soja",
    "lait",
    "fruits_a_coque",
    "celeri",
    "moutarde",
    "sesame",
    "sulfites",
    "lupin",
    "mollusques",
}
UNITES = {
    "piece",
    "botte",
    "barquette",
    "bocal",
    "bouteille",
    "pot",
    "sachet",
    "caissette",
    "portion",
}
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = set(range(1, 13))
HEURE = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
COURRIEL = re.compile(r"^[a-z0-9]+([.-][a-z0-9]+)*@cabas\.example$")
COURRIEL_PERSONNE = re.compile(r"^[a-z-]+\.[a-z-]+@cabas\.example$")
TELEPHONE = re.compile(r"^(04 65 71|06 39 98)( \d\d){2}$")
ESPACE_FAUTIVE = re.compile(r" [:;!?»]|« |\d (?:g|kg|km|€|%|h)\b")


def toml(nom: str, table: str) -> list[Fiche]:
    lu: list[Fiche] = tomllib.loads((DEMONSTRATION / nom).read_text(encoding="utf-8"))[table]
    return lu


def lignes(chemin: Path, separateur: str = ";") -> list[dict[str, str]]:
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=separateur, strict=True))


def dossiers(dossier: str, suffixe: str) -> list[Path]:
    return sorted((DEMONSTRATION / dossier).glob(f"*{suffixe}"))


def tous_les_producteurs() -> list[Fiche]:
    return [
        fiche
        for chemin in dossiers("producteurs", ".toml")
        for fiche in toml(f"producteurs/{chemin.name}", "producteur")
    ]


def tous_les_produits() -> list[dict[str, str]]:
    return [ligne for chemin in dossiers("produits", ".csv") for ligne in lignes(chemin)]


def doublons(valeurs: list[str]) -> list[str]:
    return [valeur for valeur, fois in Counter(valeurs).items() if fois > 1]


def mois_de(ligne: dict[str, str]) -> set[int]:
    """The months of a CSV cell; an empty cell means all year."""
    return {int(mois) for mois in ligne["mois"].split()} or MOIS


def prix_commande(produit: dict[str, str]) -> float:
    """What one ordered unit costs, in cents: the unit, or the portion of what goes by weight."""
    prix = int(produit["prix_centimes"])
    return prix if produit["vente"] == "unite" else prix * int(produit["portion_grammes"]) / 1000


def distance_km(lat: float, lon: float, commune: dict[str, str]) -> float:
    nord = (lat - float(commune["lat"])) * 111.2
    est = (lon - float(commune["lon"])) * 111.2 * math.cos(math.radians(lat))
    return math.hypot(nord, est)


def departement_de(code_insee: str) -> str:
    """The département in a commune's INSEE code: three characters overseas, two elsewhere."""
    return code_insee[: 3 if code_insee.startswith(("97", "98")) else 2]
