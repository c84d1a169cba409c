"""Stock is taken and given back by the database, one statement an offer, in order of number."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from commandes.errors import OffreInconnue, ProduitEpuise, StockInsuffisant
from commandes.models import Offre
from socle.db import session


def prendre_stock(quantites: Mapping[int, int]) -> None:
    """Take units by number of offer, or raise naming what is left.

    A negative quantity gives units back. Always in id order, whichever way, so that two orders
    never wait for each other in a circle.
    """
    for offre_id, quantite in sorted(quantites.items()):
        if quantite == 0:
            continue
        prise = session.execute(
            update(Offre)
            .where(Offre.id == offre_id, Offre.stock >= quantite)
            .values(stock=Offre.stock - quantite)
            .returning(Offre.id)
            .execution_options(synchronize_session=False)
        ).first()
        if prise is None:
            raise _refus(offre_id)


def rendre_stock(quantites: Mapping[int, int]) -> None:
    """Give units back by number of offer."""
    prendre_stock({offre_id: -quantite for offre_id, quantite in quantites.items()})


def tenir_stocks(vente_id: int) -> None:
    """Keep every stock of a sale until the commit, in id order."""
    session.execute(
        select(Offre.id).where(Offre.vente_id == vente_id).order_by(Offre.id).with_for_update()
    )


def _refus(offre_id: int) -> OffreInconnue | ProduitEpuise | StockInsuffisant:
    offre = session.scalar(
        select(Offre)
        .where(Offre.id == offre_id)
        .options(joinedload(Offre.produit))
        .execution_options(populate_existing=True)
    )
    if offre is None:
        return OffreInconnue()
    if offre.stock == 0:
        return ProduitEpuise(nom=offre.produit.nom)
    return StockInsuffisant(nom=offre.produit.nom, reste=offre.stock)
