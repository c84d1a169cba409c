"""Changing a sale: what orders count on stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from commandes.models import Vente
from livraisons.models import CreneauLivraison
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.atelier import acheter, agent, lu
from tests.commandes.marche import Marche
from tests.commandes.saisies_vente import marche_a_l_heure, remplie

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def m(base: object) -> Marche:
    return marche_a_l_heure()


def test_modifier_sans_rien_toucher_ne_change_rien(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    reference_des_places = m.places()
    acheter(m, {m.carottes: 1})
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    assert client.post(adresse, data=remplie(m.vente)).status_code == 302
    assert m.places() == reference_des_places - 1
    assert [d.id for d in m.vente.distributions] == [m.distribution.id]
    assert [c.id for c in m.vente.creneaux] == [m.creneau.id]
    assert len(m.vente.offres) == 2


def test_un_horaire_attendu_garde_ses_heures_mais_peut_grandir(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    acheter(m, {m.carottes: 1})
    debut = m.distribution.debut
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-debut": "15:00"})
    assert reponse.status_code == 422
    assert "ses heures ne peuvent plus changer" in lu(reponse)
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-capacite": "80"})
    assert reponse.status_code == 302
    assert (m.distribution.debut, m.places()) == (debut, 79)


def test_la_capacite_ne_descend_pas_sous_ce_qui_est_pris(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    for prenom in ("Camille", "Sacha"):
        acheter(m, {m.carottes: 1}, prenom=prenom)
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-capacite": "1"})
    assert reponse.status_code == 422
    assert "sous les 2 places déjà prises" in lu(reponse)
    assert m.places() == 38


def test_un_horaire_libre_se_deplace_ou_s_enleve(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    creneau = m.creneau.id
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    assert (
        client.post(
            adresse,
            data=remplie(m.vente) | {"distributions-0-debut": "15:00", "creneaux-0-retirer": "y"},
        ).status_code
        == 302
    )
    assert m.distribution.debut.astimezone(horloge.PARIS).hour == 15
    assert m.vente.creneaux == []
    assert session.get(CreneauLivraison, creneau) is None


def test_un_horaire_attendu_ne_s_enleve_pas(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    acheter(m, {m.carottes: 1})
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-retirer": "y"})
    assert reponse.status_code == 422
    assert "cet horaire ne peut pas être enlevé" in lu(reponse)
    assert [d.id for d in m.vente.distributions] == [m.distribution.id]


def test_une_distribution_partagee_reste_a_l_autre_vente(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    autre = fabrique.vente(m.plateforme, produits=[m.fromage], distributions=[m.distribution]).id
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    donnees = remplie(m.vente) | {"distributions-0-retirer": "y"}
    assert client.post(adresse, data=donnees).status_code == 302
    assert m.vente.distributions == []
    assert len(session.get_one(Vente, autre).distributions) == 1


def test_une_ferme_qui_vend_deja_reste_dans_la_vente(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    fermes = {m.jardin.id, m.laiterie.id}
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    client.post(adresse, data=remplie(m.vente) | {"fermes": [str(m.jardin.id)]})
    assert {p.producteur_id for p in m.vente.participations} == fermes
