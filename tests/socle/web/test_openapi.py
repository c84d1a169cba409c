"""The JSON interface: parameters read strictly, one way to answer, a document that is valid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from flask_babel import Babel
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.datastructures import MultiDict

from socle import parametres
from socle.parametres import Parametre, ParametreInvalide
from socle.reglages import Reglages
from socle.web import openapi
from socle.web.acces import brancher_acces, public
from socle.web.erreurs import brancher_erreurs
from socle.web.openapi import VueNonDecrite, decrit, document, repondre_json


class Couleur(StrEnum):
    VERT = "vert"
    ROUGE = "rouge"


@dataclass(frozen=True)
class Pomme:
    nom: str
    couleur: Couleur
    poids_g: float | None
    cueillie_le: date
    voisines: tuple[str, ...]


@dataclass(frozen=True)
class Cageot:
    total: int
    elements: list[Pomme]


@pytest.fixture
def petite_app(reglages: Reglages) -> Flask:
    """An application with one described resource and nothing else."""
    app = Flask(__name__)
    app.config["REGLAGES"] = reglages
    bp = Blueprint("api_verger", __name__, url_prefix="/api/v1")

    @bp.get("/pommes/<int:rang>")
    @public
    @decrit(
        "Des pommes.",
        parametres=[
            parametres.entier("page", "La page.", maximum=50, defaut=1),
            parametres.choix("couleur", "La couleur.", Couleur, repete=True),
            parametres.position("livre_a", "Où."),
        ],
        reponse=Cageot,
        erreurs={404: "Aucune pomme."},
    )
    def pommes(rang: int, page: int, couleur: tuple[Couleur, ...], livre_a: Any) -> Cageot:
        fruit = Pomme(f"<b>{rang}</b>", Couleur.VERT, None, date(2026, 11, 26), ("b", "c"))
        return Cageot(page, [fruit] * (len(couleur) or 1))

    for branche in (bp, openapi.bp):
        app.register_blueprint(branche)
    Babel(app)
    brancher_acces(app)
    brancher_erreurs(app)
    openapi.brancher_api(app)
    return app


@pytest.fixture
def verger(petite_app: Flask) -> Iterator[FlaskClient]:
    with petite_app.test_client() as client:
        yield client


def lire(parametre: Parametre, *valeurs: str) -> Any:
    return parametre.lire(MultiDict([(parametre.nom, v) for v in valeurs]))


@pytest.mark.parametrize(
    ("parametre", "valeur"),
    [
        (parametres.latitude(), "91"),
        (parametres.latitude(), "45,6"),
        (parametres.latitude(), "nan"),
        (parametres.longitude(), "1e2"),
        (parametres.longitude(), "inf"),
        (parametres.entier("page", ""), "0"),
        (parametres.entier("page", ""), "-1"),
        (parametres.entier("page", ""), "1.5"),
        (parametres.entier("page", ""), "99999999999"),
        (parametres.position("livre_a", ""), "45.6"),
        (parametres.position("livre_a", ""), "45.6,4.0,3"),
        (parametres.position("livre_a", ""), "montbrison"),
        (parametres.cadre_lu("bbox", ""), "1,2,3"),
        (parametres.choix("couleur", "", Couleur), "bleu"),
        (parametres.oui_non("ouvert", ""), "peut-être"),
        (parametres.texte("q", ""), "a" * 101),
    ],
)
def test_une_valeur_illisible_est_refusee_en_nommant_son_parametre(
    parametre: Parametre, valeur: str
) -> None:
    with pytest.raises(ParametreInvalide) as refus:
        lire(parametre, valeur)
    assert parametre.nom in str(refus.value)
    assert refus.value.statut == 422


def test_une_valeur_vide_compte_comme_absente() -> None:
    assert lire(parametres.latitude(), "") is None
    assert lire(parametres.entier("page", "", defaut=1), " ") == 1
    assert lire(parametres.choix("couleur", "", Couleur, repete=True), "") == ()


def test_un_parametre_necessaire_qui_manque_est_refuse() -> None:
    with pytest.raises(ParametreInvalide, match="il manque"):
        lire(parametres.texte("q", "", requis=True))


def test_les_valeurs_justes_sont_lues_dans_leur_type() -> None:
    assert lire(parametres.position("livre_a", ""), "45.6075, 4.0653") == (45.6075, 4.0653)
    assert lire(parametres.choix("couleur", "", Couleur, repete=True), "vert", "vert", "rouge") == (
        Couleur.VERT,
        Couleur.ROUGE,
    )
    assert lire(parametres.oui_non("ouvert", ""), "oui") is True
    assert lire(parametres.texte("q", ""), "  miel \x00 doux ") == "miel doux"


def test_la_reponse_suit_la_fiche_et_reste_ouverte_a_tous(verger: FlaskClient) -> None:
    reponse = verger.get("/api/v1/pommes/3?couleur=vert&couleur=rouge&page=2")
    assert reponse.json == {
        "total": 2,
        "elements": [
            {
                "nom": "<b>3</b>",
                "couleur": "vert",
                "poids_g": None,
                "cueillie_le": "2026-11-26",
                "voisines": ["b", "c"],
            }
        ]
        * 2,
    }
    assert reponse.headers["Access-Control-Allow-Origin"] == "*"
    assert reponse.cache_control.max_age == 60


def test_une_reponse_inchangee_n_est_pas_renvoyee(verger: FlaskClient) -> None:
    premiere = verger.get("/api/v1/pommes/3")
    seconde = verger.get("/api/v1/pommes/3", headers={"If-None-Match": premiere.headers["ETag"]})
    assert (seconde.status_code, seconde.data) == (304, b"")


def test_un_parametre_illisible_donne_un_probleme_rfc_9457(verger: FlaskClient) -> None:
    reponse = verger.get("/api/v1/pommes/3?page=zero")
    assert reponse.status_code == 422
    assert reponse.content_type == "application/problem+json"
    assert reponse.headers["Access-Control-Allow-Origin"] == "*"
    probleme = reponse.get_json(force=True)
    assert probleme["parametre"] == "page"
    assert "« page »" in probleme["title"]
    assert probleme["type"] == "/api/v1/problemes/parametre-invalide"


def test_une_valeur_qui_n_est_pas_un_nombre_n_est_jamais_ecrite(petite_app: Flask) -> None:
    with petite_app.test_request_context("/"), pytest.raises(ValueError, match="JSON"):
        repondre_json({"lat": float("nan")})


def test_le_document_decrit_parametres_reponses_et_refus(verger: FlaskClient) -> None:
    doc = verger.get("/api/v1/openapi.json").get_json()
    OpenAPIV31SpecValidator(doc).validate()
    operation = doc["paths"]["/api/v1/pommes/{rang}"]["get"]
    assert [(p["name"], p["in"]) for p in operation["parameters"]] == [
        ("rang", "path"),
        ("page", "query"),
        ("couleur", "query"),
        ("livre_a", "query"),
    ]
    assert set(operation["responses"]) == {"200", "404", "422"}
    assert doc["components"]["schemas"]["Pomme"]["properties"]["couleur"]["enum"] == [
        "vert",
        "rouge",
    ]


def test_une_vue_de_l_interface_sans_description_est_une_faute(petite_app: Flask) -> None:
    bp = Blueprint("api_muet", __name__)

    @bp.get("/api/v1/muet")
    @public
    def muet() -> str:
        return "rien"

    petite_app.register_blueprint(bp)
    with pytest.raises(VueNonDecrite):
        document(petite_app)
