"""The demonstration's raw files, read once."""

import pytest

from tests.seeds.contenu import (
    SEEDS,
    Fiche,
    lignes,
    tous_les_producteurs,
    tous_les_produits,
)


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
