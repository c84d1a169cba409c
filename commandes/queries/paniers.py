"""Carts, by the secret of the visitor's session."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from commandes.models import LignePanier, Offre, PanierEnCours, Vente
from socle.db import session


def panier_en_cours(cle: str, vente_id: int) -> PanierEnCours | None:
    """The cart of this visitor for one sale, not yet an order, with lines, products and farms."""
    return session.scalar(
        select(PanierEnCours)
        .where(
            PanierEnCours.cle == cle,
            PanierEnCours.vente_id == vente_id,
            PanierEnCours.commande_reference.is_(None),
        )
        .options(
            selectinload(PanierEnCours.lignes)
            .joinedload(LignePanier.offre)
            .options(joinedload(Offre.produit), joinedload(Offre.producteur))
        )
        .order_by(PanierEnCours.id.desc())
        .limit(1)
    )


def paniers_en_cours(cle: str) -> Sequence[PanierEnCours]:
    """This visitor's carts that hold something, last touched first, with their sales."""
    return session.scalars(
        select(PanierEnCours)
        .where(
            PanierEnCours.cle == cle,
            PanierEnCours.commande_reference.is_(None),
            PanierEnCours.lignes.any(),
        )
        .options(joinedload(PanierEnCours.vente).joinedload(Vente.plateforme))
        .order_by(PanierEnCours.modifie_le.desc())
    ).all()


def compter_unites(cle: str) -> int:
    """How many units this visitor's carts hold, for the figure beside « Votre commande »."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(LignePanier.quantite), 0))
            .join(PanierEnCours, PanierEnCours.id == LignePanier.panier_id)
            .where(PanierEnCours.cle == cle, PanierEnCours.commande_reference.is_(None))
        )
        or 0
    )
