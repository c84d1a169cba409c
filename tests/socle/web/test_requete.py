"""One request, one transaction; a refusal is a page or a problem; the unexpected has a number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, abort
from flask.testing import FlaskClient

from app import create_app
from socle import db
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Refus
from socle.journal.models import LigneJournal
from socle.journal.services import noter
from socle.reglages import Reglages
from socle.web.acces import BlueprintEquipe, habilite, public
from tests import fabrique
from tests.conftest import nouvelle_base
from tests.serveurs import port_libre


class StockDEssai(Refus):
    phrase = "Il reste %(reste)s bottes."


def essais() -> Blueprint:
    bp = Blueprint("essais", __name__)

    @bp.post("/essais/ecrire/<int:statut>")
    @public
    def ecrire(statut: int) -> tuple[str, int]:
        noter("essai", 1, de="", vers="x", par=None)
        return "", statut

    @bp.get("/essais/ecrire")
    @public
    def ecrire_en_lisant() -> str:
        noter("essai", 1, de="", vers="x", par=None)
        return ""

    @bp.route("/essais/refus")
    @bp.route("/api/essais/refus")
    @public
    def refus() -> str:
        noter("essai", 1, de="", vers="x", par=None)
        raise StockDEssai(reste=3)

    @bp.get("/essais/panne")
    @bp.get("/api/essais/panne")
    @public
    def panne() -> str:
        raise ZeroDivisionError

    @bp.get("/essais/base")
    @public
    def base() -> str:
        session.execute(sa.text("SELECT * FROM nulle_part"))
        return ""

    @bp.get("/essais/numero/<int:numero>")
    @public
    def numero(numero: int) -> str:
        return str(session.scalar(sa.select(Compte.id).where(Compte.id == numero)))

    @bp.route("/essais/texte/<mot>", methods=["GET", "POST"])
    @public
    def texte(mot: str) -> str:
        return str(session.scalar(sa.select(Compte.id).where(Compte.nom == mot)))

    @bp.get("/essais/sans-etiquette")
    def sans_etiquette() -> str:
        return "never seen"

    @bp.get("/essais/chambre")
    @habilite(Role.CHAMBRE)
    def chambre() -> str:
        return "la chambre"

    @bp.get("/essais/413")
    @public
    def trop_lourd() -> str:
        abort(413)

    return bp


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, reglages: Reglages, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An application of its own, with pages that do what no page should."""
    dossier: Path = tmp_path_factory.mktemp("essais")
    url = nouvelle_base(request.param, dossier, "essais")
    site = create_app(replace(reglages, database_url=url, data_dir=str(dossier)))
    site.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    site.register_blueprint(essais())
    equipe = BlueprintEquipe("essais", __name__, Role.PLATEFORME)
    equipe.add_url_rule("/", "index", lambda: "l’équipe")
    site.register_blueprint(equipe)
    moteur = db.ouvrir_moteur(url)
    db.Base.metadata.create_all(moteur)
    db.brancher(moteur)
    yield site
    db.session.remove()
    moteur.dispose()


@pytest.fixture
def visiteur(site: Flask) -> FlaskClient:
    session.query(LigneJournal).delete()
    session.commit()
    return site.test_client()


def lignes() -> int:
    session.remove()
    return session.query(LigneJournal).count()


@pytest.mark.parametrize(("statut", "gardees"), [(200, 1), (303, 1), (400, 0), (422, 0), (500, 0)])
def test_une_demande_reussie_est_gardee_et_une_demande_refusee_ne_l_est_pas(
    visiteur: FlaskClient, statut: int, gardees: int
) -> None:
    assert visiteur.post(f"/essais/ecrire/{statut}").status_code == statut
    assert lignes() == gardees


def test_lire_une_page_n_ecrit_rien(visiteur: FlaskClient) -> None:
    visiteur.get("/essais/ecrire")
    assert lignes() == 0


def test_un_refus_se_lit_sur_une_page_et_ne_garde_rien(visiteur: FlaskClient) -> None:
    reponse = visiteur.get("/essais/refus")
    assert reponse.status_code == 409
    assert "Il reste 3 bottes." in reponse.text
    assert lignes() == 0


def test_un_refus_de_l_api_est_un_probleme(visiteur: FlaskClient) -> None:
    reponse = visiteur.get("/api/essais/refus")
    assert reponse.content_type == "application/problem+json"
    assert reponse.get_json(force=True)["type"].endswith("/stock-d-essai")


