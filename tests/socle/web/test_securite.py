"""What browsers and proxies may keep, and from which pages a form may come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from socle.comptes.models import Compte
from tests import fabrique

Connecter = Callable[[FlaskClient, Compte], None]


def gardee(client: FlaskClient, adresse: str) -> str | None:
    """What the page says about being kept."""
    return client.get(adresse).headers.get("Cache-Control")


@pytest.mark.parametrize("adresse", ["/", "/accessibilite", "/compte/", "/nulle/part"])
def test_les_pages_d_une_personne_connectee_ne_sont_gardees_nulle_part(
    client: FlaskClient, connecter: Connecter, adresse: str
) -> None:
    assert gardee(client, "/accessibilite") is None
    connecter(client, fabrique.compte())
    assert gardee(client, adresse) == "no-store"


@pytest.mark.parametrize(
    "cookie", [{"panier": "cle"}, {"lieu": {"nom": "Montbrison"}}, {"message": {"pour": "a@b.fr"}}]
)
def test_ce_qu_un_visiteur_a_compose_n_est_garde_nulle_part(
    client: FlaskClient, cookie: dict[str, object]
) -> None:
    with client.session_transaction() as temoin:
        temoin.update(cookie)
    assert gardee(client, "/commande") == "no-store"


def test_un_message_ne_se_relit_pas_en_revenant_en_arriere(client: FlaskClient) -> None:
    with client.session_transaction() as temoin:
        temoin["_flashes"] = [("succes", "Votre adresse est changée.")]
    assert gardee(client, "/accessibilite") == "no-store"
    assert gardee(client, "/accessibilite") is None


def test_ce_qui_est_public_se_garde_meme_par_une_personne_connectee(
    client: FlaskClient, connecter: Connecter
) -> None:
    fabrique.plateforme("loire")
    connecter(client, fabrique.compte())
    assert gardee(client, "/api/v1/plateformes") == "public, max-age=60"
    with client.session_transaction() as temoin:
        temoin.clear()
        temoin.update(plateforme="loire", _fresh=False)
    assert gardee(client, "/accessibilite") is None


@pytest.fixture
def protege(app: Flask) -> Iterator[Flask]:
    """The site with its forms protected, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def envoyer(client: FlaskClient, entetes: dict[str, str], *, jeton: bool = True) -> int:
    """Status of a sign-in form sent over https with ``entetes``."""
    page = client.get("/compte/connexion", base_url="https://cabas.example")
    lu = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert lu
    return client.post(
        "/compte/connexion",
        base_url="https://cabas.example",
        data={"csrf_token": lu[1] if jeton else "", "courriel": "", "mot_de_passe": ""},
        headers=entetes,
    ).status_code


LUE = 422
"""The form was read, and is shown again with its faults."""


@pytest.mark.parametrize(
    "entetes",
    [
        {},
        {"Origin": "https://cabas.example"},
        {"Origin": "null"},
        {"Referer": "https://cabas.example/compte/connexion"},
    ],
)
def test_un_navigateur_discret_peut_envoyer_un_formulaire(
    protege: Flask, client: FlaskClient, entetes: dict[str, str]
) -> None:
    assert envoyer(client, entetes) == LUE
    assert envoyer(client, entetes, jeton=False) == 400


@pytest.mark.parametrize(
    "origine",
    [
        "https://ailleurs.example",
        "http://cabas.example",
        "https://cabas.example:8443",
        "https://cabas.example.ailleurs.example",
    ],
)
def test_un_formulaire_venu_d_un_autre_site_est_refuse(
    protege: Flask, client: FlaskClient, origine: str
) -> None:
    assert envoyer(client, {"Origin": origine}) == 403
