"""The gestures of a buyer on the pages: put in, choose, fill in, press."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from commandes.models import Commande
from socle.db import session
from tests.commandes.marche import (
    Marche,
)

HTMX = {"HX-Request": "true"}


def offre(m: Marche, nom: str) -> int:
    return m.offre(getattr(m, nom)).id


def poser(
    client: FlaskClient,
    m: Marche,
    quantite: object,
    nom: str = "carottes",
    *,
    suite: str = "",
    entetes: Mapping[str, str] | None = None,
) -> TestResponse:
    adresse = f"/commande/{m.numero}/lignes/{offre(m, nom)}{suite}"
    return client.post(adresse, data={"quantite": quantite}, headers=dict(entetes or {}))


CAMILLE = {
    "prenom": "Camille",
    "nom_famille": "Essai",
    "telephone": "06 12 34 56 78",
    "moyen": "sur_place",
}
CHEZ_ELLE = {"adresse": "12 rue Tupinerie", "ville": "42600 Montbrison", "consigne": "Code 45"}


def choisir(client: FlaskClient, m: Marche, option: str, carottes: int = 2) -> None:
    poser(client, m, carottes)
    reponse = client.post(f"/commande/{m.numero}/retrait", data={"option": option})
    assert reponse.status_code == 303


def caches(page: str) -> dict[str, str]:
    """What the form carries without showing it."""
    return dict(re.findall(r'name="(panier|total|option)" value="([^"]*)"', page))


def valider(client: FlaskClient, m: Marche, **champs: str) -> TestResponse:
    """Open the checkout, fill it in, press the button."""
    page = client.get(f"/commande/{m.numero}/valider").text
    donnees = caches(page) | CAMILLE | champs
    return client.post(f"/commande/{m.numero}/valider", data=donnees)


def commandes() -> list[Commande]:
    return list(session.scalars(select(Commande).order_by(Commande.id)))
