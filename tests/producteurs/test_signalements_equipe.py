"""What the chamber makes of the reports, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from producteurs.models import (
    EtatDossier,
    EtatSignalement,
    Producteur,
)
from producteurs.queries.signalements import compter_signalements
from producteurs.tasks.signalements import oublier_les_adresses
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.temoins import TEMOIN, a, relu, signaler

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


def test_plusieurs_signalements_d_une_ferme_font_une_ligne(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    signaler(ferme)
    signaler(ferme, "doublon", texte="Aussi inscrite sous un autre nom.")
    assert compter_signalements(["42"]) == 1
    page = client.get(LISTE).text
    assert page.count("data-travail") == 1
    assert "2 signalements" in page
    assert "Aussi inscrite sous un autre nom." in page
    assert 'href="/equipe/producteurs/doublons"' in page
    assert 'data-raccourci="a"' in page


def test_retenir_dit_ce_qui_a_ete_fait_a_qui_l_a_demande(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    vu, autre = signaler(ferme, courriel=TEMOIN), signaler(ferme, "doublon")
    reponse = client.post(
        f"{LISTE}/{ferme.id}/retenir",
        data={"signalements": [vu], "reponse": "Le téléphone est corrigé."},
    )
    assert reponse.location == f"{LISTE}#suite"
    assert (relu(vu).etat, relu(autre).etat) == (EtatSignalement.RETENU, EtatSignalement.OUVERT)
    assert relu(vu).traite_par_id == agathe.id
    assert "Le téléphone est corrigé." in a(TEMOIN)[-1].texte
    assert "Vous aviez raison" in a(TEMOIN)[-1].texte
    assert [li.vers for li in lire_journal("signalement", vu)] == ["ouvert", "retenu"]
    assert relu(vu).producteur.dossier.etat is EtatDossier.VALIDE


def test_ecarter_dit_pourquoi(client: FlaskClient, agathe: Compte, ferme: Producteur) -> None:
    numero = signaler(ferme, "pas_producteur", courriel=TEMOIN)
    donnees = {"signalements": [numero], "reponse": "Nous l’avons visitée en mai."}
    client.post(f"{LISTE}/{ferme.id}/ecarter", data=donnees)
    assert relu(numero).etat is EtatSignalement.ECARTE
    assert "Nous l’avons visitée en mai." in a(TEMOIN)[-1].texte
    assert "Plus rien à faire" in client.get(LISTE).text


def test_une_ferme_qui_a_cesse_se_clot_d_un_meme_geste(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    numero = signaler(ferme)
    assert "Clore aussi le dossier" in client.get(LISTE).text
    donnees = {"signalements": [numero], "reponse": "La ferme a fermé.", "clore": "y"}
    client.post(f"{LISTE}/{ferme.id}/retenir", data=donnees)
    dossier = relu(numero).producteur.dossier
    assert dossier.etat is EtatDossier.RADIE
    assert "La ferme a fermé." in dossier.motif


@pytest.mark.parametrize("verbe", ["retenir", "ecarter"])
def test_sans_reponse_ecrite_la_ligne_revient_telle_quelle(
    client: FlaskClient, agathe: Compte, ferme: Producteur, verbe: str
) -> None:
    numero = signaler(ferme)
    reponse = client.post(
        f"{LISTE}/{ferme.id}/{verbe}", data={"signalements": [numero], "reponse": " "}
    )
    assert reponse.status_code == 422
    assert "Dites ce qui a été fait" in reponse.text
    assert relu(numero).etat is EtatSignalement.OUVERT


def test_un_signalement_deja_traite_ne_l_est_pas_deux_fois(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    numero = signaler(ferme, courriel=TEMOIN)
    donnees = {"signalements": [numero], "reponse": "Corrigé."}
    client.post(f"{LISTE}/{ferme.id}/retenir", data=donnees)
    assert client.post(f"{LISTE}/{ferme.id}/ecarter", data=donnees).status_code == 422
    assert relu(numero).etat is EtatSignalement.RETENU
    assert len(a(TEMOIN)) == 2


def test_l_adresse_du_temoin_est_oubliee_trente_jours_apres_la_reponse(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    traite, attend = signaler(ferme, courriel=TEMOIN), signaler(ferme, "doublon", courriel=TEMOIN)
    donnees = {"signalements": [traite], "reponse": "Corrigé."}
    client.post(f"{LISTE}/{ferme.id}/retenir", data=donnees)
    for jours, gardee in ((29, TEMOIN), (31, "")):
        with horloge.arretee_a(horloge.maintenant() + timedelta(days=jours)):
            oublier_les_adresses()
        assert (relu(traite).courriel, relu(attend).courriel) == (gardee, TEMOIN)
        session.rollback()


def test_la_ferme_n_apprend_pas_qui_a_ecrit(
    client: FlaskClient, connecter: Connecter, ferme: Producteur
) -> None:
    signaler(ferme, "faux", texte="Le prix est faux.", courriel=TEMOIN)
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)]))
    page = client.get(f"/espace/fermes/{ferme.id}").text
    assert TEMOIN not in page
    assert "Le prix est faux." not in page
    connecter(client, fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]))
    assert TEMOIN not in client.get(LISTE).text


@pytest.mark.parametrize(
    ("roles", "statut"),
    [
        ([], 403),
        ([(Role.PRODUCTEUR, "1")], 403),
        ([(Role.PLATEFORME, "loire")], 403),
        ([(Role.RELAIS, "1")], 403),
        ([(Role.CHAMBRE, "69")], 404),
    ],
)
def test_les_autres_ne_lisent_ni_ne_traitent_les_signalements(
    client: FlaskClient,
    connecter: Connecter,
    ferme: Producteur,
    roles: list[tuple[Role, object]],
    statut: int,
) -> None:
    numero = signaler(ferme)
    connecter(client, fabrique.compte(roles=roles))
    page = client.get(LISTE)
    assert page.status_code == (403 if statut == 403 else 200)
    assert "Ferme du Pont" not in page.text
    for verbe in ("retenir", "ecarter"):
        donnees = {"signalements": [numero], "reponse": "Non."}
        assert client.post(f"{LISTE}/{ferme.id}/{verbe}", data=donnees).status_code == statut
    assert relu(numero).etat is EtatSignalement.OUVERT


def test_un_inconnu_est_mene_a_la_connexion(client: FlaskClient, ferme: Producteur) -> None:
    numero = signaler(ferme)
    assert "/compte/connexion" in client.get(LISTE).location
    donnees = {"signalements": [numero], "reponse": "Non."}
    for verbe in ("retenir", "ecarter"):
        adresse = f"{LISTE}/{ferme.id}/{verbe}"
        assert "/compte/connexion" in client.post(adresse, data=donnees).location
    assert relu(numero).etat is EtatSignalement.OUVERT


def test_un_agent_ne_traite_pas_par_une_ferme_les_signalements_d_une_autre(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    ailleurs = fabrique.producteur("Ailleurs")
    numero, autre = signaler(ferme), signaler(ailleurs)
    donnees = {"signalements": [numero, autre], "reponse": "Corrigé."}
    client.post(f"{LISTE}/{ferme.id}/retenir", data=donnees)
    assert relu(autre).etat is EtatSignalement.OUVERT
    donnees = {"signalements": [autre], "reponse": "Corrigé."}
    assert client.post(f"{LISTE}/{ferme.id}/retenir", data=donnees).status_code == 404


def test_sans_signalement_coche_rien_n_est_decide(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    numero = signaler(ferme)
    for coches in ([], ["x"]):
        donnees = {"signalements": coches, "reponse": "Corrigé."}
        reponse = client.post(f"{LISTE}/{ferme.id}/retenir", data=donnees)
        assert reponse.status_code == 422
        assert "Cochez au moins un signalement." in reponse.text
    assert relu(numero).etat is EtatSignalement.OUVERT


def test_la_liste_coute_autant_pour_deux_fermes_que_pour_dix(
    client: FlaskClient, agathe: Compte, requetes: Requetes
) -> None:
    couts = []
    for lot in (2, 8):
        for n in range(lot):
            signaler(fabrique.producteur(f"Ferme {lot} {n}"))
        requetes.clear()
        page = client.get(LISTE).text
        couts.append(len(requetes))
    assert couts[0] == couts[1]
    assert len(re.findall("data-travail", page)) == 10
