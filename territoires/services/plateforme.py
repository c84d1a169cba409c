"""Setting up the platform of a collectivité."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from socle.db import session
from territoires import queries
from territoires.errors import SlugImpossible
from territoires.models import GenrePlateforme, Perimetre, Plateforme

# The first part of the site's own addresses: a platform cannot take them.
SLUGS_RESERVES = frozenset(
    {
        "accessibilite",
        "api",
        "commande",
        "commandes",
        "communes",
        "compte",
        "confirmer",
        "courrier",
        "donnees-personnelles",
        "equipe",
        "espace",
        "fichiers",
        "fonds-de-carte",
        "guide-de-style",
        "mentions-legales",
        "paiements",
        "producteurs",
        "sante",
        "statique",
        "ventes",
    }
)


@dataclass(frozen=True, slots=True)
class SaisiePlateforme:
    """What a platform is made of; ``departements`` are the codes of its perimeter."""

    slug: str
    nom: str
    genre: GenrePlateforme
    couleur: str
    accroche: str
    presentation: str
    contact: str
    mentions: str
    centre_lat: float
    centre_lon: float
    zoom: int
    departements: Sequence[str]


def creer_plateforme(saisie: SaisiePlateforme) -> Plateforme:
    """A platform has one address for ever: creating it again brings it up to date.

    Raises ``SlugImpossible`` for an address that the site needs or that cannot be typed.
    """
    if saisie.slug in SLUGS_RESERVES or not re.fullmatch(r"[a-z][a-z0-9-]{1,60}", saisie.slug):
        raise SlugImpossible(slug=saisie.slug)
    valeurs = {nom: getattr(saisie, nom) for nom in saisie.__slots__ if nom != "departements"}
    plateforme = queries.plateforme_a_modifier(saisie.slug) or Plateforme()
    for nom, valeur in valeurs.items():
        setattr(plateforme, nom, valeur)
    gardes = {p.departement: p for p in plateforme.perimetre}
    plateforme.perimetre = [
        gardes.get(code) or Perimetre(departement=code) for code in saisie.departements
    ]
    session.add(plateforme)
    session.flush()
    queries.oublier_plateformes()
    return plateforme
