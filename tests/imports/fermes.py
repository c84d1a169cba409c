"""Invented farms in real communes: what is true, before anybody writes it down badly."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from stdnum import luhn

COMMUNES = Path(__file__).resolve().parents[2] / "seeds" / "communes.csv"
TERRITOIRE = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
KM_PAR_DEGRE = 111.195
FORMES = (
    "GAEC",
    "EARL",
    "SCEA",
    "",
    "",
    "Ferme",
    "La Ferme",
    "Domaine",
    "Les Jardins",
    "Le Verger",
)
PRENOMS = (
    "Camille", "Dominique", "Claude", "Jean", "Marie", "Pierre", "Sophie", "Luc", "Anne", "Rémi",
    "Hélène", "Étienne", "Zoé", "Gérard", "Nadine", "Bastien", "Noémie", "Thierry", "Chloé", "Gaël",
)  # fmt: skip
PRODUITS = (
    ("légumes de saison", "legumes"), ("fruits rouges", "fruits"), ("miel, pollen", "miels_sucres"),
    ("fromages de chèvre", "laitages"), ("viande bovine", "viandes"), ("vins AOC", "boissons"),
    ("volailles, œufs", "volailles_oeufs"), ("pain au levain", "pains_farines"),
    ("plants de légumes, fleurs", "plantes_fleurs"), ("truites fumées", "poissons"),
)  # fmt: skip
VOIES = ("Rue", "Chemin", "Route", "Impasse", "Montée", "Allée")
# What some communes were called before they were merged: name, postcode, INSEE code of today.
ANCIENNES = (
    ("Saint-Rambert-sur-Loire", "42170", "42279"),
    ("Oullins", "69600", "69149"),
    ("Pontcharra-sur-Turdine", "69490", "69157"),
    ("Seynod", "74600", "74010"),
    ("Annecy-le-Vieux", "74940", "74010"),
    ("Veyrins-Thuellin", "38630", "38022"),
    ("Jeansagnière", "42920", "42039"),
    ("Aime", "73210", "73006"),
)


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    nom: str
    code_postal: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ferme:
    """One establishment as it is. ``numero`` names it: two rows of one number are duplicates."""

    numero: int
    nom: str
    siret: str
    adresse: str
    commune: Commune
    lat: float
    lon: float
    telephone: str
    courriel: str
    produits: str
    famille: str


def lire_communes(territoire: tuple[str, ...] = TERRITOIRE) -> list[Commune]:
    with COMMUNES.open(encoding="utf-8", newline="") as flux:
        return [
            Commune(
                ligne["code_insee"],
                ligne["nom"],
                ligne["codes_postaux"].split()[0],
                float(ligne["lat"]),
                float(ligne["lon"]),
            )
            for ligne in csv.DictReader(flux)
            if ligne["code_insee"].startswith(territoire)
            and ligne["lat"]
            and ligne["codes_postaux"]
        ]


def deplacer(lat: float, lon: float, km: float, cap: float) -> tuple[float, float]:
    """The point at ``km`` in the direction ``cap`` (radians)."""
    return (
        lat + km / KM_PAR_DEGRE * math.cos(cap),
        lon + km / KM_PAR_DEGRE * math.sin(cap) / math.cos(math.radians(lat)),
    )


class Campagne:
    """Draws farms, one after the other, always the same for the same seed."""

    def __init__(self, graine: int) -> None:
        self.hasard = Random(graine)
        self.communes = lire_communes()
        self.par_code = {c.code: c for c in self.communes}
        self._mots = sorted(
            {m for c in self.communes for m in c.nom.replace("'", "-").split("-") if len(m) > 4}
        )
        self._numero = 0

    def ferme(self) -> Ferme:
        """A farm of its own, within three and a half kilometres of its commune's centre."""
        h = self.hasard
        commune = h.choice(self.communes)
        self._numero += 1
        nom = self.nom()
        lat, lon = deplacer(
            commune.lat, commune.lon, 3.5 * math.sqrt(h.random()), h.uniform(0, 2 * math.pi)
        )
        produits, famille = h.choice(PRODUITS)
        mot = h.choice(self._mots)
        adresse = (
            f"{h.randint(1, 90)} {h.choice(VOIES)} de {mot}"
            if h.random() < 0.6
            else f"Lieu-dit {mot}"
        )
        return Ferme(
            numero=self._numero,
            nom=nom,
            siret=self.siret(),
            adresse=adresse,
            commune=commune,
            lat=lat,
            lon=lon,
            telephone=self.telephone(),
            courriel=f"contact{self._numero}@ferme{self._numero}.example",
            produits=produits,
            famille=famille,
        )

    def nom(self) -> str:
        h = self.hasard
        forme, mot = h.choice(FORMES), h.choice(self._mots)
        tirage = h.random()
        if not forme or tirage < 0.25:
            return f"{forme} {h.choice(PRENOMS)} {mot}".strip()
        if tirage < 0.55:
            return f"{forme} de {mot}" if mot[0] not in "AEÉIOUYH" else f"{forme} d’{mot}"
        return f"{forme} {mot} {h.choice(self._mots)}"

    def siren(self) -> str:
        tete = f"{self.hasard.randint(0, 99_999_999):08d}"
        return tete + luhn.calc_check_digit(tete)

    def siret(self, siren: str = "") -> str:
        tete = (siren or self.siren()) + f"{self.hasard.randint(1, 99):04d}"
        return tete + luhn.calc_check_digit(tete)

    def telephone(self) -> str:
        # 04 70 to 04 79 are given out in the region.
        return f"047{self.hasard.randint(0, 9)}{self.hasard.randint(100_000, 999_999)}"

    def autre_etablissement(self, ferme: Ferme) -> Ferme:
        """A second place of the same firm, some kilometres away or across the yard."""
        self._numero += 1
        km = self.hasard.choice((0.0, 0.4, 3.0, 9.0))
        lat, lon = deplacer(ferme.lat, ferme.lon, km, self.hasard.uniform(0, 2 * math.pi))
        proche = min(self.communes, key=lambda c: (c.lat - lat) ** 2 + (c.lon - lon) ** 2)
        return replace(
            ferme,
            numero=self._numero,
            siret=self.siret(ferme.siret[:9]),
            commune=proche if km else ferme.commune,
            lat=lat,
            lon=lon,
        )

    def voisine(self, ferme: Ferme) -> Ferme:
        """Another farm at the same address."""
        autre = self.ferme()
        return replace(
            autre, adresse=ferme.adresse, commune=ferme.commune, lat=ferme.lat, lon=ferme.lon
        )

    def d_une_ancienne_commune(self) -> tuple[Ferme, str, str]:
        """(a farm, its commune's name and postcode from before the merger)."""
        nom, code_postal, code = self.hasard.choice(ANCIENNES)
        commune = replace(self.par_code[code], code_postal=code_postal)
        lat, lon = deplacer(commune.lat, commune.lon, 1.0, self.hasard.uniform(0, 6))
        return replace(self.ferme(), commune=commune, lat=lat, lon=lon), nom, code_postal
