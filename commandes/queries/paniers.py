"""Carts, by the secret of the visitor's session."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from commandes.models import LignePanier, Offre, PanierEnCours, Vente
from commandes.queries.ventes import retraits
from producteurs.models import Producteur
from socle.db import session
from socle.errors import Introuvable


def _avec_lignes() -> Select[PanierEnCours]:
    """Carts with lines, products, farms and whether these are in order: two queries."""
    return select(PanierEnCours).options(
        selectinload(PanierEnCours.lignes)
        .joinedload(LignePanier.offre)
        .options(
            joinedload(Offre.produit),
            joinedload(Offre.producteur).joinedload(Producteur.dossier),
        )
    )


def panier_en_cours(cle: str, vente_id: int, *, verrou: bool = False) -> PanierEnCours | None:
    """The cart of this visitor for one sale, not yet an order, with lines, products and farms.

    ``verrou`` keeps its row until the commit, so that two presses count one after the other.
    """
    requete = (
        _avec_lignes()
        .where(
            PanierEnCours.cle == cle,
            PanierEnCours.vente_id == vente_id,
            PanierEnCours.commande_reference.is_(None),
        )
        .order_by(PanierEnCours.id.desc())
        .limit(1)
    )
    if verrou:
        requete = requete.with_for_update(of=PanierEnCours)
    return session.scalar(requete.execution_options(populate_existing=verrou))


def panier_du_visiteur(cle: str, numero: int) -> PanierEnCours:
    """One cart of this visitor, even if it has become an order meanwhile; or ``Introuvable``."""
    trouve = session.scalar(
        _avec_lignes().where(PanierEnCours.cle == cle, PanierEnCours.id == numero)
    )
    if trouve is None:
        raise Introuvable
    return trouve


def paniers_en_cours(cle: str) -> Sequence[PanierEnCours]:
    """This visitor's carts that hold something, last touched first, with lines, and their sales
    with windows. Five queries for any number of carts."""
    return session.scalars(
        _avec_lignes()
        .where(
            PanierEnCours.cle == cle,
            PanierEnCours.commande_reference.is_(None),
            PanierEnCours.lignes.any(),
        )
        .options(joinedload(PanierEnCours.vente).options(joinedload(Vente.plateforme), *retraits()))
        .order_by(PanierEnCours.modifie_le.desc(), PanierEnCours.id.desc())
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
