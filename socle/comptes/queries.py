"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from socle.comptes.errors import LienPerime
from socle.comptes.models import Compte
from socle.db import session

EN_VITRINE = 6
"""How many of the demonstration's accounts the sign-in page proposes: one for each side."""


def compte_par_numero(numero: int) -> Compte | None:
    """The account with its habilitations, in two queries at most."""
    return session.get(Compte, numero)


def compte_a_la_version(numero: int, version: int) -> Compte:
    """The account that a link was made for; ``LienPerime`` once the account has moved on."""
    compte = compte_par_numero(numero)
    if compte is None or compte.version != version:
        raise LienPerime
    return compte


def compte_par_courriel(courriel: str) -> Compte | None:
    """The account of this address, whatever its case."""
    return session.scalar(select(Compte).where(Compte.courriel == courriel.strip().lower()))


def comptes_de_demonstration() -> Sequence[Compte]:
    """The accounts that the sign-in page proposes: the first that the demonstration made."""
    return session.scalars(
        select(Compte).where(Compte.demonstration != "").order_by(Compte.id).limit(EN_VITRINE)
    ).all()
