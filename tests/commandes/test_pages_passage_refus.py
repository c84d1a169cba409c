"""What the checkout refuses: said beside the answer, and nothing written is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.caisse import (
    CAMILLE,
    CHEZ_ELLE,
    caches,
    choisir,
    commandes,
    valider,
)
from tests.commandes.conftest import Habiter
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    Marche,
    plat,
)


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


@pytest.mark.usefixtures("camille", "habiter")
def test_un_numero_de_panier_demesure_est_refuse_poliment(
    client: FlaskClient, place: Marche
) -> None:
    choisir(client, place, place.en_relais)
    assert valider(client, place, panier="99999999999999999999").status_code == 422
    assert commandes() == []
