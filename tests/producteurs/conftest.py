"""A farmer signed in, and her farm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from producteurs.models import Producteur
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def fermiere(client: FlaskClient, connecter: Connecter) -> Compte:
    compte = fabrique.compte("Jeanne")
    connecter(client, compte)
    session.expunge_all()
    return compte


@pytest.fixture
def ferme(client: FlaskClient, connecter: Connecter) -> Producteur:
    """A validated farm, its farmer signed in."""
    producteur = fabrique.producteur("Ferme du Pont")
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, producteur.id)]))
    session.expunge_all()  # a request ends the session: what the test holds must not expire with it
    return producteur
