"""Signing in and out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher, profiles
from flask import Flask
from flask.testing import FlaskClient

from socle.comptes import preuves
from socle.comptes.errors import IdentifiantsInconnus
from socle.comptes.models import Compte
from socle.comptes.queries import compte_par_courriel
from socle.comptes.services import SaisieCompte, authentifier, creer_compte
from socle.db import session
from socle.envois.models import Envoi
from socle.reglages import Reglages
from socle.web.limites import limiteur
from tests.conftest import Requetes
from tests.socle.comptes.saisies import (
    COURRIEL,
    MOT_DE_PASSE,
    anonyme,
    est_connecte,
    s_inscrire,
    se_connecter,
)

Entrer = Callable[[], FlaskClient]


def test_le_bon_mot_de_passe_ouvre_la_session(client: FlaskClient, camille: Compte) -> None:
    assert se_connecter(client, suite="/compte/mot-de-passe").location == "/compte/mot-de-passe"
    assert est_connecte(client)


def test_l_adresse_se_tape_en_majuscules_ou_entre_des_blancs(
    client: FlaskClient, camille: Compte
) -> None:
    assert se_connecter(client, courriel=f" {COURRIEL.upper()} ").status_code == 303


def test_un_mauvais_mot_de_passe_et_une_adresse_inconnue_ont_la_meme_reponse(
    client: FlaskClient, camille: Compte
) -> None:
    faux = se_connecter(client, mot_de_passe="au hasard")
    inconnue = se_connecter(client, courriel="personne@cabas.example", mot_de_passe="au hasard")
    assert faux.status_code == inconnue.status_code == 422
    assert "ne correspondent pas" in faux.text
    assert anonyme(faux, COURRIEL) == anonyme(inconnue, "personne@cabas.example")


def test_un_accent_compose_autrement_reste_le_meme_mot_de_passe(contexte: None) -> None:
    creer_compte(SaisieCompte(COURRIEL, "C", "F", "la che\u0300vre rousse"), confirme=True)
    assert authentifier(COURRIEL, "la chèvre rousse").courriel == COURRIEL


def test_une_adresse_pas_encore_confirmee_recoit_de_nouveau_son_lien(
    client: FlaskClient, courriels: Callable[[], list[Envoi]], dernier_lien: Callable[[], str]
) -> None:
    s_inscrire(client)
    reponse = se_connecter(client, suite="/commande")
    assert reponse.location == "/compte/message?suite=/commande"
    assert not est_connecte(client)
    assert [e.sujet for e in courriels()] == ["Confirmez votre adresse"] * 2
    assert client.post(dernier_lien()).location == "/commande"
    assert est_connecte(client)


def test_un_compte_rendu_inactif_n_est_plus_connecte(entrer: Entrer) -> None:
    client = entrer()
    compte = compte_par_courriel(COURRIEL)
    assert compte is not None
    compte.confirme_le = None
    session.commit()
    assert not est_connecte(client)


def test_la_session_est_renouvelee_a_la_connexion(client: FlaskClient, camille: Compte) -> None:
    with client.session_transaction() as cookie:
        cookie.update(panier="le-mien", lieu={"nom": "Roanne"}, piege="plante", csrf_token="connu")
    se_connecter(client)
    with client.session_transaction() as cookie:
        assert cookie["panier"] == "le-mien"
        assert cookie["lieu"] == {"nom": "Roanne"}
        assert "piege" not in cookie
        assert cookie.get("csrf_token") != "connu"


def test_une_session_d_un_autre_numero_de_version_est_finie(
    client: FlaskClient, camille: Compte
) -> None:
    for identifiant in (f"{camille.id}.{camille.version + 1}", f"{camille.id}", "x.y", "."):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = identifiant
        assert not est_connecte(client)


def test_se_deconnecter_oublie_la_visite(entrer: Entrer) -> None:
    client = entrer()
    with client.session_transaction() as cookie:
        cookie["panier"] = "le-mien"
    assert client.get("/compte/deconnexion").status_code == 405
    assert client.post("/compte/deconnexion").status_code == 303
    assert not est_connecte(client)
    with client.session_transaction() as cookie:
        assert "panier" not in cookie


@pytest.mark.parametrize(
    "suite",
    [
        "https://pirate.example/",
        "//pirate.example/",
        "////pirate.example/",
        "http://localhost//pirate.example/",
        "/\\pirate.example",
        "/\t/pirate.example",
        "http:///pirate.example",
        "javascript:alert(1)",
        "http://localhost@pirate.example/",
        "http://[pirate/",
        "commande",
    ],
)
def test_la_suite_vers_un_autre_site_est_refusee(
    client: FlaskClient, camille: Compte, suite: str
) -> None:
    assert se_connecter(client, suite=suite).location == "/"


@pytest.mark.parametrize(
    ("suite", "ou"),
    [
        ("/commande", "/commande"),
        ("/loire/carte?famille=miels_sucres", "/loire/carte?famille=miels_sucres"),
        ("http://localhost/ventes/3", "/ventes/3"),
    ],
)
def test_la_suite_sur_ce_site_est_suivie(
    client: FlaskClient, camille: Compte, suite: str, ou: str
) -> None:
    assert se_connecter(client, suite=suite).location == ou


def test_une_page_reservee_ramene_a_elle_apres_la_connexion(
    client: FlaskClient, camille: Compte
) -> None:
    refus = client.get("/compte/mot-de-passe")
    page = client.get(refus.location or "")
    assert 'name="suite" value="/compte/mot-de-passe"' in page.text


def test_trop_d_essais_rates_sur_un_compte_sont_arretes(
    client: FlaskClient, camille: Compte, limites: None
) -> None:
    statuts = [se_connecter(client, mot_de_passe=f"essai {n}").status_code for n in range(11)]
    assert statuts == [422] * 10 + [429]
    assert se_connecter(client).status_code == 429
    assert se_connecter(client, courriel="autre@cabas.example").status_code == 422


def test_se_connecter_souvent_et_bien_n_est_pas_limite(
    client: FlaskClient, camille: Compte, limites: None
) -> None:
    assert {se_connecter(client).status_code for _ in range(15)} == {303}


def test_une_boite_aux_lettres_ne_peut_pas_etre_inondee(
    client: FlaskClient, courriels: Callable[[], list[Envoi]], limites: None
) -> None:
    statuts = [s_inscrire(client).status_code for _ in range(8)]
    assert statuts == [303] * 6 + [429] * 2
    assert len(courriels()) == 6


def test_se_connecter_sans_confirmer_n_inonde_pas_non_plus(
    client: FlaskClient, courriels: Callable[[], list[Envoi]], limites: None
) -> None:
    s_inscrire(client)
    statuts = [se_connecter(client).status_code for _ in range(8)]
    assert statuts == [303] * 6 + [429] * 2
    assert len(courriels()) == 7


@pytest.fixture
def limites(app: Flask) -> Iterator[None]:
    """The rate limits switched on, their counters at zero."""
    limiteur.enabled = True
    limiteur.reset()
    yield
    limiteur.reset()
    limiteur.enabled = False


@pytest.fixture
def csrf(app: Flask) -> Iterator[None]:
    """The protection of forms switched on."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def test_un_formulaire_sans_jeton_est_refuse(
    client: FlaskClient, camille: Compte, csrf: None
) -> None:
    reponse = se_connecter(client)
    assert reponse.status_code == 400
    assert "rechargez-la" in reponse.text
    assert not est_connecte(client)