def test_l_inattendu_porte_un_numero_qui_est_dans_le_journal(
    visiteur: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    reponse = visiteur.get("/api/essais/panne")
    assert reponse.status_code == 500
    reference = json.loads(reponse.data)["reference"]
    traces = capsys.readouterr().out
    assert reference in traces
    assert "ZeroDivisionError" in traces
    page = visiteur.get("/essais/panne").text
    assert "ZeroDivisionError" not in page


def test_une_base_en_faute_ou_perdue_se_dit_sur_une_page_meme_a_qui_est_connecte(
    site: Flask, visiteur: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    compte = fabrique.compte().get_id()
    with visiteur.session_transaction() as cookie:
        cookie["_user_id"], cookie["panier"] = compte, "cle"
    reponse = visiteur.get("/essais/base")
    assert (reponse.status_code, "Quelque chose" in reponse.text) == (500, True)
    moteur = session.get_bind()
    assert isinstance(moteur, sa.Engine)
    db.brancher(db.ouvrir_moteur(f"postgresql+psycopg://cabas@127.0.0.1:{port_libre()}/perdue"))
    try:
        reponse = visiteur.get("/essais/base")
    finally:
        db.brancher(moteur)
    assert (reponse.status_code, "Quelque chose" in reponse.text) == (500, True)
    reference = re.search(r"\b[0-9A-F]{8}\b", reponse.text)
    assert reference
    assert reference.group() in capsys.readouterr().out


@pytest.mark.parametrize(
    "adresse",
    [
        "/essais/numero/3000000000",
        "/essais/numero/99999999999999999999",
        "/essais/texte/a%00b",
        "/essais/texte/ab?q=a%00b",
    ],
)
def test_une_adresse_qu_aucune_base_ne_peut_lire_n_existe_pas(
    visiteur: FlaskClient, adresse: str
) -> None:
    assert visiteur.get(adresse).status_code == 404


def test_un_formulaire_qu_aucune_base_ne_peut_lire_est_refuse(visiteur: FlaskClient) -> None:
    assert visiteur.post("/essais/texte/ab", data={"nom": "a\x00b"}).status_code == 400
    assert visiteur.post("/essais/texte/ab", data={"nom": "ab"}).status_code == 200


def test_une_adresse_inconnue_aide_a_repartir(visiteur: FlaskClient) -> None:
    reponse = visiteur.get("/nulle/part")
    assert reponse.status_code == 404
    assert 'href="/' in reponse.text


@pytest.mark.parametrize("adresse", ["/accessibilite", "/api/v1/communes"])
def test_une_adresse_qui_se_lit_seulement_le_dit(visiteur: FlaskClient, adresse: str) -> None:
    reponse = visiteur.post(adresse)
    assert (reponse.status_code, reponse.headers.get("Allow")) == (405, "GET, HEAD, OPTIONS")


def test_un_fichier_trop_lourd_dit_la_limite(visiteur: FlaskClient) -> None:
    assert "10\u00a0Mo" in visiteur.get("/essais/413").text.replace(" Mo", "\u00a0Mo")


def test_une_page_sans_etiquette_est_refusee(visiteur: FlaskClient) -> None:
    assert visiteur.get("/essais/sans-etiquette").status_code == 500


def test_une_page_d_un_role_mene_a_la_connexion_puis_demande_ce_role(visiteur: FlaskClient) -> None:
    reponse = visiteur.get("/essais/chambre")
    assert reponse.status_code == 302
    assert "/compte/connexion?suite=" in reponse.location
    for roles, statut in (([], 403), ([(Role.CHAMBRE, "42")], 200), ([(Role.ADMIN, "*")], 200)):
        compte = fabrique.compte(roles=roles)
        with visiteur.session_transaction() as cookie:
            cookie["_user_id"] = compte.get_id()
        assert visiteur.get("/essais/chambre").status_code == statut
        equipe = 200 if (Role.ADMIN, "*") in roles else 403
        assert visiteur.get("/equipe/essais/").status_code == equipe


def test_chaque_page_porte_une_politique_de_securite_stricte(visiteur: FlaskClient) -> None:
    reponse = visiteur.get("/accessibilite")
    politique = reponse.headers["Content-Security-Policy"]
    assert "default-src 'none'" in politique
    assert "unsafe" not in politique
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
