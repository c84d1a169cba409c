"""Places are taken and given back by the database, in one statement each."""

from __future__ import annotations

from sqlalchemy import update

from livraisons.errors import FenetreComplete
from livraisons.models import CreneauLivraison, Distribution, Mode
from socle.db import session


def _table(mode: Mode) -> type[Distribution] | type[CreneauLivraison]:
    return CreneauLivraison if mode is Mode.DOMICILE else Distribution


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
