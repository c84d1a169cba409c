"""The side menu says where one is: one entry, whatever the depth of the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from producteurs.models import EtatDossier
from socle.comptes.models import Compte, Role
from tests import fabrique


def entrees_marquees(page: str) -> list[str]:
    """The words of the entries of the side menu that say « you are here »."""
    menu = re.search(r'<nav class="menu-lateral".*?</nav>', page, re.DOTALL)
    assert menu
    return re.findall(r"<a [^>]*aria-current[^>]*>.*?<span>(.*?)</span>", menu[0], re.DOTALL)


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
    assert entrees_marquees(vue.text) == [entree]


@pytest.mark.parametrize(
    ("page", "entree"),
    [
        ("", "Toutes les fermes"),
        ("a-instruire", "À instruire"),
        ("propositions", "Modifications"),
        ("doublons", "Doublons"),
        ("fusions", "Doublons"),
        ("imports", "Imports"),
        ("imports/nouveau", "Imports"),
        ("regles", "Règles de la chambre"),
    ],
)
def test_le_menu_de_la_chambre_marque_la_liste_ou_l_on_est(
    client: FlaskClient, connecter: Callable[[FlaskClient, Compte], None], page: str, entree: str
) -> None:
    fabrique.producteur()
    connecter(client, fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]))
    assert entrees_marquees(client.get(f"/equipe/producteurs/{page}").text) == [entree]


def test_le_bureau_compte_ce_qui_attend(
    client: FlaskClient, connecter: Callable[[FlaskClient, Compte], None]
) -> None:
    fabrique.producteur("À lire", etat=EtatDossier.SOUMIS)
    lyon = fabrique.commune("69123", nom="Lyon", departement="69")
    fabrique.producteur("Ailleurs", commune=lyon, etat=EtatDossier.SOUMIS)
    connecter(client, fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]))
    page = client.get("/equipe/").text
    compteur = re.search(r'href="/equipe/producteurs/a-instruire"><span class="nombre">(\d+)', page)
    assert compteur
    assert compteur[1] == "1"
