"""Reads for the map, the list and a farm's page."""

from cartes.queries.fiche import PageDeFerme, fiche, page_de_ferme, produits_de, zones_montrees
from cartes.queries.filtres import PARAMETRES, Filtres
from cartes.queries.points import VUE_ET_ZOOM, Points, points
from cartes.queries.recherche import (
    Facettes,
    FermeEnListe,
    Recherche,
    Selection,
    rechercher,
    selectionner,
)

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
