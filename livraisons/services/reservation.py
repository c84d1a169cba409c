"""Places are taken and given back by the database, in one statement each."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from livraisons.errors import FenetreComplete
from livraisons.models import CreneauLivraison, Distribution, Mode
from socle.db import session


def _table(mode: Mode) -> type[Distribution] | type[CreneauLivraison]:
    return CreneauLivraison if mode is Mode.DOMICILE else Distribution


def tenir_fenetres(fenetres: Iterable[Distribution | CreneauLivraison]) -> None:
    """Keep these windows until the commit: distributions then slots, each in id order.

    Whoever touches several takes them here first, so that nobody waits in a circle.
    """
    toutes = list(fenetres)
    for table in (Distribution, CreneauLivraison):
        numeros = sorted({f.id for f in toutes if isinstance(f, table)})
        if numeros:
            session.execute(
                select(table.id).where(table.id.in_(numeros)).order_by(table.id).with_for_update()
            )


def prendre_place(mode: Mode, fenetre_id: int, *, nom: str) -> None:
    """Take one place of a distribution or slot, or raise ``FenetreComplete`` naming it."""
    table = _table(mode)
    prise = session.execute(
        update(table)
        .where(table.id == fenetre_id, table.places >= 1)
        .values(places=table.places - 1)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).first()
    if prise is None:
        raise FenetreComplete(nom=nom)


def liberer_place(mode: Mode, fenetre_id: int) -> None:
    """Give one place back."""
    table = _table(mode)
    session.execute(
        update(table)
        .where(table.id == fenetre_id)
        .values(places=table.places + 1)
        .execution_options(synchronize_session=False)
    )
