"""Signing up and confirming one's address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from socle import horloge
from socle.comptes.errors import CourrielDejaPris
from socle.comptes.models import Compte
from socle.comptes.queries import compte_par_courriel
from socle.comptes.services import SaisieCompte, creer_compte
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
Lien = Callable[[], str]


def test_s_inscrire_puis_confirmer_ouvre_la_session_et_reprend_la_commande(
    client: FlaskClient, dernier_lien: Lien
) -> None:
    with client.session_transaction() as cookie:
        cookie["panier"] = "cle-du-panier"
    assert s_inscrire(client, suite="/commande").status_code == 303
    assert not est_connecte(client)
    page = client.get(dernier_lien())
    assert page.status_code == 200
    assert "Votre mot de passe" not in page.text
    reponse = client.post(dernier_lien())
    assert (reponse.status_code, reponse.location) == (303, "/commande")
    assert est_connecte(client)
    with client.session_transaction() as cookie:
        assert cookie["panier"] == "cle-du-panier"


def test_ouvrir_le_lien_sans_appuyer_ne_confirme_rien(
    client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    client.get(dernier_lien())
    compte = compte_par_courriel(COURRIEL)
    assert compte is not None
    assert compte.confirme_le is None


def test_le_compte_garde_ce_qui_a_ete_saisi(client: FlaskClient) -> None:
    s_inscrire(client, courriel=" Camille@Cabas.Example ")
    compte = compte_par_courriel(COURRIEL)
    assert compte is not None
    assert (compte.nom_complet, compte.telephone) == ("Camille Faure", "+33612345678")


def test_dans_un_autre_navigateur_le_lien_demande_le_mot_de_passe(
    app: Flask, client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    ailleurs = app.test_client()
    assert "Votre mot de passe" in ailleurs.get(dernier_lien()).text
    assert ailleurs.post(dernier_lien(), data={"mot_de_passe": "au hasard"}).status_code == 422
    assert not est_connecte(ailleurs)
    assert ailleurs.post(dernier_lien(), data={"mot_de_passe": MOT_DE_PASSE}).status_code == 303
    assert est_connecte(ailleurs)


def test_le_lien_de_confirmation_suivi_deux_fois_est_sans_effet(
    app: Flask, client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    client.post(dernier_lien())
    compte = compte_par_courriel(COURRIEL)
    assert compte is not None
    confirme_le = compte.confirme_le
    assert client.get(dernier_lien()).status_code == 302
    assert client.post(dernier_lien()).status_code == 302
    ailleurs = app.test_client()
    reponse = ailleurs.get(dernier_lien())
    assert reponse.location is not None
    assert reponse.location.startswith("/compte/connexion")
    assert not est_connecte(ailleurs)
    compte = compte_par_courriel(COURRIEL)
    assert compte is not None
    assert compte.confirme_le == confirme_le


def test_le_lien_de_confirmation_perime_au_bout_de_trois_jours(
    client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=3, minutes=1)):
        reponse = client.get(dernier_lien())
    assert reponse.status_code == 410
    assert "Demandez-en un nouveau" in reponse.text


def test_un_lien_invente_est_refuse(client: FlaskClient) -> None:
    assert client.get("/compte/confirmation/n.importe-quoi").status_code == 410


def test_s_inscrire_avec_une_adresse_deja_prise_donne_la_meme_reponse(
    client: FlaskClient, camille: Compte, courriels: Courriels
) -> None:
    prise = s_inscrire(client)
    page_prise = client.get(prise.location or "")
    libre = s_inscrire(client, courriel="louise@cabas.example")
    page_libre = client.get(libre.location or "")
    assert (prise.status_code, prise.location) == (libre.status_code, libre.location)
    assert anonyme(page_prise, COURRIEL) == anonyme(page_libre, "louise@cabas.example")
    avertie, invitee = courriels()
    assert (avertie.destinataire, avertie.sujet) == (COURRIEL, "Vous avez déjà un compte")
    assert (invitee.destinataire, invitee.sujet) == (
        "louise@cabas.example",
        "Confirmez votre adresse",
    )


def test_une_adresse_deja_prise_garde_son_mot_de_passe(
    client: FlaskClient, camille: Compte
) -> None:
    s_inscrire(client, nouveau_mot_de_passe=AUTRE_MOT_DE_PASSE)
    assert se_connecter(client, mot_de_passe=AUTRE_MOT_DE_PASSE).status_code == 422
    assert se_connecter(client).status_code == 303


def test_le_compte_prepare_par_un_autre_ne_garde_pas_son_mot_de_passe(
    app: Flask, client: FlaskClient, dernier_lien: Lien
) -> None:
    intrus = app.test_client()
    s_inscrire(intrus, nouveau_mot_de_passe=AUTRE_MOT_DE_PASSE)
    lien_de_l_intrus = dernier_lien()
    s_inscrire(client)
    client.post(dernier_lien())
    assert est_connecte(client)
    assert se_connecter(intrus, mot_de_passe=AUTRE_MOT_DE_PASSE).status_code == 422
    assert intrus.get(lien_de_l_intrus).status_code == 410


def test_envoyer_deux_fois_le_formulaire_laisse_les_deux_liens_valables(
    client: FlaskClient, dernier_lien: Lien
) -> None:
    s_inscrire(client)
    premier = dernier_lien()
    s_inscrire(client)
    assert "Votre mot de passe" not in client.get(dernier_lien()).text
    assert client.post(premier).status_code == 303
    assert est_connecte(client)


def test_une_adresse_n_a_qu_un_compte(camille: Compte) -> None:
    with pytest.raises(CourrielDejaPris):
        creer_compte(SaisieCompte(COURRIEL.upper(), "Louise", "Faure", MOT_DE_PASSE))


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("courriel", "camille@", "Cette adresse de courriel n’est pas complète."),
        ("prenom", "   ", "Remplissez ce champ."),
        ("telephone", "06 12", "Écrivez un numéro complet"),
        ("nouveau_mot_de_passe", "onze lettre", "au moins 12 caractères"),
        ("nouveau_mot_de_passe", "motdepasse123", "se devine trop facilement"),
        ("nouveau_mot_de_passe", "demonstration", "se devine trop facilement"),
        ("nouveau_mot_de_passe", "aaaaaaaaaaaaaaa", "se devine trop facilement"),
        ("nouveau_mot_de_passe", COURRIEL, "se devine trop facilement"),
    ],
)
def test_une_saisie_fautive_revient_remplie_avec_une_phrase(
    client: FlaskClient, courriels: Courriels, champ: str, valeur: str, phrase: str
) -> None:
    reponse = s_inscrire(client, **{champ: valeur})
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert 'value="Faure"' in reponse.text
    assert not re.search(r'type="password"[^>]*value="[^"]', reponse.text)
    assert courriels() == []


def test_un_mot_de_passe_long_n_a_pas_besoin_de_chiffre_ni_de_majuscule(
    client: FlaskClient,
) -> None:
    assert s_inscrire(client, nouveau_mot_de_passe="la chèvre du voisin").status_code == 303


@pytest.mark.parametrize(
    "nom", ["Gagnez https://piege.example", "www.piege.example", "piege.com", "a@piege", "a<b"]
)
def test_un_nom_ne_porte_pas_une_adresse_jusque_dans_le_courriel_d_un_autre(
    client: FlaskClient, courriels: Courriels, nom: str
) -> None:
    reponse = s_inscrire(client, prenom=nom)
    assert reponse.status_code == 422
    assert "sans adresse de site" in reponse.text
    assert courriels() == []


@pytest.mark.parametrize("nom", ["Anne-Marie", "J. P.", "D’Almeida", "Nguyễn Thị", "O'Neil (fils)"])
def test_un_nom_de_personne_est_accepte(client: FlaskClient, nom: str) -> None:
    assert s_inscrire(client, prenom=nom).status_code == 303
