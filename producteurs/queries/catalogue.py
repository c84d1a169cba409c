"""Reading what a producteur sells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from producteurs.models import Composition, Nature, Panier, Producteur, Produit
from socle.db import session
from socle.errors import Introuvable


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is sold now, by name. ``paniers`` have their components with their products."""

    produits: Sequence[Produit]
    paniers: Sequence[Panier]

    @property
    def vide(self) -> bool:
        return not self.produits and not self.paniers


def catalogue(producteur: Producteur) -> Catalogue:
    """The products and baskets of a producteur that are not withdrawn; three queries at most."""
    actifs = (Produit.producteur_id == producteur.id, Produit.actif)
    produits = session.scalars(
        select(Produit).where(*actifs, Produit.nature == Nature.PRODUIT).order_by(Produit.nom)
    ).all()
    paniers = session.scalars(
        select(Panier)
        .where(Panier.producteur_id == producteur.id, Panier.actif)
        .options(selectinload(Panier.composants).joinedload(Composition.produit))
        .order_by(Panier.nom)
    ).all()
    return Catalogue(produits, paniers)


def vendu_par(producteur: Producteur, numero: int) -> Produit:
    """A product or basket of this producteur still on sale now, or ``Introuvable``."""
    vendu = session.scalars(
        select(Produit)
        .where(Produit.id == numero, Produit.producteur_id == producteur.id, Produit.actif)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if vendu is None:
        raise Introuvable
    return vendu


def produit_de(producteur: Producteur, numero: int) -> Produit:
    """The same for a product only."""
    produit = vendu_par(producteur, numero)
    if produit.nature is not Nature.PRODUIT:
        raise Introuvable
    return produit


def panier_de(producteur: Producteur, numero: int) -> Panier:
    """The same for a basket, with its components; two queries."""
    panier = session.scalars(
        select(Panier)
        .where(Panier.id == numero, Panier.producteur_id == producteur.id, Panier.actif)
        .options(selectinload(Panier.composants).joinedload(Composition.produit))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if panier is None:
        raise Introuvable
    return panier


def noms_des_produits(producteur: Producteur) -> Sequence[str]:
    """The names of all that is sold, for the text search."""
    return session.scalars(
        select(Produit.nom)
        .where(Produit.producteur_id == producteur.id, Produit.actif)
        .order_by(Produit.nom)
    ).all()


def paniers_contenant(produit: Produit) -> Sequence[Panier]:
    """The baskets still on sale that hold ``produit``, with their components, as they are now."""
    return session.scalars(
        select(Panier)
        .where(
            Panier.id.in_(
                select(Composition.panier_id).where(Composition.produit_id == produit.id)
            ),
            Panier.actif,
        )
        .options(selectinload(Panier.composants).joinedload(Composition.produit))
        .execution_options(populate_existing=True)
    ).all()


def produits_par_numero(producteur: Producteur, numeros: Iterable[int]) -> dict[int, Produit]:
    """Of these numbers, the products of this producteur that may go into a basket now."""
    trouves = session.scalars(
        select(Produit)
        .where(
            Produit.id.in_(list(numeros)),
            Produit.producteur_id == producteur.id,
            Produit.nature == Nature.PRODUIT,
            Produit.actif,
        )
        .execution_options(populate_existing=True)
    )
    return {produit.id: produit for produit in trouves}
