"""JSON of any make: GeoJSON, GoGoCarto, Agence Bio, or a list of objects somewhere inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import shapely
from shapely.geometry import shape

from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.lecture.flux_json import Curseur, JsonIllisible, Liste, elements, membres
from producteurs.opendata.lecture.grille import nommees, reconnaitre_entete
from producteurs.opendata.lecture.octets import Octets
from producteurs.opendata.lecture.plat import aplatir, en_texte
from producteurs.opendata.lecture.tableau import Format, Tableau, Vides
from producteurs.opendata.lecture.texte import en_texte as texte_de
from producteurs.services.importation.ligne import Brute
from socle.langue import _l

ILLISIBLE = "illisible"
ESSAI = 1000  # elements looked at to name the columns
CONNUES = ("features", "items", "data", "elements", "records", "results")
LATITUDE, LONGITUDE = "geometry.lat", "geometry.lon"
_SIEGE = ("activit", "production", "vente", "siege", "siège")


def lire_objets(entier: Octets, encodage: str) -> Tableau:
    """The table of a JSON text; raise ``FichierIllisible`` when it holds no list of things."""
    chemin, exemple = _reperer(entier, encodage)
    format_, lire = _forme(chemin, exemple)

    def lignes(_vides: Vides) -> Iterator[Brute]:
        for rang, element in enumerate(_parcourir(entier, encodage, chemin), start=1):
            if element is ILLISIBLE or not isinstance(element, Mapping):
                cellules = {} if element is ILLISIBLE else {"valeur": en_texte(element)[:1000]}
                yield Brute(rang, cellules, ILLISIBLE)
            else:
                yield lire(rang, element)

    if exemple and all(isinstance(e, list) for e in exemple):
        return _en_grille(entier, encodage, chemin)
    colonnes: dict[str, None] = {}
    for brute in islice(lignes(Vides()), ESSAI):
        colonnes.update(dict.fromkeys(brute.valeurs))
    return Tableau(
        format=format_,
        encodage="utf-8" if encodage == "utf-8-sig" else encodage,
        colonnes=list(colonnes),
        lire_lignes=lignes,
    )


def _reperer(entier: Octets, encodage: str) -> tuple[str, list[Any]]:
    """(path of the list that holds the rows, its first items); « » is the text itself."""
    listes: list[tuple[Liste, list[Any]]] = []
    with texte_de(entier, encodage) as flux:
        curseur = Curseur(flux)
        try:
            if curseur.voir() == "{":
                _visiter(curseur, "", listes, 0)
                if curseur.voir() == "{":  # one object a line: each is a row
                    listes.clear()
        except JsonIllisible:
            pass
    if listes:
        liste, exemple = max(listes, key=lambda paire: _poids(paire[0]))
        return liste.chemin, exemple
    exemple = [e for e in islice(_parcourir(entier, encodage, ""), 20) if e is not ILLISIBLE]
    if not exemple:
        raise FichierIllisible(raison=_l("Il commence comme du JSON et n’en est pas."))
    return "", exemple


def _poids(liste: Liste) -> tuple[bool, int]:
    nom = liste.chemin.rpartition(".")[2]
    return bool(liste.nombre) and nom in CONNUES, liste.nombre


def _visiter(
    curseur: Curseur, chemin: str, listes: list[tuple[Liste, list[Any]]], profondeur: int
) -> None:
    for cle in membres(curseur):
        ici = f"{chemin}.{cle}" if chemin else cle
        signe = curseur.voir()
        if signe == "[":
            liste = Liste(ici)
            exemple: list[Any] = []
            try:
                for element in elements(curseur):
                    if isinstance(element, Mapping | list):
                        liste.nombre += 1
                        if len(exemple) < 20:
                            exemple.append(element)
            finally:
                if liste.nombre and isinstance(exemple[0], Mapping):
                    listes.append((liste, exemple))
        elif signe == "{" and profondeur < 2:
            _visiter(curseur, ici, listes, profondeur + 1)
        else:
            curseur.valeur()


def _parcourir(entier: Octets, encodage: str, chemin: str) -> Iterator[Any]:
    """The items at ``chemin``; where the text breaks off, one ``ILLISIBLE`` stands for the rest."""
    with texte_de(entier, encodage) as flux:
        curseur = Curseur(flux)
        try:
            if chemin:
                _aller(curseur, chemin.split("."))
                yield from elements(curseur)
            elif curseur.voir() == "[":
                yield from elements(curseur)
            else:  # one object, or one a line
                while curseur.voir():
                    yield curseur.valeur()
        except JsonIllisible:
            yield ILLISIBLE


def _aller(curseur: Curseur, chemin: list[str]) -> None:
    for cle in membres(curseur):
        if cle == ".".join(chemin):
            return
        if cle == chemin[0] and len(chemin) > 1 and curseur.voir() == "{":
            _aller(curseur, chemin[1:])
            return
        curseur.valeur()
    raise JsonIllisible


Lecteur = Callable[[int, Mapping[str, Any]], Brute]


def _forme(chemin: str, exemple: list[Any]) -> tuple[Format, Lecteur]:
    objets = [e for e in exemple if isinstance(e, Mapping)]
    if any(o.get("type") == "Feature" or "geometry" in o for o in objets):
        return Format.GEOJSON, _entite
    if any("adressesOperateurs" in o or "numeroBio" in o for o in objets):
        return Format.AGENCEBIO, _operateur
    if any("geo" in o and ("address" in o or "categories" in o) for o in objets):
        return Format.GOGOCARTO, lambda rang, objet: Brute(rang, aplatir(objet))
    return Format.JSON, lambda rang, objet: Brute(rang, aplatir(objet))


def _entite(rang: int, entite: Mapping[str, Any]) -> Brute:
    """A GeoJSON feature: its properties, and the position of its geometry, whatever it is."""
    proprietes = entite.get("properties")
    valeurs = aplatir(proprietes) if isinstance(proprietes, Mapping) else {}
    if "id" in entite and "id" not in valeurs:
        valeurs["id"] = en_texte(entite["id"]) if not isinstance(entite["id"], list | dict) else ""
    lon, lat = position_de(entite.get("geometry"))
    return Brute(rang, valeurs | {LATITUDE: lat, LONGITUDE: lon})


def position_de(geometrie: Any) -> tuple[str, str]:
    """(x, y) as text of a GeoJSON geometry: the point, or a point that lies inside."""
    if not isinstance(geometrie, Mapping):
        return "", ""
    coordonnees = geometrie.get("coordinates")
    if geometrie.get("type") == "Point" and isinstance(coordonnees, list) and len(coordonnees) > 1:
        x, y = coordonnees[:2]
        scalaires = not isinstance(x, list | dict) and not isinstance(y, list | dict)
        return (en_texte(x), en_texte(y)) if scalaires else ("", "")
    try:
        point = shape(geometrie).representative_point()
        return ("", "") if point.is_empty else (repr(point.x), repr(point.y))
    except (
        shapely.errors.ShapelyError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
    ):
        return "", ""


def _operateur(rang: int, operateur: Mapping[str, Any]) -> Brute:
    """An operator of Agence Bio, at one of its addresses: where it works, else its seat."""
    objet = dict(operateur)
    adresses = [a for a in _liste(objet.pop("adressesOperateurs", None)) if isinstance(a, Mapping)]
    valeurs = aplatir(objet)
    if adresses:
        valeurs |= {f"adresse.{c}": t for c, t in aplatir(min(adresses, key=_ordre)).items()}
    engages = [
        c for c in _liste(operateur.get("certificats"))
        if isinstance(c, Mapping) and c.get("etatCertification") == "ENGAGEE"
    ]  # fmt: skip
    valeurs["agriculture biologique"] = "oui" if engages else "non"
    return Brute(rang, valeurs)


def _liste(valeur: Any) -> list[Any]:
    return valeur if isinstance(valeur, list) else []


def _ordre(adresse: Mapping[str, Any]) -> tuple[bool, bool, int]:
    types = en_texte(adresse.get("typeAdresseOperateurs")).lower()
    rang = next((n for n, mot in enumerate(_SIEGE) if mot in types), len(_SIEGE))
    return adresse.get("active") is False, not adresse.get("lat"), rang


def _en_grille(entier: Octets, encodage: str, chemin: str) -> Tableau:
    """A list of lists, as tables are sometimes sent."""

    def rangees() -> Iterator[tuple[int, list[str]]]:
        for rang, element in enumerate(_parcourir(entier, encodage, chemin), start=1):
            cellules = element if isinstance(element, list) else [element]
            yield rang, [en_texte(c) for c in cellules]

    entete = reconnaitre_entete([cellules for _rang, cellules in islice(rangees(), 60)])
    return Tableau(
        format=Format.JSON,
        encodage=encodage,
        colonnes=entete.colonnes,
        entete=entete.rang >= 0,
        lire_lignes=lambda vides: nommees(rangees(), entete, vides),
    )
