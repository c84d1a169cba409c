"""What the home pages and the health page show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from commandes.models import EtatVente, Vente
from commandes.queries import ventes_de
from livraisons.models import Distribution
from livraisons.queries import producteurs_livrant
from producteurs.models import Dossier, Producteur
from socle import horloge
from socle.db import session
from territoires.models import Lieu, Plateforme, distance_km

RETRAITS_MONTRES = 6


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
    return (
        session.scalar(
            select(func.count())
            .select_from(Producteur)
            .join(Producteur.dossier)
            .where(
                Producteur.departement.in_(plateforme.departements),
                Dossier.en_regle(horloge.aujourdhui()),
            )
        )
        or 0
    )


def nombre_qui_livrent(plateforme: Plateforme, lieu: Lieu) -> int:
    """How many public producteurs of the perimeter deliver at ``lieu`` themselves."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Producteur)
            .join(Producteur.dossier)
            .where(
                Producteur.departement.in_(plateforme.departements),
                Dossier.en_regle(horloge.aujourdhui()),
                Producteur.id.in_(producteurs_livrant(lieu)),
            )
        )
        or 0
    )
