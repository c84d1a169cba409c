"""What a farmer prepares: what to harvest, what to pack and for whom. His own products only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from commandes.models import Commande, EtatCommande, LigneCommande, Offre, Part
from livraisons.models import CreneauLivraison, Distribution, Livraison, PointRelais
from producteurs.models import Composition, Produit
from socle.db import session
from socle.errors import Introuvable
from socle.typographie import sans_accents


@dataclass(frozen=True, slots=True)
class LigneRecolte:
    """So many units of a product for a whole sale; baskets are opened into what they hold."""

    produit: Produit
    quantite: int


@dataclass(frozen=True, slots=True)
class PanierAComposer:
    """So many composed baskets of a kind, and what goes into each."""

    panier: Produit
    quantite: int
    composants: tuple[Composition, ...]


def _a_preparer(producteur_id: int, vente_id: int) -> ColumnElement[bool]:
    return and_(
        Part.producteur_id == producteur_id,
        Commande.vente_id == vente_id,
        Commande.etat == EtatCommande.CONFIRMEE,
    )


def _parts_de(producteur_id: int, vente_id: int) -> Select[Part]:
    """The buyer shows as a first name and a number: nothing else of him is for a producteur."""
    return (
        select(Part)
        .join(Part.commande)
        .join(Commande.livraison)
        .where(_a_preparer(producteur_id, vente_id))
        .options(
            contains_eager(Part.commande)
            .contains_eager(Commande.livraison)
            .options(
                joinedload(Livraison.distribution)
                .joinedload(Distribution.point_relais)
                .joinedload(PointRelais.commune),
                joinedload(Livraison.creneau).joinedload(CreneauLivraison.zone),
            ),
            selectinload(Part.lignes).joinedload(LigneCommande.offre).joinedload(Offre.produit),
        )
    )


def parts_a_preparer(producteur_id: int, vente_id: int) -> Sequence[Part]:
    """This producteur's share in each confirmed order of a sale, with lines and destination, by
    time of the window then number of the order. Two queries."""
    parts = session.scalars(_parts_de(producteur_id, vente_id)).all()
    return sorted(
        parts,
        key=lambda p: (
            p.commande.livraison.fenetre.debut,
            p.commande.livraison.mode,
            p.commande.livraison.fenetre.id,
            p.commande.reference,
        ),
    )


def part_a_preparer(producteur_id: int, vente_id: int, numero: int) -> Part:
    """One of the shares of ``parts_a_preparer``, or ``Introuvable``. Two queries."""
    part = session.scalar(_parts_de(producteur_id, vente_id).where(Part.id == numero))
    if part is None:
        raise Introuvable
    return part


def _rang(produit: Produit) -> tuple[str, str]:
    """Families together, then names as a dictionary has them."""
    return produit.famille, sans_accents(produit.nom)


def _quantites(producteur_id: int, vente_id: int) -> dict[Produit, int]:
    """Units of each product as they were ordered, baskets whole. One query."""
    quantites: dict[Produit, int] = defaultdict(int)
    for produit, quantite in session.execute(
        select(Produit, LigneCommande.quantite)
        .join(Offre, Offre.produit_id == Produit.id)
        .join(LigneCommande, LigneCommande.offre_id == Offre.id)
        .join(Part, Part.id == LigneCommande.part_id)
        .join(Commande, Commande.id == Part.commande_id)
        .where(_a_preparer(producteur_id, vente_id))
    ):
        quantites[produit] += quantite
    return quantites


def _compositions(paniers: Iterable[int]) -> dict[int, list[Composition]]:
    """What these baskets hold, by number of basket. One query."""
    compositions: dict[int, list[Composition]] = defaultdict(list)
    for composition in session.scalars(
        select(Composition)
        .where(Composition.panier_id.in_(list(paniers)))
        .options(joinedload(Composition.produit))
        .order_by(Composition.produit_id)
    ):
        compositions[composition.panier_id].append(composition)
    return compositions


def recolte(producteur_id: int, vente_id: int) -> list[LigneRecolte]:
    """What to harvest for a sale: each product once, baskets opened. Two queries."""
    commandees = _quantites(producteur_id, vente_id)
    compositions = _compositions(p.id for p in commandees)
    quantites: dict[Produit, int] = defaultdict(int)
    for produit, quantite in commandees.items():
        if composants := compositions.get(produit.id):
            for composant in composants:
                quantites[composant.produit] += quantite * composant.quantite
        else:
            quantites[produit] += quantite
    return [
        LigneRecolte(produit, quantite)
        for produit, quantite in sorted(quantites.items(), key=lambda q: _rang(q[0]))
    ]


def paniers_a_composer(producteur_id: int, vente_id: int) -> list[PanierAComposer]:
    """The composed baskets to fill for a sale, with what each holds. Two queries."""
    commandees = _quantites(producteur_id, vente_id)
    compositions = _compositions(p.id for p in commandees)
    return [
        PanierAComposer(produit, quantite, tuple(compositions[produit.id]))
        for produit, quantite in sorted(commandees.items(), key=lambda q: _rang(q[0]))
        if produit.id in compositions
    ]
