"""The search: which farms, how many for each chip, in what order. One pass over light rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cartes.queries.filtres import Filtres
from cartes.queries.registre import (
    BITS_FAMILLES,
    BITS_LABELS,
    BITS_MODES,
    REVENDICATIONS,
    VERIFIE,
    Ligne,
    codes,
    lire_registre,
    masque,
    parlent_de,
)
from livraisons.queries import producteurs_livrant
from producteurs.models import Famille, ModeVente, SorteLabel
from socle.langue import _l
from socle.pages import Page
from socle.parametres import ParametreInvalide
from territoires.models import Lieu, distance_km
from territoires.queries import commune_la_plus_proche

FAMILLE, MODE, LABEL, OUVERT, LIVRE = 1, 2, 4, 8, 16
_UN_SEUL = frozenset({FAMILLE, MODE, LABEL, OUVERT, LIVRE})


@dataclass(frozen=True, slots=True)
class FermeEnListe:
    """What a list shows of a farm. ``verifies`` are those of ``labels`` that were verified."""

    slug: str
    nom: str
    genre: str
    commune_code: str
    commune_nom: str
    lat: float
    lon: float
    image: str
    familles: tuple[str, ...]
    modes: tuple[str, ...]
    labels: tuple[str, ...]
    verifies: tuple[str, ...]
    confirme_le: datetime
    non_confirme: bool
    ouvert: bool
    distance_km: float | None = None


@dataclass(slots=True)
class Facettes:
    """How many farms each chip would show, the other filters kept.

    ``livre`` is None as long as nobody said where to deliver.
    """

    familles: Mapping[str, int] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, int] = field(default_factory=dict)
    """Of verified labels only, while only these count."""
    verifies: int = 0
    ouvert: int = 0
    livre: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Every farm that answers, in order, with its distance in km when a place is known."""

    lignes: Sequence[Ligne]
    distances: Mapping[int, float]
    facettes: Facettes


@dataclass(frozen=True, slots=True)
class Recherche:
    """A page of farms and the counts of the chips."""

    page: Page[FermeEnListe]
    facettes: Facettes


def rechercher(
    filtres: Filtres,
    jour: date,
    *,
    departements: Sequence[str] | None = None,
    lieu: Lieu | None = None,
) -> Recherche:
    """The page of farms that ``filtres`` ask for, nearest first when a place is known.

    ``lieu`` is where the visitor lives, if told: it orders, it never narrows. One query when
    the registry has not changed, one more for words, one more when a delivery place is known.
    """
    selection = selectionner(filtres, jour, departements=departements, lieu=lieu)
    debut = (filtres.page - 1) * filtres.par_page
    elements = [
        en_liste(ligne, selection.distances.get(ligne.id))
        for ligne in selection.lignes[debut : debut + filtres.par_page]
    ]
    page = Page(elements, len(selection.lignes), filtres.page, filtres.par_page)
    return Recherche(page, selection.facettes)


def selectionner(
    filtres: Filtres,
    jour: date,
    *,
    departements: Sequence[str] | None = None,
    lieu: Lieu | None = None,
) -> Selection:
    """Every farm that ``filtres`` ask for: the list, the map and the API all show these."""
    lignes = lire_registre(jour, departements)
    if (nommees := parlent_de(filtres.q)) is not None:
        lignes = [li for li in lignes if li.id in nommees]
    ici = filtres.position or ((lieu.lat, lieu.lon) if lieu else None)
    rayon = filtres.rayon_km
    if rayon and not ici:
        raise ParametreInvalide(
            parametre="rayon_km", attendu=_l("il faut aussi « lat » et « lon »")
        )
    distances: dict[int, float] = {}
    if ici:
        lat, lon = ici
        distances = {li.id: distance_km(lat, lon, li.lat, li.lon) for li in lignes}
        if rayon:
            lignes = [li for li in lignes if distances[li.id] <= rayon]
    retenues, facettes = _trier(lignes, filtres, _livrant(filtres, lieu))
    if ici:
        retenues.sort(key=lambda li: distances[li.id])
    return Selection(retenues, distances, facettes)


