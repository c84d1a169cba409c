"""The checkout: what was written is kept, what is ordered is what was shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from commandes.models import Commande, EtatCommande
from livraisons.models import Mode
from socle import horloge
from socle.db import session
from socle.envois.models import Envoi
from socle.paiements.models import Moyen, Paiement
from tests import fabrique
from tests.commandes.conftest import Habiter
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    Marche,
    plat,
)
from tests.commandes.test_pages_panier import poser

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
    champs = dict(re.findall(r'name="(adresse|ville)" type="text" value="([^"]*)"', page))
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


@pytest.mark.parametrize(
    ("ville", "phrase"),
    [
        ("Zzyzx-les-Bains", "Nous ne trouvons pas"),
        ("69001 Lyon", "n’est pas sur la plateforme"),
        ("", "Écrivez le code postal et la commune."),
    ],
)
def test_une_adresse_qu_on_ne_trouve_pas_le_dit_et_garde_tout(
    app: Flask,
    client: FlaskClient,
    place: Marche,
    *,
    camille: int,
    habiter: Habiter,
    ville: str,
    phrase: str,
) -> None:
    with app.app_context():
        fabrique.commune(
            "69381", "Lyon", codes_postaux=["69001"], departement="69", lat=45.77, lon=4.83
        )
    habiter(CHEZ_CAMILLE)
    choisir(client, place, place.a_domicile)
    reponse = valider(client, place, **CHEZ_ELLE | {"ville": ville})
    assert reponse.status_code == 422
    assert phrase in plat(reponse.text)
    assert "Code 45" in reponse.text
    assert commandes() == []


@pytest.mark.parametrize("champ", ["prenom", "nom_famille", "telephone"])
def test_un_champ_vide_est_demande_et_le_reste_garde(
    client: FlaskClient, place: Marche, camille: int, champ: str
) -> None:
    choisir(client, place, place.en_relais)
    reponse = valider(client, place, **{champ: ""})
    assert reponse.status_code == 422
    assert "Remplissez ce champ." in reponse.text
    assert reponse.text.count('aria-invalid="true"') == 1


def test_l_alcool_demande_de_confirmer_sa_majorite(
    app: Flask, client: FlaskClient, place: Marche, camille: int
) -> None:
    with app.app_context():
        place.carottes.alcool = True
        session.commit()
    choisir(client, place, place.en_relais)
    refus = valider(client, place)
    assert refus.status_code == 422
    assert "confirmez que vous avez plus de 18 ans" in refus.text
    assert valider(client, place, majeur="y").status_code == 303


def test_un_prix_qui_change_pendant_qu_on_ecrit_est_montre_avant_de_commander(
    app: Flask, client: FlaskClient, place: Marche, camille: int
) -> None:
    choisir(client, place, place.en_relais)
    donnees = caches(client.get(f"/commande/{place.numero}/valider").text) | CAMILLE
    with app.app_context():
        place.offre(place.carottes).prix_centimes = 350
        session.commit()
    refus = client.post(f"/commande/{place.numero}/valider", data=donnees)
    assert refus.status_code == 409
    assert "7,00\u00a0€ au lieu de 6,00\u00a0€" in refus.text
    assert commandes() == []
    encore = client.post(f"/commande/{place.numero}/valider", data=caches(refus.text) | CAMILLE)
    assert encore.status_code == 303
    assert commandes()[0].total_centimes == 700


def test_le_dernier_produit_pris_par_un_autre_est_dit_et_le_reste_garde(
    app: Flask, client: FlaskClient, place: Marche, camille: int
) -> None:
    choisir(client, place, place.en_relais)
    donnees = caches(client.get(f"/commande/{place.numero}/valider").text) | CAMILLE
    with app.app_context():
        place.offre(place.carottes).stock = 1
        session.commit()
    refus = client.post(f"/commande/{place.numero}/valider", data=donnees)
    assert refus.status_code == 409
    assert "« Carottes » : il en reste 1." in plat(refus.text)
    assert "Carottes" in client.get("/commande").text
    assert place.places() == 40


def test_une_vente_qui_ferme_pendant_qu_on_ecrit_garde_la_commande(
    app: Flask, client: FlaskClient, place: Marche, camille: int
) -> None:
    choisir(client, place, place.en_relais)
    donnees = caches(client.get(f"/commande/{place.numero}/valider").text) | CAMILLE
    with app.app_context():
        suivante = fabrique.vente(
            place.plateforme, titre="La suivante", cloture=horloge.maintenant() + timedelta(days=3)
        ).id
        place.vente.cloture = horloge.maintenant()
        session.commit()
    refus = client.post(f"/commande/{place.numero}/valider", data=donnees)
    assert refus.status_code == 409
    assert "Cette vente est close." in refus.text
    assert f'href="/ventes/{suivante}"' in refus.text
    assert "Carottes" in client.get("/commande").text


def test_un_moyen_de_paiement_invente_est_refuse(
    client: FlaskClient, place: Marche, camille: int
) -> None:
    choisir(client, place, place.en_relais)
    assert valider(client, place, moyen="bitcoin").status_code == 422
    assert commandes() == []
