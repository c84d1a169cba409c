"""What the home pages and the health page show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cartes.queries import FermeEnListe, Filtres, rechercher
from commandes.models import EtatVente, Vente
from commandes.queries import ventes_de
from livraisons.models import Distribution
from socle import horloge
from socle.pages import Page
from territoires.models import Lieu, Plateforme, distance_km

LIVREURS_MONTRES = 4
RETRAITS_MONTRES = 4


@dataclass(frozen=True, slots=True)
class RetraitProche:
    """A distribution of an open sale, and how far it is from the visitor (None: unknown)."""

    vente: Vente
    distribution: Distribution
    distance_km: float | None


def retraits_proches(
    plateforme: Plateforme, lieu: Lieu | None, instant: datetime
) -> Sequence[RetraitProche]:
    """The next distributions with places left, nearest first if a place is known. Four queries."""
    retraits = [
        RetraitProche(
            vente,
            distribution,
            distance_km(lieu.lat, lieu.lon, point.lat, point.lon) if lieu else None,
        )
        for vente in ventes_de([plateforme.id], [EtatVente.OUVERTE], instant)
        for distribution in vente.distributions
        if distribution.places > 0 and (point := distribution.point_relais)
    ]
    retraits.sort(
        key=lambda r: (
            r.distance_km is None,
            round(r.distance_km or 0),
            r.vente.cloture,
            r.distribution.debut,
        )
    )
    return retraits[:RETRAITS_MONTRES]


def nombre_de_fermes(plateforme: Plateforme) -> int:
    """How many producteurs of the perimeter are public today."""
    return rechercher(
        Filtres(par_page=1), horloge.aujourdhui(), departements=plateforme.departements
    ).page.total


def livreurs(plateforme: Plateforme, lieu: Lieu) -> Page[FermeEnListe]:
    """The producteurs that deliver at ``lieu`` themselves: the nearest, and how many in all."""
    filtres = Filtres(livre_a=(lieu.lat, lieu.lon), par_page=LIVREURS_MONTRES)
    return rechercher(
        filtres, horloge.aujourdhui(), departements=plateforme.departements, lieu=lieu
    ).page
