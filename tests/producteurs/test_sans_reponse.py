"""The agent's list of the farms that did not answer, through HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from producteurs.models import DemandeConfirmation, EtatDossier, Fraicheur, Producteur
from producteurs.queries.fraicheur import compter_sans_reponse
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.calendrier import (
    au_jour,
    courriels_a,
    demande_de,
    dernier_lien,
    ferme_confirmee,
    passer,
)

Connecter = Callable[[FlaskClient, Compte], None]
COURRIEL = "pont@cabas.example"


@pytest.fixture
def silencieuse(client: FlaskClient) -> Producteur:
    """A farm that has not answered for 30 days."""
    ferme = ferme_confirmee("Ferme du Pont", courriel=COURRIEL, telephone="+33477000001")
    passer(ferme, range(90, 121))
    session.expunge_all()  # a request ends the session: what is held must not expire with it
    return ferme


@pytest.fixture
def agathe(client: FlaskClient, connecter: Connecter) -> Compte:
    agent = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    connecter(client, agent)
    return agent


def relue(ferme: Producteur) -> Producteur:
    return session.get_one(Producteur, ferme.id, populate_existing=True)


def test_l_agent_voit_le_numero_a_appeler(
    client: FlaskClient, agathe: Compte, silencieuse: Producteur
) -> None:
    with au_jour(121):
        page = client.get("/equipe/producteurs/sans-reponse").text
    assert 'href="tel:+33477000001"' in page
    for touche in ("a", "r", "m", "p", "o"):
        assert f'data-raccourci="{touche}"' in page


@pytest.mark.parametrize("geste", ["juste", "redemander", "plus-tard", "a-cesse"])
def test_chaque_geste_vide_la_ligne(
    client: FlaskClient, agathe: Compte, silencieuse: Producteur, geste: str
) -> None:
    with au_jour(121):
        assert compter_sans_reponse(["42"]) == 1
        reponse = client.post(
            f"/equipe/producteurs/sans-reponse/{silencieuse.id}/{geste}",
            data={"note": "Rappeler le soir.", "precision": "Retraite."},
        )
        assert reponse.headers["Location"] == "/equipe/producteurs/sans-reponse#suite"
        assert compter_sans_reponse(["42"]) == 0
        assert "Plus rien à faire" in client.get("/equipe/producteurs/sans-reponse").text
    derniere = lire_journal("dossier", relue(silencieuse).dossier.id)[-1]
    assert derniere.par_id == agathe.id


def test_ce_que_valent_les_gestes_de_l_agent(
    client: FlaskClient, agathe: Compte, silencieuse: Producteur
) -> None:
    adresse = f"/equipe/producteurs/sans-reponse/{silencieuse.id}"
    with au_jour(121):
        client.post(f"{adresse}/plus-tard", data={"note": "Rappeler le soir."})
    with au_jour(128):
        assert "Rappeler le soir." in client.get("/equipe/producteurs/sans-reponse").text
        avant = len(courriels_a(COURRIEL))
        client.post(f"{adresse}/redemander")
        assert len(courriels_a(COURRIEL)) == avant + 1
        client.post(f"{adresse}/juste")
        assert relue(silencieuse).dossier.fraicheur is Fraicheur.CONFIRME
        assert client.post(f"{adresse}/juste").status_code == 404


def test_une_ferme_qui_a_cesse_est_close_avec_son_motif(
    client: FlaskClient, agathe: Compte, silencieuse: Producteur
) -> None:
    with au_jour(121):
        client.post(
            f"/equipe/producteurs/sans-reponse/{silencieuse.id}/a-cesse",
            data={"precision": "Partie à la retraite."},
        )
    dossier = relue(silencieuse).dossier
    assert dossier.etat is EtatDossier.RADIE
    assert "Partie à la retraite." in dossier.motif


def test_une_reponse_arrivee_entre_temps_se_voit(
    client: FlaskClient, agathe: Compte, silencieuse: Producteur, app: Flask
) -> None:
    with au_jour(121):
        app.test_client().post(dernier_lien(COURRIEL), data={"version": "1"})
        adresse = f"/equipe/producteurs/sans-reponse/{silencieuse.id}/a-cesse"
        assert client.post(adresse).status_code == 404
    assert relue(silencieuse).dossier.etat is EtatDossier.VALIDE


GESTES = ["juste", "redemander", "plus-tard", "a-cesse"]


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
def test_les_autres_ne_touchent_pas_a_la_liste(
    client: FlaskClient,
    connecter: Connecter,
    silencieuse: Producteur,
    roles: list[tuple[Role, object]],
    statut: int,
) -> None:
    connecter(client, fabrique.compte(roles=roles))
    with au_jour(121):
        page = client.get("/equipe/producteurs/sans-reponse")
        assert page.status_code == (403 if statut == 403 else 200)
        assert "Ferme du Pont" not in page.text
        for geste in GESTES:
            adresse = f"/equipe/producteurs/sans-reponse/{silencieuse.id}/{geste}"
            assert client.post(adresse).status_code == statut
    assert demande_de(silencieuse).repondue_le is None


def test_un_inconnu_est_mene_a_la_connexion(client: FlaskClient, silencieuse: Producteur) -> None:
    assert "/compte/connexion" in client.get("/equipe/producteurs/sans-reponse").location
    for geste in GESTES:
        adresse = f"/equipe/producteurs/sans-reponse/{silencieuse.id}/{geste}"
        assert "/compte/connexion" in client.post(adresse).location
    assert demande_de(silencieuse).repondue_le is None


def test_la_liste_coute_autant_pour_deux_fermes_que_pour_dix(
    client: FlaskClient, agathe: Compte, requetes: Requetes
) -> None:
    couts = []
    for lot in (2, 8):
        for n in range(lot):
            passer(ferme_confirmee(f"Ferme {lot} {n}"), [90, 100, 110, 120])
        with au_jour(121):
            requetes.clear()
            client.get("/equipe/producteurs/sans-reponse")
        couts.append(len(requetes))
    assert couts[0] == couts[1]
    assert session.scalar(select(func.count()).select_from(DemandeConfirmation)) == 10


def test_un_arret_que_le_dossier_refuse_ne_repond_pas_a_la_demande(
    client: FlaskClient, agathe: Compte, silencieuse: Producteur
) -> None:
    relue(silencieuse).dossier.etat = EtatDossier.APPEL
    session.commit()
    with au_jour(121):
        client.post(
            f"/equipe/producteurs/sans-reponse/{silencieuse.id}/a-cesse",
            data={"precision": "Retraite."},
        )
    session.expire_all()
    assert demande_de(relue(silencieuse)).repondue_le is None
    assert relue(silencieuse).dossier.etat is EtatDossier.APPEL
