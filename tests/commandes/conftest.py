"""Fixtures of the resident's pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest
from flask import Flask
from flask.testing import FlaskClient

from socle.comptes.models import Compte
from territoires.models import Lieu
from tests import fabrique
from tests.commandes.marche import CHEZ_CAMILLE, Marche, marche

Habiter = Callable[[Lieu], None]


@pytest.fixture
def habiter(client: FlaskClient) -> Habiter:
    """The visitor has said where he lives."""

    def _habiter(lieu: Lieu = CHEZ_CAMILLE) -> None:
        with client.session_transaction() as cookie:
            cookie["lieu"] = asdict(lieu)

    return _habiter


@pytest.fixture
def place(app: Flask, client: FlaskClient) -> Marche:
    """An open market and a visitor without an account."""
    with app.app_context():
        return marche()


@pytest.fixture
def camille(
    app: Flask, client: FlaskClient, connecter: Callable[[FlaskClient, Compte], None]
) -> int:
    """Camille has signed in; the number of her account."""
    with app.app_context():
        compte = fabrique.compte(telephone="+33612345678")
        connecter(client, compte)
        return compte.id
