"""Two entries of one farm, and what the database holds before and after they are one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.factory import SUITES_FUSION
from producteurs.models import (
    EtatDossier,
    Famille,
    Fusion,
    ModeVente,
    Producteur,
)
from producteurs.services.fiche import indexer
from producteurs.services.fusion import (
    annuler_fusion,
    fusionner,
)
from socle.comptes.models import Compte, Role
from socle.db import Base, session
from tests import fabrique

MOUVANTES = {
    "comptes",
    "ecritures",
    "envois",
    "fusions",
    "lignes_journal",
    "rapprochements",
    "revisions",
}
"""Tables that only grow, or whose pairs are told apart below."""


def agent(*departements: str) -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, d) for d in departements or ("42",)])


def reunir(
    garde: Producteur, absorbe: Producteur, par: Compte | None = None, **choix: str
) -> Fusion:
    return fusionner(garde, absorbe, choix, par=par or agent(), suites=SUITES_FUSION)


def defaire(fusion: Fusion) -> None:
    annuler_fusion(fusion, par=agent(), suites=SUITES_FUSION)


def deux_fermes(**autres: Any) -> tuple[Producteur, Producteur]:
    """One with all its goods and people, the other as a file could have brought it."""
    garde = fabrique.producteur("Ferme de Piamot", etat=EtatDossier.VALIDE)
    absorbe = fabrique.producteur(
        "La Ferme de Piamot",
        **{
            "etat": EtatDossier.SOUMIS,
            "familles": [Famille.FRUITS],
            "modes": [ModeVente.MARCHE],
            "telephone": "+33477000000",
            "description": "Des poires.",
            **autres,
        },
    )
    return garde, absorbe


def photographier(garde: Producteur, absorbe: Producteur) -> dict[str, Any]:
    """Every row of every table, but for what only grows and the agents' own roles."""
    session.expire_all()
    indexer(garde)
    indexer(absorbe)
    session.flush()
    photo = {}
    for table in Base.metadata.sorted_tables:
        if table.name in MOUVANTES:
            continue
        colonnes = [c for c in table.c if c.name not in {"version", "modifie_le"}]
        requete = sa.select(*colonnes).order_by(*table.primary_key)
        if table.name == "habilitations":
            requete = requete.where(table.c.role == Role.PRODUCTEUR)
        lignes = session.execute(requete).all()
        photo[table.name] = [tuple(ligne) for ligne in lignes]
    return photo
