"""What the public reports about a farm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producteurs.models import (
    EtatDossier,
    MotifSignalement,
    Producteur,
)
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from socle.web.limites import limiteur
from tests import fabrique
from tests.producteurs.temoins import TEMOIN, a, tous

Connecter = Callable[[FlaskClient, Compte], None]
LISTE = "/equipe/producteurs/signalements"


@pytest.fixture
def ferme(client: FlaskClient) -> Producteur:
    producteur = fabrique.producteur("Ferme du Pont", slug="pont", courriel="pont@cabas.example")
    session.expunge_all()  # a request ends the session: what is held must not expire with it
    return producteur


@pytest.fixture
def agathe(client: FlaskClient, connecter: Connecter) -> Compte:
    agent = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    connecter(client, agent)
    return agent


def test_chacun_signale_de_la_fiche_sans_compte(client: FlaskClient, ferme: Producteur) -> None:
    assert 'href="/producteurs/pont/signaler"' in client.get("/producteurs/pont").text
    page = client.get("/producteurs/pont/signaler")
    assert "Cette ferme a cessé son activité" in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    reponse = client.post("/producteurs/pont/signaler", data={"motif": "arretee"})
    assert reponse.location == "/producteurs/pont"
    (signalement,) = tous()
    assert (signalement.motif, signalement.courriel) == (MotifSignalement.ARRETEE, "")
    assert [li.vers for li in lire_journal("signalement", signalement.id)] == ["ouvert"]
    assert not a("pont@cabas.example")


def test_un_temoin_apprend_que_son_signalement_est_arrive(
    client: FlaskClient, ferme: Producteur
) -> None:
    donnees = {"motif": "faux", "texte": "Achetez http://mauvais.example", "courriel": TEMOIN}
    client.post("/producteurs/pont/signaler", data=donnees)
    (envoi,) = a(TEMOIN)
    assert "est arrivé à la chambre d’agriculture" in envoi.texte
    assert "une information est fausse" in envoi.texte
    assert "mauvais.example" not in envoi.texte + envoi.sujet


def test_signaler_deux_fois_repond_de_meme_et_n_ecrit_qu_une_fois(
    client: FlaskClient, ferme: Producteur
) -> None:
    donnees = {"motif": "doublon", "courriel": TEMOIN}
    premiere, seconde = (client.post("/producteurs/pont/signaler", data=donnees) for _ in "12")
    assert (premiere.status_code, premiere.location) == (seconde.status_code, seconde.location)
    assert len(tous()) == len(a(TEMOIN)) == 1


def test_une_machine_qui_remplit_le_champ_cache_ne_laisse_rien(
    client: FlaskClient, ferme: Producteur
) -> None:
    donnees = {"motif": "arretee", "courriel": TEMOIN, "sujet_bis": "http://mauvais.example"}
    reponse = client.post("/producteurs/pont/signaler", data=donnees)
    assert reponse.location == "/producteurs/pont"
    assert not tous()
    assert not a(TEMOIN)


@pytest.mark.parametrize(
    "donnees",
    [
        {},
        {"motif": "invente"},
        {"motif": "faux"},
        {"motif": "autre", "texte": "  "},
        {"motif": "arretee", "courriel": "pas une adresse"},
        {"motif": "arretee", "texte": "a" * 2001},
    ],
)
def test_un_signalement_incomplet_revient_rempli(
    client: FlaskClient, ferme: Producteur, donnees: dict[str, str]
) -> None:
    reponse = client.post("/producteurs/pont/signaler", data=donnees)
    assert reponse.status_code == 422
    assert "Le reste est gardé" in reponse.text
    assert not tous()


def test_on_ne_signale_que_ce_qui_est_public(client: FlaskClient, ferme: Producteur) -> None:
    fabrique.producteur("Cachée", slug="cachee", etat=EtatDossier.SUSPENDU)
    for adresse in ("/producteurs/cachee/signaler", "/producteurs/inconnue/signaler"):
        assert client.get(adresse).status_code == 404
        assert client.post(adresse, data={"motif": "arretee"}).status_code == 404


def test_les_signalements_d_un_meme_visiteur_sont_comptes(
    client: FlaskClient, ferme: Producteur, app: Flask
) -> None:
    limiteur.enabled = True
    limiteur.reset()
    try:
        statuts = [
            client.post(
                "/producteurs/pont/signaler", data={"motif": "autre", "texte": f"Bruit {n}"}
            ).status_code
            for n in range(8)
        ]
    finally:
        limiteur.reset()
        limiteur.enabled = False
    assert statuts[:6] == [302] * 6
    assert statuts[-1] == 429
