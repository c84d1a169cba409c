"""Reads for the map, the list and a farm's page."""

from cartes.queries.filtres import PARAMETRES, Filtres
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
    "Facettes",
    "FermeEnListe",
    "Filtres",
    "Recherche",
    "Selection",
    "rechercher",
    "selectionner",
]
