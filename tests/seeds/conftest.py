"""The demonstration: its raw files, read once, and the whole of it, loaded once a database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from seeds.demonstration import charger_demonstration
from socle import db, horloge
from tests.conftest import nouvelle_base
from tests.seeds.contenu import (
    SEEDS,
    Fiche,
    lignes,
    tous_les_producteurs,
    tous_les_produits,
)
from tests.seeds.demonstration import MAINTENANT, poser_la_loire


@pytest.fixture(scope="session")
def producteurs() -> list[Fiche]:
    return tous_les_producteurs()


@pytest.fixture(scope="session")
def par_slug(producteurs: list[Fiche]) -> dict[str, Fiche]:
    return {fiche["slug"]: fiche for fiche in producteurs}


@pytest.fixture(scope="session")
def produits() -> list[dict[str, str]]:
    return tous_les_produits()


@pytest.fixture(scope="session")
def catalogue(produits: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    return {(ligne["producteur"], ligne["nom"]): ligne for ligne in produits}


@pytest.fixture(scope="session")
def communes() -> dict[str, dict[str, str]]:
    return {ligne["code_insee"]: ligne for ligne in lignes(SEEDS / "communes.csv", ",")}


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def moteur_charge(request: pytest.FixtureRequest, app: Flask, dossier: Path) -> Iterator[sa.Engine]:
    """An engine on a database where the demonstration was loaded, at ``MAINTENANT``."""
    moteur = db.ouvrir_moteur(nouvelle_base(request.param, dossier, "demonstration"))
    db.Base.metadata.create_all(moteur)
    db.brancher(moteur)
    with app.app_context(), horloge.arretee_a(MAINTENANT):
        with db.transaction():
            poser_la_loire()
        charger_demonstration()
    db.session.remove()
    yield moteur
    moteur.dispose()


@pytest.fixture
def demonstration(app: Flask, moteur_charge: sa.Engine) -> Iterator[sa.Connection]:
    """The test's own view of the demonstration, at the instant when it was loaded."""
    jeton = db.ecriture.set(True)
    with moteur_charge.connect() as connexion:
        exterieure = connexion.begin()
        db.ecriture.reset(jeton)
        db.brancher(connexion, join_transaction_mode="create_savepoint")
        with app.app_context(), horloge.arretee_a(MAINTENANT):
            yield connexion
        db.session.remove()
        exterieure.rollback()
