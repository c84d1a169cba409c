"""Reads for the map, the list and a farm's page."""

from cartes.queries.fiche import PageDeFerme, fiche, page_de_ferme
from cartes.queries.filtres import PARAMETRES, Filtres
from cartes.queries.offre import produits_de
from cartes.queries.points import VUE_ET_ZOOM, Points, points
from cartes.queries.recherche import (
    Facettes,
    FermeEnListe,
    Recherche,
    Selection,
    rechercher,
    selectionner,
)
from cartes.queries.zones import zones_montrees

__all__ = [
    "PARAMETRES",
    "VUE_ET_ZOOM",
    "Facettes",
    "FermeEnListe",
    "Filtres",
    "PageDeFerme",
    "Points",
    "Recherche",
    "Selection",
    "fiche",
    "page_de_ferme",
    "points",
    "produits_de",
    "rechercher",
    "selectionner",
    "zones_montrees",
]
