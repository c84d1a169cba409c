"""Reading the settings of a chamber."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from producteurs.models import ReglesChambre
from socle.db import session
from territoires.models import Departement


def regles_de(departement: str) -> ReglesChambre:
    """What the chamber of this département has set, else the defaults; one query at most."""
    return session.get(ReglesChambre, departement) or ReglesChambre.par_defaut(departement)


def regles_des(departements: Sequence[str]) -> Mapping[str, ReglesChambre]:
    """The same for several départements, in one query."""
    posees = session.scalars(
        select(ReglesChambre).where(ReglesChambre.departement.in_(departements))
    )
    connues = {regles.departement: regles for regles in posees}
    return {code: connues.get(code) or ReglesChambre.par_defaut(code) for code in departements}


def noms_des_departements(codes: Sequence[str]) -> Mapping[str, str]:
    """The name of each, by code."""
    lignes = session.execute(
        select(Departement.code, Departement.nom)
        .where(Departement.code.in_(codes))
        .order_by(Departement.code)
    )
    return {ligne.code: ligne.nom for ligne in lignes}
