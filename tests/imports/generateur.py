"""Writing farms down as people do: at known rates, with every quirk seen in real files."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random

from tests.imports.fermes import Campagne, Ferme, deplacer

# What share of the rows is… (the rest are farms written once, more or less well)
MEME_SIRET = 0.02
DEUX_ECRITURES = 0.02
DEUX_COMMUNES = 0.005
MEME_SIREN = 0.01
MEME_ADRESSE = 0.015
NULLES = 0.02
DEPLACEES = 0.03
SANS_POSITION = 0.03
INSECABLES = 0.6
CAPITALES = 0.15
NC = 0.05
HTML = 0.04
PROSE = 0.1
SANS_SIRET = 0.35
JOURS = ("['Lu', 'Ma', 'Me']", "['Sa']", "lundi, mercedi, vendredi", "samedi", "")
HORAIRES = ("9h-12h", "de 14h à 18h30", "9h-12h, 14h-19h", "sur rendez-vous", "NC", "")
TYPES = ("Vente à la ferme", "Producteur du marché", "Magasin de producteurs", "AMAP")


@dataclass(slots=True)
class Ecrite:
    """A row as it is written, and what is true of it."""

    valeurs: dict[str, str]
    ferme: Ferme
    doublon: bool = False
    """Whether an earlier row speaks of the same farm."""
    nulle: bool = False
    deplacee: bool = False
    sans_position: bool = False


@dataclass(slots=True)
class Fichier:
    """Rows in the order of the file; ``etablissements`` are pairs of farms never to be merged."""

    lignes: list[Ecrite] = field(default_factory=list)

    @property
    def valeurs(self) -> list[dict[str, str]]:
        return [ligne.valeurs for ligne in self.lignes]


def fichier(nombre: int, *, graine: int = 2026) -> Fichier:
    """``nombre`` rows, shuffled: a duplicate may stand anywhere after the row that it repeats."""
    plume = Plume(graine)
    lignes = list(islice(plume.ecrire(nombre), nombre))
    plume.hasard.shuffle(lignes)
    vues: set[int] = set()
    for ligne in lignes:
        ligne.doublon = ligne.ferme.numero in vues
        vues.add(ligne.ferme.numero)
    return Fichier(lignes)


class Plume:
    """Somebody who types farms into a spreadsheet."""

    def __init__(self, graine: int) -> None:
        self.campagne = Campagne(graine)
        self.hasard = Random(graine + 1)

    def ecrire(self, nombre: int) -> Iterator[Ecrite]:
        for part, paire in (
            (MEME_SIRET, self._meme_siret),
            (DEUX_ECRITURES, self._deux_ecritures),
            (DEUX_COMMUNES, self._deux_communes),
            (MEME_SIREN, self._meme_siren),
            (MEME_ADRESSE, self._meme_adresse),
        ):
            for _ in range(round(part * nombre)):
                yield from paire()
        while True:
            yield self._ligne(self.campagne.ferme())

    def _meme_siret(self) -> Iterator[Ecrite]:
        ferme = self.campagne.ferme()
        autrement = replace(ferme, nom=self._autre_nom(ferme.nom), telephone="", courriel="")
        yield self._ligne(ferme, siret=True)
        yield self._ligne(autrement, siret=True)

    def _deux_ecritures(self) -> Iterator[Ecrite]:
        """The same farm entered twice: another spelling, a position a little apart, and often
        neither SIRET nor the same phone."""
        ferme = self.campagne.ferme()
        km, cap = self.hasard.uniform(0, 0.25), self.hasard.uniform(0, 2 * math.pi)
        lat, lon = deplacer(ferme.lat, ferme.lon, km, cap)
        telephone = ferme.telephone if self.hasard.random() < 0.5 else ""
        yield self._ligne(ferme, placee=True)
        yield self._ligne(
            replace(
                ferme,
                nom=self._autre_nom(ferme.nom),
                lat=lat,
                lon=lon,
                telephone=telephone,
                courriel=ferme.courriel if self.hasard.random() < 0.3 else "",
            ),
            siret=False,
            placee=True,
        )

    def _deux_communes(self) -> Iterator[Ecrite]:
        ferme, ancienne, code_postal = self.campagne.d_une_ancienne_commune()
        yield self._ligne(ferme, placee=True)
        seconde = self._ligne(ferme, siret=False, placee=True)
        seconde.valeurs |= {"commune": ancienne, "code_postal": code_postal, "insee": ""}
        yield seconde

    def _meme_siren(self) -> Iterator[Ecrite]:
        ferme = self.campagne.ferme()
        yield self._ligne(ferme, siret=True)
        yield self._ligne(self.campagne.autre_etablissement(ferme), siret=True)

    def _meme_adresse(self) -> Iterator[Ecrite]:
        ferme = self.campagne.ferme()
        yield self._ligne(ferme)
        yield self._ligne(self.campagne.voisine(ferme))

    def _ligne(self, ferme: Ferme, *, siret: bool | None = None, placee: bool = False) -> Ecrite:
        h = self.hasard
        if siret is None:
            siret = h.random() >= SANS_SIRET
        ligne = Ecrite(
            {
                "nom": self._nom(ferme.nom),
                "siret": str(int(ferme.siret)) if siret else h.choice(("", "", "NC")),
                "adresse": self._parfois(HTML, ferme.adresse, lambda a: f"<p>{a}<br></p>"),
                "code_postal": str(int(ferme.commune.code_postal)),
                "commune": self._parfois(CAPITALES, ferme.commune.nom, str.upper),
                "insee": str(ferme.commune.code).lstrip("0") if h.random() < 0.3 else "",
                "type": h.choice(TYPES),
                "joursouverture": h.choice(JOURS),
                "horaires": h.choice(HORAIRES),
                "produits": ferme.produits,
                "telephone": "",
                "mail": self._parfois(NC, ferme.courriel, lambda _m: "NC"),
                "description": "",
                "latitude": f"{ferme.lat:.6f}",
                "longitude": f"{ferme.lon:.6f}",
            },
            ferme,
        )
        self._telephoner(ligne)
        if not placee:
            self._mal_placer(ligne)
        return ligne

    def _telephoner(self, ligne: Ecrite) -> None:
        numero = ligne.ferme.telephone
        if not numero:
            return
        if self.hasard.random() < PROSE:
            paires = " ".join(numero[i : i + 2] for i in range(0, 10, 2))
            ligne.valeurs["description"] = f"Appelez au {paires}\navant de venir &amp; merci"
        else:
            ligne.valeurs["telephone"] = self.hasard.choice(
                (numero, numero[1:], "+33" + numero[1:])
            )

    def _mal_placer(self, ligne: Ecrite) -> None:
        tirage = self.hasard.random()
        commune = ligne.ferme.commune
        if tirage < NULLES:
            ligne.nulle = True
            ligne.valeurs |= {"latitude": "0", "longitude": "0"}
        elif tirage < NULLES + DEPLACEES:
            ligne.deplacee = True
            km, cap = self.hasard.uniform(15.0, 90.0), self.hasard.uniform(0, 2 * math.pi)
            lat, lon = deplacer(commune.lat, commune.lon, km, cap)
            ligne.valeurs |= {"latitude": f"{lat:.6f}", "longitude": f"{lon:.6f}"}
        elif tirage < NULLES + DEPLACEES + SANS_POSITION:
            ligne.sans_position = True
            ligne.valeurs |= {"latitude": "", "longitude": "NC"}

    def _parfois(self, part: float, texte: str, comment: Callable[[str], str]) -> str:
        return comment(texte) if texte and self.hasard.random() < part else texte

    def _nom(self, nom: str) -> str:
        nom = self._parfois(CAPITALES, nom, str.upper)
        return self._parfois(INSECABLES, nom, lambda n: n.replace(" ", "\u00a0", 1))

    def _autre_nom(self, nom: str) -> str:
        """How somebody else spells it: a form, accents or a letter lost, words the other way."""
        h = self.hasard
        mots = nom.split()
        tirage = h.random()
        if tirage < 0.3 and len(mots) > 1 and mots[0] in {"GAEC", "EARL", "SCEA"}:
            return h.choice(("Ferme", "La ferme", "")) + " " + " ".join(mots[1:])
        if tirage < 0.5:
            plat = unicodedata.normalize("NFKD", nom.upper())
            return "".join(c for c in plat if not unicodedata.combining(c))
        if tirage < 0.65 and len(mots) == 2:
            return f"{mots[1].upper()} {mots[0]}"
        if tirage < 0.8:
            long = max(mots, key=len)
            ou = h.randrange(1, len(long) - 1) if len(long) > 3 else 1
            return nom.replace(long, long[:ou] + long[ou + 1 :])  # a letter forgotten
        return nom.replace("’", "'").replace("-", " ").lower()
