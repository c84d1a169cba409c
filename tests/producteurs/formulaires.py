"""What a farmer sends by the forms of her space, and what is kept of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from producteurs import queries
from producteurs.models import Producteur, Produit
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.producteurs.saisies import nouveau_siret

Connecter = Callable[[FlaskClient, Compte], None]


def inscription(**autres: str) -> dict[str, str]:
    fabrique.commune()
    return {
        "nom": "Les Jardins du Lignon",
        "siret": nouveau_siret(),
        "genre": "ferme",
        "commune": "Montbrison (42600)",
        "adresse": "Le Bourg",
        "lat": "",
        "lon": "",
    } | autres


def fiche(**autres: Any) -> dict[str, Any]:
    """The fields of a record's form but its identity (``identite``), from its first state."""
    return {
        "version": "1",
        "adresse": "Le Bourg",
        "lat": "45,61",
        "lon": "4.07",
        "description": "Des légumes de plein champ.",
        "familles": ["legumes", "fruits"],
        "modes": ["ferme", "marche"],
        "labels": ["ab"],
        "telephone": "04 77 24 50 60",
        "courriel": "ferme@cabas.example",
        "site": "www.lignon.example",
        "jour_2": "9h-12h, 14h-18h",
    } | autres


def identite(ferme: Producteur) -> dict[str, str]:
    """The first fields of a record's form, as they are."""
    return {
        "nom": ferme.nom,
        "siret": ferme.siret,
        "genre": ferme.genre.value,
        "commune": "Montbrison (42600)",
    }


def produit(**autres: Any) -> dict[str, Any]:
    return {
        "nom": "Carottes des sables",
        "famille": "legumes",
        "vente": "unite",
        "unite": "botte",
        "contenance": "",
        "prix": "2,50",
        "tva": "55",
        "origine": "Notre ferme",
    } | autres


def relue(producteur: Producteur) -> Producteur:
    """The same farm as the database has it now."""
    return session.get_one(Producteur, producteur.id, populate_existing=True)


def fermes_de(compte: Compte) -> Sequence[Producteur]:
    return queries.producteurs_du_compte(session.get_one(Compte, compte.id, populate_existing=True))


def envoyer_photo(
    client: FlaskClient, ferme: Producteur, contenu: bytes, **autres: Any
) -> TestResponse:
    envoi = identite(ferme) | fiche(image=(io.BytesIO(contenu), "ferme.jpg"), **autres)
    reponse = client.post(f"/espace/fermes/{ferme.id}/fiche", data=envoi)
    reponse.request.environ["wsgi.input"].close()  # the test client leaves its own file open
    return reponse


def enregistres() -> list[Produit]:
    return list(session.scalars(select(Produit).order_by(Produit.id)))