def _livrant(filtres: Filtres, lieu: Lieu | None) -> set[int] | None:
    """Who delivers where one asked, else where one lives; None when no place is known."""
    if filtres.livre_a is None:
        return producteurs_livrant(lieu) if lieu else None
    lat, lon = filtres.livre_a
    if lieu and (round(lieu.lat, 5), round(lieu.lon, 5)) == (round(lat, 5), round(lon, 5)):
        return producteurs_livrant(lieu)
    commune = commune_la_plus_proche(lat, lon)
    code = commune.code_insee if commune else None
    return producteurs_livrant(Lieu(lat, lon, libelle="", code_insee=code))


def _trier(
    lignes: Sequence[Ligne], filtres: Filtres, livrant: set[int] | None
) -> tuple[list[Ligne], Facettes]:
    """Those that answer; and for each chip, those that would if its own filter were only it."""
    familles = masque(filtres.famille, BITS_FAMILLES)
    modes = masque(filtres.mode, BITS_MODES)
    labels = masque(filtres.label, BITS_LABELS) or REVENDICATIONS
    seul_verifie = filtres.label_verifie
    par_label = bool(filtres.label) or seul_verifie
    ouvert, livre = filtres.ouvert, filtres.livre_a is not None
    retenues: list[Ligne] = []
    presque: dict[int, list[Ligne]] = {groupe: [] for groupe in _UN_SEUL}
    for ligne in lignes:
        manque = 0
        if familles and not ligne.familles & familles:
            manque |= FAMILLE
        if modes and not ligne.modes & modes:
            manque |= MODE
        if par_label and not _portes(ligne, seul_verifie) & labels:
            manque |= LABEL
        if ouvert and not ligne.ouvert:
            manque |= OUVERT
        if livre and ligne.id not in (livrant or ()):
            manque |= LIVRE
        if not manque:
            retenues.append(ligne)
        elif manque in _UN_SEUL:
            presque[manque].append(ligne)
    return retenues, Facettes(
        familles=_compter((li.familles for li in (*retenues, *presque[FAMILLE])), Famille),
        modes=_compter((li.modes for li in (*retenues, *presque[MODE])), ModeVente),
        labels=_compter(
            (_portes(li, seul_verifie) for li in (*retenues, *presque[LABEL])), SorteLabel
        ),
        verifies=sum(
            bool(_portes(li, verifies=True) & labels) for li in (*retenues, *presque[LABEL])
        ),
        ouvert=sum(li.ouvert for li in (*retenues, *presque[OUVERT])),
        livre=None
        if livrant is None
        else sum(li.id in livrant for li in (*retenues, *presque[LIVRE])),
    )


def _portes(ligne: Ligne, verifies: bool) -> int:
    """The labels of a row that count: all that it claims, or those that were verified."""
    return ligne.labels >> VERIFIE if verifies else ligne.labels & REVENDICATIONS


def _compter(ensembles: Iterable[int], enumeration: type[StrEnum]) -> Mapping[str, int]:
    """How many of these bit sets hold each value; values held by none are left out."""
    comptes: Counter[str] = Counter()
    for ensemble, nombre in Counter(ensembles).items():
        for code in codes(ensemble, enumeration):
            comptes[code] += nombre
    return comptes


def en_liste(ligne: Ligne, distance: float | None = None) -> FermeEnListe:
    """A row as lists show it."""
    return FermeEnListe(
        slug=ligne.slug,
        nom=ligne.nom,
        genre=ligne.genre,
        commune_code=ligne.commune_code,
        commune_nom=ligne.commune_nom,
        lat=ligne.lat,
        lon=ligne.lon,
        image=ligne.image,
        familles=codes(ligne.familles, Famille),
        modes=codes(ligne.modes, ModeVente),
        labels=codes(ligne.labels, SorteLabel),
        verifies=codes(ligne.labels >> VERIFIE, SorteLabel),
        confirme_le=ligne.confirme_le,
        non_confirme=ligne.non_confirme,
        ouvert=ligne.ouvert,
        distance_km=None if distance is None else round(distance, 1),
    )
