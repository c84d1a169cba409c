"""The producers as open data: the shape that programs rely on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from producteurs.models import EtatLabel, Famille, Label, ModeVente, Producteur, SorteLabel
from socle import horloge
from socle.db import session
from socle.web.openapi import document
from tests import fabrique


@pytest.fixture
def bergerie(client: FlaskClient) -> Producteur:
    fabrique.plateforme()
    return fabrique.producteur(
        "Bergerie",
        slug="bergerie",
        familles=[Famille.VIANDES, Famille.LAITAGES],
        modes=[ModeVente.RELAIS],
        labels=[Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE, source="Agence Bio")],
        telephone="+33477585858",
        courriel="secret@cabas.example",
    )


def test_la_liste_a_la_forme_annoncee(client: FlaskClient, bergerie: Producteur) -> None:
    reponse = client.get("/api/v1/producteurs?plateforme=loire&lat=45.6075&lon=4.0653")
    assert reponse.get_json() == {
        "total": 1,
        "page": 1,
        "elements": [
            {
                "slug": "bergerie",
                "nom": "Bergerie",
                "commune": {"code_insee": "42147", "nom": "Montbrison"},
                "lat": 45.6075,
                "lon": 4.0653,
                "familles": ["viandes", "laitages"],
                "modes": ["relais"],
                "labels": ["ab"],
                "labels_verifies": ["ab"],
                "confirme_le": horloge.aujourdhui().isoformat(),
                "distance_km": 0.0,
            }
        ],
    }
    assert reponse.headers["Access-Control-Allow-Origin"] == "*"
    assert reponse.headers["Cache-Control"] == "public, max-age=60"


def test_sans_position_la_distance_est_nulle_au_sens_de_json(
    client: FlaskClient, bergerie: Producteur
) -> None:
    [ferme] = client.get("/api/v1/producteurs").get_json()["elements"]
    assert ferme["distance_km"] is None


def test_le_detail_dit_ce_qui_est_public_et_rien_d_autre(
    client: FlaskClient, bergerie: Producteur
) -> None:
    fabrique.produit(bergerie, nom="Tomme", prix_centimes=1890, mois=[5, 6])
    detail = client.get("/api/v1/producteurs/bergerie").get_json()
    assert detail["labels"] == [
        {
            "sorte": "ab",
            "etat": "verifie",
            "source": "Agence Bio",
            "verifie_le": None,
            "organisme": "",
            "certificat": "",
            "certifie_depuis": None,
            "en_conversion": False,
        }
    ]
    [produit] = detail["produits"]
    assert (produit["nom"], produit["prix_centimes"], produit["mois"]) == ("Tomme", 1890, [5, 6])
    assert "courriel" not in detail
    assert "siret" not in detail


def test_les_pages_de_l_interface_se_suivent(client: FlaskClient) -> None:
    for n in range(5):
        fabrique.producteur(f"Ferme {n}")
    pages = [
        client.get(f"/api/v1/producteurs?par_page=2&page={n}").get_json() for n in (1, 2, 3, 4)
    ]
    assert [len(p["elements"]) for p in pages] == [2, 2, 1, 0]
    assert [(p["total"], p["page"]) for p in pages] == [(5, 1), (5, 2), (5, 3), (5, 4)]


@pytest.mark.parametrize(
    "adresse", ["/api/v1/producteurs/inconnue", "/api/v1/producteurs?plateforme=inconnue"]
)
def test_ce_qui_n_existe_pas_est_un_probleme(
    client: FlaskClient, bergerie: Producteur, adresse: str
) -> None:
    reponse = client.get(adresse)
    assert (reponse.status_code, reponse.content_type) == (404, "application/problem+json")


def test_une_liste_inchangee_n_est_pas_renvoyee(client: FlaskClient, bergerie: Producteur) -> None:
    etag = client.get("/api/v1/producteurs").headers["ETag"]
    assert client.get("/api/v1/producteurs", headers={"If-None-Match": etag}).status_code == 304
    fabrique.producteur()
    assert client.get("/api/v1/producteurs", headers={"If-None-Match": etag}).status_code == 200


def test_le_document_de_tout_le_site_est_valide(app: Flask) -> None:
    doc = document(app)
    OpenAPIV31SpecValidator(doc).validate()
    noms = {p["name"] for p in doc["paths"]["/api/v1/producteurs"]["get"]["parameters"]}
    assert noms == {
        "plateforme", "q", "famille", "mode", "label", "lat", "lon", "rayon_km", "livre_a",
        "ouvert", "label_verifie", "page", "par_page",
    }  # fmt: skip


def test_la_page_des_donnees_ouvertes_nomme_chaque_ressource(
    client: FlaskClient, app: Flask
) -> None:
    page = client.get("/api/v1/").text
    for adresse in document(app)["paths"]:
        assert adresse in page


def test_une_decision_prise_apres_minuit_est_du_jour_de_paris(
    client: FlaskClient, bergerie: Producteur
) -> None:
    bergerie.dossier.decide_le = datetime(2026, 6, 10, 22, 30, tzinfo=UTC)
    session.commit()
    detail = client.get("/api/v1/producteurs/bergerie").get_json()
    assert detail["verifie_le"] == "2026-06-11"
