"""What a farmer prepares: what to harvest, what to pack and for whom. His own products only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from commandes.models import (
    Commande,
    EtatCommande,
    LigneCommande,
    Offre,
    Part,
    Vente,
    VenteProducteur,
)
from livraisons.models import CreneauLivraison, Distribution, Livraison
from producteurs.models import Composition, Produit
from socle.db import session


@dataclass(frozen=True, slots=True)
class LigneRecolte:
    """So many units of a product for a whole sale; baskets are opened into what they hold."""

    produit: Produit
    quantite: int


def ventes_du_producteur(producteur_id: int, depuis: datetime) -> Sequence[Vente]:
    """The sales that this producteur may join or is in, that end after ``depuis``."""
    return session.scalars(
        select(Vente)
        .join(VenteProducteur, VenteProducteur.vente_id == Vente.id)
        .where(
            VenteProducteur.producteur_id == producteur_id,
            Vente.fin > depuis,
            Vente.annulee_le.is_(None),
        )
        .options(
            joinedload(Vente.plateforme),
            selectinload(Vente.distributions).joinedload(Distribution.point_relais),
            selectinload(Vente.creneaux).joinedload(CreneauLivraison.zone),
        )
        .order_by(Vente.cloture)
    ).all()


def parts_a_preparer(producteur_id: int, vente_id: int) -> Sequence[Part]:
    """This producteur's share in each confirmed order of a sale, with lines and destination.

    The buyer shows as a first name and a number: nothing else of him is for a producteur.
    """
    return session.scalars(
        select(Part)
        .join(Part.commande)
        .join(Commande.livraison)
        .where(
            Part.producteur_id == producteur_id,
            Commande.vente_id == vente_id,
            Commande.etat == EtatCommande.CONFIRMEE,
        )
        .options(
            contains_eager(Part.commande)
            .contains_eager(Commande.livraison)
            .options(
                joinedload(Livraison.distribution).joinedload(Distribution.point_relais),
                joinedload(Livraison.creneau).joinedload(CreneauLivraison.zone),
            ),
            selectinload(Part.lignes),
        )
        .order_by(Livraison.distribution_id, Livraison.creneau_id, Commande.reference)
    ).all()


def recolte(producteur_id: int, vente_id: int) -> list[LigneRecolte]:
    """What to harvest for a sale: each product once, baskets opened. Two queries."""
    lignes = session.execute(
        select(Produit, LigneCommande.quantite)
        .join(Offre, Offre.produit_id == Produit.id)
        .join(LigneCommande, LigneCommande.offre_id == Offre.id)
        .join(Part, Part.id == LigneCommande.part_id)
        .join(Commande, Commande.id == Part.commande_id)
        .where(
            Part.producteur_id == producteur_id,
            Commande.vente_id == vente_id,
            Commande.etat == EtatCommande.CONFIRMEE,
        )
    ).all()
    compositions: dict[int, list[Composition]] = defaultdict(list)
    for composition in session.scalars(
        select(Composition)
        .where(Composition.panier_id.in_({produit.id for produit, _ in lignes}))
        .options(joinedload(Composition.produit))
    ):
        compositions[composition.panier_id].append(composition)
    quantites: dict[Produit, int] = defaultdict(int)
    for produit, quantite in lignes:
        if composants := compositions.get(produit.id):
            for composant in composants:
                quantites[composant.produit] += quantite * composant.quantite
        else:
            quantites[produit] += quantite
    return [
        LigneRecolte(produit, quantite)
        for produit, quantite in sorted(quantites.items(), key=lambda q: (q[0].famille, q[0].nom))
    ]
