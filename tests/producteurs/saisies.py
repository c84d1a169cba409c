"""What a farmer could have typed, for the tests of this room."""

from __future__ import annotations

from itertools import count
from typing import Any

from producteurs.models import Famille, Genre, ModeVente, Producteur
from producteurs.services import SaisieProducteur, SaisieProduit, inscrire_producteur
from socle.comptes.models import Compte
from tests import fabrique

_graines = count(90_000)


def nouveau_siret() -> str:
    return fabrique.siret(next(_graines))


def saisie(**autres: Any) -> SaisieProducteur:
    """A complete record of a farm at Montbrison."""
    valeurs: dict[str, Any] = {
        "nom": "Les Jardins du Lignon",
        "genre": Genre.FERME,
        "siret": nouveau_siret(),
        "commune_code": fabrique.commune().code_insee,
        "adresse": "Le Bourg",
        "familles": [Famille.LEGUMES],
        "modes": [ModeVente.FERME],
        "description": "Des légumes de plein champ.",
        "telephone": "+33477000000",
    } | autres
    return SaisieProducteur(**valeurs)


def ferme_inscrite(par: Compte | None = None, **autres: Any) -> tuple[Compte, Producteur]:
    """A farm that its farmer has just registered, with a complete record."""
    par = par or fabrique.compte("Jeanne")
    return par, inscrire_producteur(saisie(**autres), par=par)


def carottes(**autres: Any) -> SaisieProduit:
    valeurs: dict[str, Any] = {
        "nom": "Carottes",
        "famille": Famille.LEGUMES,
        "prix_centimes": 250,
    } | autres
    return SaisieProduit(**valeurs)