def test_les_comptes_de_demonstration_entrent_en_un_geste(
    app: Flask,
    client: FlaskClient,
    reglages: Reglages,
    monkeypatch: pytest.MonkeyPatch,
    courriels: Callable[[], list[Envoi]],
) -> None:
    role = "Commande des paniers."
    saisie = SaisieCompte(COURRIEL, "Camille", "Faure", "demonstration", demonstration=role)
    creer_compte(saisie, confirme=True)
    session.commit()
    assert role not in client.get("/compte/connexion").text
    en_demonstration = dataclasses.replace(reglages, env="demonstration")
    monkeypatch.setitem(app.config, "REGLAGES", en_demonstration)
    page = client.get("/compte/connexion").text
    assert role in page
    assert f'name="courriel" value="{COURRIEL}"' in page
    assert 'name="mot_de_passe" value="demonstration"' in page
    assert se_connecter(client, mot_de_passe="demonstration").status_code == 303
    client.post("/compte/deconnexion")
    client.post("/compte/oubli", data={"courriel": COURRIEL})
    assert courriels() == []


def test_un_compte_de_demonstration_n_ouvre_rien_en_production(
    contexte: None, reglages: Reglages
) -> None:
    saisie = SaisieCompte(COURRIEL, "C", "F", "demonstration", demonstration="Résidente.")
    creer_compte(saisie, confirme=True)
    preuves.brancher_preuves(dataclasses.replace(reglages, env="production"))
    try:
        with pytest.raises(IdentifiantsInconnus):
            authentifier(COURRIEL, "demonstration")
    finally:
        preuves.brancher_preuves(reglages)


def test_l_empreinte_est_argon2id_au_cout_recommande() -> None:
    for env in ("production", "demonstration"):
        empreinte = preuves.hacheur_pour(env).hash(MOT_DE_PASSE)
        assert empreinte.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert MOT_DE_PASSE not in empreinte


def test_une_empreinte_d_un_ancien_cout_est_refaite_a_la_connexion(
    contexte: None, camille: Compte
) -> None:
    autre_cout = dataclasses.replace(profiles.CHEAPEST, time_cost=2)
    ancienne = PasswordHasher.from_parameters(autre_cout).hash(MOT_DE_PASSE)
    camille.mot_de_passe = ancienne
    session.commit()
    version = camille.version
    authentifier(COURRIEL, MOT_DE_PASSE)
    assert camille.mot_de_passe != ancienne
    assert ",t=1," in camille.mot_de_passe
    assert camille.version == version
    authentifier(COURRIEL, MOT_DE_PASSE)


def test_un_visiteur_sans_compte_ne_coute_aucune_requete_de_compte(
    client: FlaskClient, requetes: Requetes
) -> None:
    assert client.get("/compte/inscription").status_code == 200
    assert requetes == []


def test_une_page_d_une_personne_connectee_coute_deux_requetes_au_plus(
    entrer: Entrer, requetes: Requetes
) -> None:
    client = entrer()
    requetes.clear()
    assert est_connecte(client)
    assert len(requetes) <= 2
