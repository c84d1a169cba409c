"""Saying where one lives, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from socle.web.limites import limiteur
from territoires.contexte import lieu_courant, plateforme_courante
from territoires.geoplateforme import Geoplateforme
from territoires.geoplateforme_simulee import GeoplateformeSimulee, Humeur
from territoires.models import Commune, Plateforme
from tests.conftest import Requetes


def test_dire_ou_l_on_habite_ramene_a_la_page_quittee(
    client: FlaskClient, loire: Plateforme
) -> None:
    with client:
        reponse = client.post(
            "/loire/lieu", data={"lieu": "montbrison", "suite": "/loire/producteurs?famille=fruits"}
        )
        assert reponse.status_code == 303
        assert reponse.location == "/loire/producteurs?famille=fruits"
        lieu = lieu_courant()
    assert lieu is not None
    assert (lieu.libelle, lieu.code_insee) == ("Montbrison (42)", "42147")


def test_sans_suite_on_arrive_a_l_accueil_de_la_plateforme(
    client: FlaskClient, loire: Plateforme
) -> None:
    assert client.post("/loire/lieu", data={"lieu": "42300"}).location == "/loire/"


@pytest.mark.parametrize("suite", ["https://ailleurs.example/", "//ailleurs.example", "\\\\x"])
def test_la_suite_ne_mene_pas_ailleurs(client: FlaskClient, loire: Plateforme, suite: str) -> None:
    reponse = client.post("/loire/lieu", data={"lieu": "42300", "suite": suite})
    assert reponse.location == "/loire/"


def test_partager_sa_position_suffit(client: FlaskClient, loire: Plateforme) -> None:
    with client:
        client.post("/loire/lieu", data={"lieu": "", "lat": "45.6075", "lon": "4.0653"})
        lieu = lieu_courant()
    assert lieu is not None
    assert lieu.libelle == "Montbrison (42)"


def test_un_lieu_inconnu_montre_la_page_remplie_avec_des_propositions(
    client: FlaskClient, loire: Plateforme
) -> None:
    reponse = client.post("/loire/lieu", data={"lieu": "Monbrizon", "suite": "/loire/carte"})
    page = reponse.text
    assert reponse.status_code == 422
    assert 'value="Monbrizon"' in page
    assert "Nous ne trouvons pas « Monbrizon »" in page
    assert 'name="lieu" value="Montbrison (42)"' in page
    assert page.count('name="suite" value="/loire/carte"') == 2


def test_la_proposition_se_choisit_en_une_fois(client: FlaskClient, loire: Plateforme) -> None:
    page = client.post("/loire/lieu", data={"lieu": "Saint-Just"}).text
    choisie = re.search(r'name="lieu" value="(Saint-Just-Saint-Rambert \(42\))"', page)
    assert choisie is not None
    assert client.post("/loire/lieu", data={"lieu": choisie[1]}).status_code == 303


def test_hors_de_la_plateforme_la_page_mene_a_celle_qui_couvre(
    client: FlaskClient, loire: Plateforme, region: Plateforme
) -> None:
    reponse = client.post("/loire/lieu", data={"lat": "45.764", "lon": "4.8357"})
    assert reponse.status_code == 422
    assert "mais sur « Auvergne-Rhône-Alpes »" in reponse.text
    assert 'action="/auvergne-rhone-alpes/lieu"' in reponse.text
    assert 'name="lat" value="45.764"' in reponse.text
    ailleurs = client.post(
        "/auvergne-rhone-alpes/lieu", data={"lieu": "", "lat": "45.764", "lon": "4.8357"}
    )
    assert ailleurs.location == "/auvergne-rhone-alpes/"


@pytest.mark.parametrize(
    "donnees",
    [
        {},
        {"lieu": ""},
        {"lieu": "<script>alert(1)</script>"},
        {"lieu": "a" * 5000},
        {"lat": "nan", "lon": "4"},
        {"lat": "1e999", "lon": "4"},
        {"lat": "abc", "lon": "def"},
        {"lat": "45.6"},
    ],
)
def test_n_importe_quoi_recoit_une_phrase(
    client: FlaskClient, loire: Plateforme, donnees: dict[str, str]
) -> None:
    reponse = client.post("/loire/lieu", data=donnees)
    assert reponse.status_code == 422
    assert "<script>alert" not in reponse.text
    assert 'aria-invalid="true"' in reponse.text


def test_ce_qu_aucune_base_ne_peut_lire_recoit_une_phrase(
    client: FlaskClient, loire: Plateforme
) -> None:
    reponse = client.post("/loire/lieu", data={"lieu": "\x00\x01"})
    assert reponse.status_code == 400
    assert "mal formée" in reponse.text


def test_oublier_son_lieu(client: FlaskClient, loire: Plateforme) -> None:
    client.post("/loire/lieu", data={"lieu": "montbrison"})
    with client:
        reponse = client.post("/loire/lieu/oublier", data={"suite": "/loire/carte"})
        assert reponse.location == "/loire/carte"
        assert lieu_courant() is None


def test_le_lieu_se_demande_aussi_sans_formulaire_sur_la_page(
    client: FlaskClient, loire: Plateforme
) -> None:
    page = client.get("/loire/lieu?suite=/loire/carte").text
    assert "Où habitez-vous ?" in page
    assert 'name="suite" value="/loire/carte"' in page
    client.post("/loire/lieu", data={"lieu": "montbrison"})
    assert "Montbrison (42)" in client.get("/loire/lieu").text


def test_une_plateforme_inconnue_est_une_page_introuvable(
    client: FlaskClient, loire: Plateforme
) -> None:
    reponse = client.get("/nulle-part/lieu")
    assert reponse.status_code == 404
    assert "Il n’y a pas de plateforme à cette adresse." in reponse.text


def test_le_temoin_n_est_ecrit_que_s_il_change(client: FlaskClient, loire: Plateforme) -> None:
    client.get("/loire/lieu")
    premiere = client.post("/loire/lieu", data={"lieu": "montbrison"})
    assert "Set-Cookie" in premiere.headers
    assert "Set-Cookie" not in client.post("/loire/lieu", data={"lieu": "montbrison"}).headers
    assert "Set-Cookie" not in client.get("/loire/lieu").headers


def test_une_page_sans_plateforme_garde_la_derniere_visitee(
    client: FlaskClient, loire: Plateforme
) -> None:
    assert 'href="/loire/producteurs"' not in client.get("/nulle-part/lieu").text
    client.get("/loire/lieu")
    assert 'href="/loire/producteurs"' in client.get("/nulle-part/lieu").text


def test_une_plateforme_disparue_est_oubliee(client: FlaskClient, loire: Plateforme) -> None:
    with client.session_transaction() as temoin:
        temoin["plateforme"] = "disparue"
    with client:
        client.get("/communes?q=montb")
        assert plateforme_courante() is None
        assert "plateforme" not in session


def test_un_lieu_garde_par_une_ancienne_version_est_oublie(
    client: FlaskClient, loire: Plateforme
) -> None:
    with client.session_transaction() as temoin:
        temoin["lieu"] = {"latitude": 45.6}
    assert client.get("/loire/lieu").status_code == 200


def test_les_communes_sont_proposees_pendant_la_saisie(
    client: FlaskClient, loire: Plateforme
) -> None:
    page = client.get("/communes?q=saint&plateforme=loire").text
    assert '<option value="Saint-Étienne (42)">42000, 42100, 42230</option>' in page
    assert "Saint-Priest" not in page
    assert "Saint-Priest (69)" in client.get("/communes?q=saint pri").text
    assert client.get("/communes").text.strip() == ""


def test_dire_son_lieu_coute_peu_de_requetes(
    client: FlaskClient, loire: Plateforme, requetes: Requetes
) -> None:
    client.get("/loire/lieu")
    requetes.clear()
    client.post("/loire/lieu", data={"lieu": "montbrison"})
    assert len(requetes) <= 2


@pytest.fixture
def limites(app: Flask) -> Iterator[None]:
    limiteur.enabled = True
    limiteur.reset()
    yield
    limiteur.reset()
    limiteur.enabled = False


def test_trop_d_essais_en_une_minute_sont_ralentis(
    client: FlaskClient, loire: Plateforme, limites: None
) -> None:
    statuts = [
        client.post("/loire/lieu", data={"lieu": "montbrison"}).status_code for _ in range(31)
    ]
    assert statuts == [303] * 30 + [429]


@pytest.fixture
def geocodeur(app: Flask, adresse_service: str) -> Iterator[None]:
    app.extensions["geocodeur"] = Geoplateforme(adresse_service)
    yield
    app.extensions["geocodeur"] = None


def test_une_adresse_est_demandee_au_service_regle(
    client: FlaskClient, loire: Plateforme, geocodeur: None, service: GeoplateformeSimulee
) -> None:
    with client:
        client.post("/loire/lieu", data={"lieu": "12 rue des Lilas, Montbrison"})
        lieu = lieu_courant()
    assert lieu is not None
    assert (lieu.lat, lieu.approximatif) == (45.6089, False)


def test_la_page_dit_qu_une_adresse_est_placee_au_centre(
    client: FlaskClient, loire: Plateforme, geocodeur: None, service: GeoplateformeSimulee
) -> None:
    service.humeur = Humeur.EN_PANNE
    client.post("/loire/lieu", data={"lieu": "12 rue des Lilas, Montbrison"})
    assert "(le centre de la commune)" in client.get("/loire/lieu").text


def test_l_api_donne_les_plateformes_et_leur_perimetre(
    client: FlaskClient, loire: Plateforme, region: Plateforme
) -> None:
    corps = client.get("/api/v1/plateformes").json
    assert corps is not None
    assert corps["total"] == 2
    fiche = {p["slug"]: p for p in corps["elements"]}["loire"]
    assert (fiche["nom"], fiche["departements"]) == ("La Loire", ["42"])
    assert fiche["adresse"].endswith("/loire/")


def test_l_api_cherche_les_communes(client: FlaskClient, communes: dict[str, Commune]) -> None:
    corps = client.get("/api/v1/communes?q=st-etienne").json
    assert corps is not None
    assert corps["elements"][0] == {
        "code_insee": "42218",
        "nom": "Saint-Étienne",
        "departement": "42",
        "region": "84",
        "codes_postaux": ["42000", "42100", "42230"],
        "population": 173_136,
        "lat": 45.4397,
        "lon": 4.3872,
    }
    petite = client.get("/api/v1/communes?q=saint&limite=2").json
    assert petite is not None
    assert len(petite["elements"]) == 2


@pytest.mark.parametrize("requete", ["", "?q=", "?q=a", "?q=saint&limite=0", "?q=saint&limite=51"])
def test_l_api_refuse_une_recherche_trop_courte_ou_trop_longue(
    client: FlaskClient, communes: dict[str, Commune], requete: str
) -> None:
    reponse = client.get(f"/api/v1/communes{requete}")
    assert reponse.status_code == 422
    assert reponse.content_type == "application/problem+json"
