"""The list and the map over HTTP: the same farms by the same filters, whatever is asked."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from producteurs.models import (
    Famille,
)
from tests import fabrique
from tests.cartes.pages import lire, quelques_fermes
from tests.conftest import Requetes


def slugs_des_points(client: FlaskClient, suite: str) -> set[str]:
    return {p[0] for p in client.get(f"/loire/carte/points{suite}").get_json()["points"]}


@pytest.mark.parametrize(
    ("suite", "attendues"),
    [
        ("", "ABCD"),
        ("?famille=viandes", "BD"),
        ("?famille=viandes&famille=miels_sucres", "ABD"),
        ("?mode=marche", "A"),
        ("?label=ab&ouvert=1", "D"),
        ("?q=bergerie", "B"),
        ("?livre_a=45.6075,4.0653", "A"),
        ("?lat=46.0449&lon=4.0797&rayon_km=3", "CD"),
        ("?famille=poissons", ""),
    ],
)
def test_liste_carte_points_et_api_montrent_les_memes_fermes(
    loire: FlaskClient, suite: str, attendues: str
) -> None:
    fermes = {f.slug for f in quelques_fermes() if f.nom[0] in attendues}
    assert lire(loire, f"/loire/producteurs{suite}").liens_de_fermes() == fermes
    assert lire(loire, f"/loire/carte{suite}").liens_de_fermes() == fermes
    assert slugs_des_points(loire, suite) == fermes
    api = loire.get(f"/api/v1/producteurs{suite}").get_json()
    assert {e["slug"] for e in api["elements"]} == fermes
    assert api["total"] == len(fermes)


@pytest.mark.parametrize(
    ("suite", "nom"),
    [
        ("lat=abc&lon=4", "lat"),
        ("lat=45.6", "lon"),
        ("lat=nan&lon=nan", "lat"),
        ("page=0", "page"),
        ("page=-3", "page"),
        ("par_page=1000", "par_page"),
        ("famille=licornes", "famille"),
        ("livre_a=45,6;4,0", "livre_a"),
        ("rayon_km=5", "rayon_km"),
        ("ouvert=peut-etre", "ouvert"),
    ],
)
def test_un_filtre_illisible_est_dit_et_nomme(loire: FlaskClient, suite: str, nom: str) -> None:
    for adresse in ("/loire/producteurs", "/loire/carte"):
        assert f"« {nom} »" in lire(loire, f"{adresse}?{suite}", 422).mots.replace("\xa0", " ")
    probleme = loire.get(f"/api/v1/producteurs?{suite}")
    assert probleme.status_code == 422
    assert probleme.get_json(force=True)["parametre"] == nom


@pytest.mark.parametrize("suite", ["bbox=1,2,3", "bbox=a,b,c,d", "zoom=99", "zoom=-1"])
def test_une_vue_illisible_est_refusee(loire: FlaskClient, suite: str) -> None:
    assert loire.get(f"/loire/carte/points?{suite}").status_code == 422


def test_sans_reponse_la_page_dit_quel_choix_retirer(loire: FlaskClient) -> None:
    quelques_fermes()
    page = lire(loire, "/loire/producteurs?famille=poissons&label=demeter&q=miel")
    assert "Aucune ferme ne répond à tout cela" in page.mots
    liens = page.attributs("href", "a")
    assert "/loire/producteurs?q=miel&label=demeter" in liens
    assert "/loire/producteurs?q=miel&famille=poissons" in liens
    assert "/loire/producteurs?famille=poissons&label=demeter" in liens


def test_une_page_au_dela_de_la_fin_ramene_a_la_premiere(loire: FlaskClient) -> None:
    quelques_fermes()
    page = lire(loire, "/loire/producteurs?page=9&famille=viandes")
    assert not page.liens_de_fermes()
    assert "/loire/producteurs?famille=viandes" in page.attributs("href", "a")


def test_de_la_liste_a_la_carte_et_retour_les_filtres_restent(loire: FlaskClient) -> None:
    quelques_fermes()
    suite = "?famille=viandes&label=ab&ouvert=1"
    assert f"/loire/carte{suite}" in lire(loire, f"/loire/producteurs{suite}").attributs("href")
    assert f"/loire/producteurs{suite}" in lire(loire, f"/loire/carte{suite}").attributs("href")
    coches = [a for _, a in lire(loire, f"/loire/producteurs{suite}").elements if "checked" in a]
    assert {(c["name"], c["value"]) for c in coches} == {
        ("famille", "viandes"),
        ("label", "ab"),
        ("ouvert", "1"),
    }


def test_avec_un_lieu_retenu_un_rayon_devient_une_adresse_complete(loire: FlaskClient) -> None:
    quelques_fermes()
    with loire.session_transaction() as cookie:
        cookie["lieu"] = {"lat": 46.0449, "lon": 4.0797, "libelle": "Roanne"}
    proches = lire(loire, "/loire/producteurs")
    assert "Roanne" in proches.mots
    assert "0,0 km" in proches.mots.replace("\xa0", " ")
    reponse = loire.get("/loire/producteurs?rayon_km=10")
    assert reponse.headers["Location"] == ("/loire/producteurs?lat=46.0449&lon=4.0797&rayon_km=10")
    assert len(lire(loire, reponse.headers["Location"]).liens_de_fermes()) == 2


@pytest.mark.parametrize("adresse", ["/loire/producteurs", "/loire/carte"])
def test_cinq_fermes_ou_cinquante_coutent_autant_de_requetes(
    loire: FlaskClient, requetes: Requetes, adresse: str
) -> None:
    couts = []
    for nombre in (5, 45):
        for n in range(nombre):
            fabrique.producteur(f"Ferme {nombre} {n}", familles=list(Famille)[: n % 12 + 1])
        loire.get(f"{adresse}?par_page=50")
        requetes.clear()
        assert loire.get(f"{adresse}?par_page=50").status_code == 200
        couts.append(len(requetes))
    assert couts[0] == couts[1] <= 4
