"""The side menu says where one is: one entry, whatever the depth of the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from socle.comptes.models import Compte, Role
from tests import fabrique


@pytest.fixture
def ferme(client: FlaskClient, connecter: Callable[[FlaskClient, Compte], None]) -> int:
    """The number of a farm, its farmer signed in."""
    numero = fabrique.producteur("Ferme du Pont").id
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, numero)]))
    return numero


@pytest.mark.parametrize(
    ("page", "entree"),
    [
        ("", "Ma fiche"),
        ("/fiche", "Ma fiche"),
        ("/semaine", "Ma semaine"),
        ("/catalogue", "Mes produits"),
        ("/produits/nouveau", "Mes produits"),
        ("/paniers/nouveau", "Mes produits"),
        ("/zones", "Mes livraisons"),
        ("/zones/nouvelle", "Mes livraisons"),
    ],
)
def test_le_menu_ne_marque_que_l_entree_ou_l_on_est(
    client: FlaskClient, ferme: int, page: str, entree: str
) -> None:
    vue = client.get(f"/espace/fermes/{ferme}{page}")
    assert vue.status_code == 200
    menu = re.search(r'<nav class="menu-lateral".*?</nav>', vue.text, re.DOTALL)
    assert menu
    marquees = re.findall(r"<a [^>]*aria-current[^>]*>.*?</a>", menu[0], re.DOTALL)
    assert len(marquees) == 1
    assert entree in marquees[0]
