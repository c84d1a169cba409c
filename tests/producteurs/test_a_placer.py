"""The agent's list of the farms whose place is not known well enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producteurs.models import EtatDossier, PrecisionPosition, Producteur
from producteurs.queries.placement import compter_a_placer
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from territoires.geoplateforme import Geoplateforme
from territoires.geoplateforme_simulee import GeoplateformeSimulee, servie
from tests import fabrique
from tests.conftest import Requetes

Connecter = Callable[[FlaskClient, Compte], None]
LISTE = "/equipe/producteurs/a-placer"
VIDE = "Plus rien à faire"


@pytest.fixture
def agathe(client: FlaskClient, connecter: Connecter) -> Compte:
    agent = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    connecter(client, agent)
    return agent


def approximative(nom: str = "Ferme du Pont") -> Producteur:
    ferme = fabrique.producteur(nom)
    ferme.precision, ferme.position_source = PrecisionPosition.COMMUNE, "commune"
    session.flush()
    return ferme


@pytest.fixture
def ferme(client: FlaskClient) -> Producteur:
    placee = approximative()
    session.expunge_all()  # a request ends the session: what is held must not expire with it
    return placee


def relue(ferme: Producteur) -> Producteur:
    return session.get_one(Producteur, ferme.id, populate_existing=True)


def ici(ferme: Producteur) -> dict[str, str]:
    return {"version": str(ferme.version), "lat": "45,61", "lon": "4,07"}


def test_une_ferme_au_centre_de_sa_commune_est_a_placer(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    fabrique.producteur("Ferme bien placée", precision=PrecisionPosition.ADRESSE)
    page = client.get(LISTE).text
    assert "Ferme du Pont" in page
    assert "Ferme bien placée" not in page
    assert compter_a_placer(["42"]) == 1
    for touche in ("p", "c", "o"):
        assert f'data-raccourci="{touche}"' in page


def test_une_ferme_loin_de_sa_commune_est_a_placer(agathe: Compte, ferme: Producteur) -> None:
    placee = relue(ferme)
    placee.precision = PrecisionPosition.ADRESSE
    placee.lat, placee.lon = placee.lat + 0.12, placee.lon  # 13 km
    session.flush()
    assert compter_a_placer(["42"]) == 0
    placee.lat += 0.03
    session.flush()
    assert compter_a_placer(["42"]) == 1
    placee.lat, placee.lon = placee.lat - 0.15, placee.lon + 0.18  # 14 km to the east
    session.flush()
    assert compter_a_placer(["42"]) == 0
    placee.lon += 0.03
    session.flush()
    assert compter_a_placer(["42"]) == 1


@pytest.mark.parametrize("etat", [EtatDossier.BROUILLON, EtatDossier.REFUSE, EtatDossier.RADIE])
def test_un_dossier_clos_n_est_plus_a_placer(ferme: Producteur, etat: EtatDossier) -> None:
    relue(ferme).dossier.etat = etat
    session.flush()
    assert compter_a_placer(["42"]) == 0


def test_placer_sur_la_carte_vide_la_ligne_et_garde_qui_l_a_fait(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    reponse = client.post(f"{LISTE}/{ferme.id}/placer", data=ici(ferme))
    assert reponse.headers["Location"] == f"{LISTE}#suite"
    placee = relue(ferme)
    assert (placee.lat, placee.lon, placee.precision) == (45.61, 4.07, PrecisionPosition.POINTEE)
    assert placee.version == ferme.version + 1
    assert lire_journal("dossier", placee.dossier.id)[-1].par_id == agathe.id
    assert VIDE in client.get(LISTE).text


def test_laisser_au_centre_vide_la_ligne(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    client.post(f"{LISTE}/{ferme.id}/centre", data={"version": ferme.version})
    assert relue(ferme).precision is PrecisionPosition.COMMUNE
    assert VIDE in client.get(LISTE).text


def test_une_position_trop_loin_est_refusee_et_reste_ecrite(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    reponse = client.post(f"{LISTE}/{ferme.id}/placer", data=ici(ferme) | {"lat": "47,5"})
    assert reponse.status_code == 422
    assert 'value="47,5"' in reponse.text
    assert compter_a_placer(["42"]) == 1


def test_une_fiche_qui_vient_de_changer_est_a_relire(
    client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    relue(ferme).version += 1
    session.commit()
    reponse = client.post(f"{LISTE}/{ferme.id}/placer", data=ici(ferme))
    assert reponse.status_code == 422
    assert "a modifié sa fiche" in reponse.text
    client.post(f"{LISTE}/{ferme.id}/centre", data={"version": ferme.version})
    assert compter_a_placer(["42"]) == 1


def test_une_adresse_cherchee_se_place_d_un_bouton(
    app: Flask, client: FlaskClient, agathe: Compte, ferme: Producteur
) -> None:
    with servie(GeoplateformeSimulee()) as url:
        app.extensions["geocodeur"] = Geoplateforme(url)
        try:
            page = client.get(f"{LISTE}/{ferme.id}?adresse=12 rue des Lilas Montbrison").text
            rien = client.get(f"{LISTE}/{ferme.id}?adresse=xyzxyz").text
        finally:
            app.extensions["geocodeur"] = None
    assert "Placer à «\u00a012 Rue des Lilas 42600 Montbrison\u00a0»" in page
    assert 'value="45.6089"' in page
    assert "Roanne" not in page  # sixty kilometres away
    assert "Aucune adresse" in rien


@pytest.mark.parametrize("geste", ["placer", "centre"])
@pytest.mark.parametrize("role", [None, (Role.CHAMBRE, "43"), (Role.PLATEFORME, "loire")])
def test_un_autre_ne_voit_ni_ne_place_la_ferme(
    client: FlaskClient,
    connecter: Connecter,
    ferme: Producteur,
    geste: str,
    role: tuple[Role, str] | None,
) -> None:
    connecter(client, fabrique.compte("Zoé", roles=[role] if role else []))
    assert "Ferme du Pont" not in client.get(LISTE).text
    assert client.get(f"{LISTE}/{ferme.id}").status_code in {403, 404}
    reponse = client.post(f"{LISTE}/{ferme.id}/{geste}", data=ici(ferme))
    assert reponse.status_code in {403, 404}
    assert relue(ferme).position_source == "commune"


def test_un_inconnu_est_invite_a_se_connecter(client: FlaskClient, ferme: Producteur) -> None:
    for adresse in (LISTE, f"{LISTE}/{ferme.id}"):
        assert client.get(adresse).status_code == 302


def test_la_liste_se_lit_en_un_nombre_compte_de_requetes(
    client: FlaskClient, agathe: Compte, ferme: Producteur, requetes: Requetes
) -> None:
    client.get(LISTE)
    une = len(requetes)
    for n in range(5):
        approximative(f"Ferme {n}")
    session.commit()
    session.expunge_all()
    requetes.clear()
    client.get(LISTE)
    assert len(requetes) == une
