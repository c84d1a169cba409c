"""The list of one's own orders: what comes next, first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commandes import services
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.marche import Marche, commander

JOURS = {"tard": 5, "tot": 2, "vieille": -20, "recue": 1, "annulee": 4}


@pytest.fixture
def references(app: Flask, place: Marche, camille: int) -> dict[str, str]:
    """Camille's orders by what became of them, fetched so many days from now."""
    placees = {}
    with app.app_context():
        for nom, jours in JOURS.items():
            commande = commander(place, par=session.get_one(Compte, camille), cle=nom)
            placees[nom] = commande.reference
            if nom == "recue":
                services.remettre_commande(commande.livraison, par=commande.compte)
            elif nom == "annulee":
                services.annuler_commande(commande, par=commande.compte, motif="")
            debut = horloge.maintenant() + timedelta(days=jours)
            commande.livraison.distribution = fabrique.distribution(place.relais, debut=debut)
            session.commit()
    return placees


def test_mes_commandes_commencent_par_ce_qui_vient(
    client: FlaskClient, references: dict[str, str]
) -> None:
    page = client.get("/compte/commandes").text
    lues = sorted(references, key=lambda nom: page.index(references[nom]))
    assert lues == ["tot", "tard", "annulee", "recue", "vieille"]
