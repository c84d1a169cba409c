"""The checkout: what was written is kept, what is ordered is what was shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commandes.models import EtatCommande
from livraisons.models import Mode
from socle.db import session
from socle.envois.models import Envoi
from socle.paiements.models import Moyen, Paiement
from tests import fabrique
from tests.commandes.caisse import (
    CAMILLE,
    CHEZ_ELLE,
    caches,
    choisir,
    commandes,
    poser,
    valider,
)
from tests.commandes.conftest import Habiter
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    Marche,
    plat,
)


def test_valider_demande_d_entrer_sans_perdre_la_commande(
    client: FlaskClient, place: Marche
) -> None:
    choisir(client, place, place.en_relais)
    reponse = client.get(f"/commande/{place.numero}/valider")
    assert reponse.status_code == 302
    assert reponse.location == f"/compte/connexion?suite=/commande/{place.numero}/valider"
    assert "Carottes" in client.get("/commande").text


def test_sans_choix_du_retrait_on_revient_le_choisir(
    client: FlaskClient, place: Marche, camille: int
) -> None:
    poser(client, place, "2")
    reponse = client.get(f"/commande/{place.numero}/valider")
    assert reponse.location == f"/commande?vente={place.numero}"
    assert "Choisissez d’abord où et quand" in client.get(reponse.location).text


def test_la_page_montre_tout_avant_de_commander(
    client: FlaskClient, place: Marche, camille: int, habiter: Habiter
) -> None:
    habiter(CHEZ_CAMILLE)
    choisir(client, place, place.a_domicile)
    page = plat(client.get(f"/commande/{place.numero}/valider").text)
    for dit in (
        "Commande avec obligation de paiement",
        "10,00 €",
        "4,00 €",
        'value="Camille"',
        'value="06 12 34 56 78"',
        'value="12 rue Tupinerie"',
        'value="42600 Montbrison"',
        "rétractation",
        "quatorze jours",
    ):
        assert dit in page, dit
    assert "18 ans" not in page


@pytest.mark.parametrize(
    ("libelle", "rue", "ville"),
    [
        ("12 rue Tupinerie, 42600 Montbrison", "12 rue Tupinerie", "42600 Montbrison"),
        ("12 Rue Tupinerie 42600 Montbrison", "12 Rue Tupinerie", "42600 Montbrison"),
        ("Montbrison (42)", "", "42600 Montbrison"),
        ("Votre position, à Montbrison (42)", "", "42600 Montbrison"),
    ],
)
def test_l_adresse_deja_donnee_est_reprise(
    client: FlaskClient,
    place: Marche,
    *,
    camille: int,
    habiter: Habiter,
    libelle: str,
    rue: str,
    ville: str,
) -> None:
    habiter(replace(CHEZ_CAMILLE, libelle=libelle))
    choisir(client, place, place.a_domicile)
    page = client.get(f"/commande/{place.numero}/valider").text
    champs = dict(re.findall(r'name="(adresse|ville)"[^>]* value="([^"]*)"', page))
    assert champs == {"adresse": rue, "ville": ville}


def test_commander_sur_place_mene_a_la_commande(
    client: FlaskClient, place: Marche, camille: int, courriels: Callable[[], list[Envoi]]
) -> None:
    choisir(client, place, place.en_relais)
    reponse = valider(client, place)
    (commande,) = commandes()
    assert reponse.status_code == 303
    assert reponse.location == f"/commandes/{commande.reference}"
    assert commande.etat is EtatCommande.CONFIRMEE
    assert commande.livraison.telephone == "+33612345678"
    assert len(courriels()) == 1
    assert "Votre commande est vide" in client.get("/commande").text


def test_commander_par_carte_mene_au_paiement(
    client: FlaskClient, place: Marche, camille: int
) -> None:
    choisir(client, place, place.en_relais)
    reponse = valider(client, place, moyen="carte")
    (paiement,) = session.scalars(select(Paiement)).all()
    assert reponse.location == f"/paiements/{paiement.jeton}"
    assert paiement.moyen is Moyen.CARTE
    assert paiement.montant_centimes == 600


def test_presser_deux_fois_le_bouton_fait_une_seule_commande(
    client: FlaskClient, place: Marche, camille: int
) -> None:
    choisir(client, place, place.en_relais)
    donnees = caches(client.get(f"/commande/{place.numero}/valider").text) | CAMILLE
    premiere = client.post(f"/commande/{place.numero}/valider", data=donnees)
    seconde = client.post(f"/commande/{place.numero}/valider", data=donnees)
    assert premiere.location == seconde.location
    assert len(commandes()) == 1
    assert place.restes() == (8, 10)


def test_le_panier_d_un_autre_ne_se_commande_pas(
    app: Flask, client: FlaskClient, place: Marche, camille: int
) -> None:
    autre = app.test_client()
    choisir(autre, place, place.en_relais)
    choisir(client, place, place.en_relais)
    donnees = caches(client.get(f"/commande/{place.numero}/valider").text) | CAMILLE
    donnees["panier"] = str(int(donnees["panier"]) - 1)
    reponse = client.post(f"/commande/{place.numero}/valider", data=donnees)
    assert reponse.status_code == 404
    assert commandes() == []


def test_la_livraison_est_jugee_a_l_adresse_ecrite(
    app: Flask, client: FlaskClient, place: Marche, camille: int, habiter: Habiter
) -> None:
    with app.app_context():
        fabrique.roanne()
    habiter(CHEZ_CAMILLE)
    choisir(client, place, place.a_domicile)
    ailleurs = CHEZ_ELLE | {"adresse": "3 rue Charles de Gaulle", "ville": "42300 Roanne"}
    refus = valider(client, place, **ailleurs)
    assert refus.status_code == 409
    assert "ne va pas jusque chez vous" in refus.text
    assert "3 rue Charles de Gaulle" in refus.text
    assert place.en_relais in refus.text
    assert commandes() == []
    reponse = valider(client, place, **CHEZ_ELLE)
    assert reponse.status_code == 303
    (commande,) = commandes()
    assert commande.livraison.mode is Mode.DOMICILE
    assert commande.livraison.adresse == "12 rue Tupinerie"
    assert commande.livraison.commune_nom == "42600 Montbrison"
    assert commande.livraison.consigne == "Code 45"
    assert commande.total_centimes == 1000


def test_apres_un_refus_de_livraison_le_relais_se_choisit_sur_place(
    app: Flask, client: FlaskClient, place: Marche, camille: int, habiter: Habiter
) -> None:
    with app.app_context():
        fabrique.roanne()
    habiter(CHEZ_CAMILLE)
    choisir(client, place, place.a_domicile)
    page = valider(client, place, **CHEZ_ELLE | {"ville": "42300 Roanne"}).text
    donnees = caches(page) | CAMILLE | {"option": place.en_relais}
    reponse = client.post(f"/commande/{place.numero}/valider", data=donnees)
    assert reponse.status_code == 303
    (commande,) = commandes()
    assert (commande.total_centimes, commande.livraison.mode) == (600, Mode.RELAIS)
