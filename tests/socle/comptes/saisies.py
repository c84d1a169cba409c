"""What people type in the tests of accounts."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

COURRIEL = "camille@cabas.example"
MOT_DE_PASSE = "trois poules rousses"
AUTRE_MOT_DE_PASSE = "quatre canards verts"


def s_inscrire(client: FlaskClient, courriel: str = COURRIEL, **autres: str) -> TestResponse:
    """Send the sign-up form."""
    donnees = {
        "prenom": "Camille",
        "nom": "Faure",
        "courriel": courriel,
        "telephone": "06 12 34 56 78",
        "nouveau_mot_de_passe": MOT_DE_PASSE,
    } | autres
    return client.post("/compte/inscription", data=donnees)


def se_connecter(
    client: FlaskClient, courriel: str = COURRIEL, mot_de_passe: str = MOT_DE_PASSE, suite: str = ""
) -> TestResponse:
    """Send the sign-in form."""
    donnees = {"courriel": courriel, "mot_de_passe": mot_de_passe, "suite": suite}
    return client.post("/compte/connexion", data=donnees)


def est_connecte(client: FlaskClient) -> bool:
    """Whether this browser's visitor may open the page of his account."""
    return client.get("/compte/mot-de-passe").status_code == 200


def anonyme(page: TestResponse, courriel: str) -> str:
    """The page without what differs each time: its nonces and the address typed."""
    return re.sub(r'nonce="[^"]*"', "", page.text).replace(courriel, "X")
