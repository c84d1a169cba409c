"""Forgetting, choosing and changing a password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from socle import horloge
from socle.comptes.models import Compte
from socle.envois.models import Envoi
from tests.socle.comptes.saisies import (
    AUTRE_MOT_DE_PASSE,
    COURRIEL,
    MOT_DE_PASSE,
    anonyme,
    est_connecte,
    s_inscrire,
    se_connecter,
)

Courriels = Callable[[], list[Envoi]]
Entrer = Callable[[], FlaskClient]
Lien = Callable[[], str]


def test_le_lien_recu_permet_de_choisir_un_nouveau_mot_de_passe(
    client: FlaskClient, camille: Compte, courriels: Courriels, dernier_lien: Lien
) -> None:
    client.post("/compte/oubli", data={"courriel": COURRIEL, "suite": "/commande"})
    lien = dernier_lien()
    assert COURRIEL in client.get(lien).text
    reponse = client.post(lien, data={"nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE})
    assert (reponse.status_code, reponse.location) == (303, "/commande")
    assert est_connecte(client)
    assert courriels()[-1].sujet == "Votre mot de passe a été changé"
    client.post("/compte/deconnexion")
    assert se_connecter(client).status_code == 422
    assert se_connecter(client, mot_de_passe=AUTRE_MOT_DE_PASSE).status_code == 303


def test_le_lien_de_reinitialisation_ne_sert_qu_une_fois(
    client: FlaskClient, camille: Compte, dernier_lien: Lien
) -> None:
    client.post("/compte/oubli", data={"courriel": COURRIEL})
    lien = dernier_lien()
    client.post(lien, data={"nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE})
    assert client.get(lien).status_code == 410
    encore = client.post(lien, data={"nouveau_mot_de_passe": "un troisieme essai"})
    assert encore.status_code == 410
    client.post("/compte/deconnexion")
    assert se_connecter(client, mot_de_passe=AUTRE_MOT_DE_PASSE).status_code == 303


def test_le_lien_de_reinitialisation_perime_au_bout_de_deux_heures(
    client: FlaskClient, camille: Compte, dernier_lien: Lien
) -> None:
    client.post("/compte/oubli", data={"courriel": COURRIEL})
    lien = dernier_lien()
    with horloge.arretee_a(horloge.maintenant() + timedelta(hours=1, minutes=59)):
        assert client.get(lien).status_code == 200
    with horloge.arretee_a(horloge.maintenant() + timedelta(hours=2, minutes=1)):
        reponse = client.post(lien, data={"nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE})
    assert reponse.status_code == 410
    assert se_connecter(client).status_code == 303


def test_un_lien_de_confirmation_ne_reinitialise_pas(
    client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    jeton = dernier_lien().rpartition("/")[2]
    assert client.get(f"/compte/oubli/{jeton}").status_code == 410


def test_un_mot_de_passe_trop_court_laisse_le_lien_utilisable(
    client: FlaskClient, camille: Compte, dernier_lien: Lien
) -> None:
    client.post("/compte/oubli", data={"courriel": COURRIEL})
    lien = dernier_lien()
    assert client.post(lien, data={"nouveau_mot_de_passe": "court"}).status_code == 422
    reponse = client.post(lien, data={"nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE})
    assert reponse.status_code == 303


def test_demander_un_lien_ne_dit_pas_si_l_adresse_a_un_compte(
    client: FlaskClient, camille: Compte, courriels: Courriels
) -> None:
    pages = []
    for adresse in (COURRIEL, "personne@cabas.example"):
        reponse = client.post("/compte/oubli", data={"courriel": adresse})
        pages.append(anonyme(client.get(reponse.location or ""), adresse))
    assert pages[0] == pages[1]
    assert [e.destinataire for e in courriels()] == [COURRIEL]


def test_choisir_un_mot_de_passe_par_courriel_confirme_aussi_l_adresse(
    client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    client.post("/compte/oubli", data={"courriel": COURRIEL})
    lien = dernier_lien()
    assert lien.startswith("/compte/oubli/")
    client.post(lien, data={"nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE})
    assert est_connecte(client)


def test_changer_de_mot_de_passe_deconnecte_les_autres_appareils(
    app: Flask, entrer: Entrer, courriels: Courriels
) -> None:
    client, telephone = entrer(), app.test_client()
    se_connecter(telephone)
    assert est_connecte(telephone)
    donnees = {"mot_de_passe": MOT_DE_PASSE, "nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE}
    assert client.post("/compte/mot-de-passe", data=donnees).status_code == 303
    assert est_connecte(client)
    assert not est_connecte(telephone)
    assert [e.sujet for e in courriels()] == ["Votre mot de passe a été changé"]


def test_changer_de_mot_de_passe_demande_l_actuel(entrer: Entrer, courriels: Courriels) -> None:
    client = entrer()
    donnees = {"mot_de_passe": "au hasard", "nouveau_mot_de_passe": AUTRE_MOT_DE_PASSE}
    reponse = client.post("/compte/mot-de-passe", data=donnees)
    assert reponse.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in reponse.text
    assert courriels() == []
