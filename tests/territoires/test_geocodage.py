"""Placing an address with the geocoding service, and without it when it fails."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from territoires.errors import AdresseSansCommune, HorsPerimetre, LieuInconnu
from territoires.geoplateforme import Adresse, GeocodageInjoignable, Geoplateforme
from territoires.geoplateforme_simulee import GeoplateformeSimulee, Humeur
from territoires.models import Plateforme
from territoires.services import situer, situer_position
from tests.conftest import Requetes

PANNES = [Humeur.EN_PANNE, Humeur.SATUREE, Humeur.ILLISIBLE]


@pytest.fixture
def geocodeur(adresse_service: str) -> Geoplateforme:
    return Geoplateforme(adresse_service)


def test_une_adresse_connue_est_placee_a_sa_porte(
    loire: Plateforme, geocodeur: Geoplateforme
) -> None:
    lieu = situer("12 rue des lilas, Montbrison", plateforme=loire, geocodeur=geocodeur)
    assert (lieu.lat, lieu.lon) == (45.6089, 4.0672)
    assert lieu.libelle == "12 Rue des Lilas 42600 Montbrison"
    assert (lieu.code_insee, lieu.approximatif) == ("42147", False)


def test_la_meme_rue_d_une_autre_commune_n_est_pas_prise_pour_celle_ci(
    loire: Plateforme, geocodeur: Geoplateforme
) -> None:
    """The service also proposes Rue des Lilas at Roanne and Montbrison: not for Saint-Galmier."""
    lieu = situer("12 rue des Lilas, 42330 Saint-Galmier", plateforme=loire, geocodeur=geocodeur)
    assert (lieu.libelle, lieu.approximatif) == ("Saint-Galmier (42)", True)


def test_une_adresse_sans_commune_est_cherchee_sur_la_plateforme(
    loire: Plateforme, geocodeur: Geoplateforme
) -> None:
    lieu = situer("Terrenoire", plateforme=loire, geocodeur=geocodeur)
    assert lieu.libelle == "Terrenoire 42100 Saint-Étienne"


def test_une_commune_reste_une_commune_quand_le_service_repond(
    loire: Plateforme, geocodeur: Geoplateforme
) -> None:
    assert situer("Montbrison", plateforme=loire, geocodeur=geocodeur).libelle == "Montbrison (42)"


def test_le_troisieme_arrondissement_est_lyon(
    loire: Plateforme, region: Plateforme, geocodeur: Geoplateforme
) -> None:
    ecrit = "8 rue de la Soie 69003 Lyon"
    assert situer(ecrit, plateforme=region, geocodeur=geocodeur).code_insee == "69123"
    with pytest.raises(HorsPerimetre):
        situer(ecrit, plateforme=loire, geocodeur=geocodeur)


def test_un_mot_qui_contient_le_nom_d_une_ville_ne_la_nomme_pas(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    service.adresses = [a for a in service.adresses if a.commune == "Lyon"]
    with pytest.raises(AdresseSansCommune):
        situer("8 rue de la Soie lyonnaise", plateforme=loire, geocodeur=geocodeur)


def test_un_score_trop_bas_n_est_pas_cru(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    service.humeur = Humeur.FANTAISISTE
    with pytest.raises(LieuInconnu):
        situer("xyzzy plugh", plateforme=loire, geocodeur=geocodeur)
    assert service.demandes[-1]["q"] == "xyzzy plugh"


def test_un_code_postal_ne_derange_pas_le_service(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    situer("42600", plateforme=loire, geocodeur=geocodeur)
    situer("Montbrison (42)", plateforme=loire, geocodeur=geocodeur)
    assert service.demandes == []


def test_la_recherche_favorise_les_alentours_de_la_plateforme(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    situer("12 rue des Lilas, Roanne", plateforme=loire, geocodeur=geocodeur)
    assert (service.demandes[-1]["lat"], service.demandes[-1]["lon"]) == ("45.75", "4.17")


@pytest.mark.parametrize("panne", PANNES)
def test_un_service_en_panne_laisse_le_centre_de_la_commune(
    loire: Plateforme,
    geocodeur: Geoplateforme,
    service: GeoplateformeSimulee,
    panne: Humeur,
) -> None:
    service.humeur = panne
    lieu = situer("12 rue des Lilas, Montbrison", plateforme=loire, geocodeur=geocodeur)
    assert (lieu.libelle, lieu.approximatif) == ("Montbrison (42)", True)


@pytest.mark.parametrize("panne", PANNES)
def test_apres_une_panne_personne_n_attend_avant_une_demi_minute(
    geocodeur: Geoplateforme, service: GeoplateformeSimulee, panne: Humeur
) -> None:
    service.humeur = panne
    for _ in range(3):
        with pytest.raises(GeocodageInjoignable):
            geocodeur.chercher("Montbrison", autour=(45.7, 4.1))
    assert len(service.demandes) == 1


def test_le_service_repris_est_de_nouveau_demande(
    adresse_service: str, service: GeoplateformeSimulee
) -> None:
    geocodeur = Geoplateforme(adresse_service, repos_s=0.0)
    service.humeur = Humeur.EN_PANNE
    with pytest.raises(GeocodageInjoignable):
        geocodeur.chercher("12 rue des Lilas Montbrison", autour=(45.7, 4.1))
    service.humeur = Humeur.NORMALE
    assert geocodeur.chercher("12 rue des Lilas Montbrison", autour=(45.7, 4.1))


def test_un_service_lent_n_est_attendu_que_deux_secondes(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    service.humeur = Humeur.LENTE
    debut = time.monotonic()
    lieu = situer("12 rue des Lilas, Roanne", plateforme=loire, geocodeur=geocodeur)
    assert time.monotonic() - debut < 2.9
    assert (lieu.libelle, lieu.approximatif) == ("Roanne (42)", True)


def test_un_service_absent_est_injoignable(loire: Plateforme) -> None:
    personne = Geoplateforme("http://127.0.0.1:9/geocodage")
    with pytest.raises(GeocodageInjoignable):
        personne.inverser(45.6, 4.06)
    with pytest.raises(AdresseSansCommune, match="12 rue des Lilas"):
        situer("12 rue des Lilas", plateforme=loire, geocodeur=personne)


def test_une_position_prend_la_commune_de_l_adresse_voisine(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    """A house of Saint-Étienne that stands nearer to the town hall of L'Étrat than to its own."""
    service.adresses = [
        Adresse("Route de L'Étrat", 45.48, 4.377, 0, "street", "42100", "42218", "Saint-Étienne")
    ]
    assert situer_position(45.48, 4.377, plateforme=loire).code_insee == "42092"
    lieu = situer_position(45.48, 4.377, plateforme=loire, geocodeur=geocodeur)
    assert lieu.code_insee == "42218"


def test_une_position_se_passe_du_service_en_panne(
    loire: Plateforme, geocodeur: Geoplateforme, service: GeoplateformeSimulee
) -> None:
    service.humeur = Humeur.EN_PANNE
    assert situer_position(45.61, 4.07, plateforme=loire, geocodeur=geocodeur).code_insee == "42147"
    assert len(service.demandes) == 1


class _Lacunaire(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        corps = b'{"features": [{"geometry": {"coordinates": [4.0]}, "properties": {}}]}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_une_reponse_lacunaire_ne_casse_rien() -> None:
    with HTTPServer(("127.0.0.1", 0), _Lacunaire) as serveur:
        Thread(target=serveur.handle_request, daemon=True).start()
        geocodeur = Geoplateforme(f"http://127.0.0.1:{serveur.server_port}")
        with pytest.raises(GeocodageInjoignable):
            geocodeur.chercher("Montbrison", autour=(45.7, 4.1))


class _Observateur:
    """A geocoding service that notes how much the database was asked before it."""

    def __init__(self, requetes: Requetes) -> None:
        self.requetes = requetes
        self.notes: list[int] = []

    def chercher(self, _texte: str, *, autour: tuple[float, float]) -> list[Adresse]:
        assert autour
        self.notes.append(len(self.requetes))
        return []

    def inverser(self, _lat: float, _lon: float) -> None:
        self.notes.append(len(self.requetes))


@pytest.mark.parametrize(
    "donnees", [{"lieu": "12 rue des Lilas, Montbrison"}, {"lat": "45.6", "lon": "4.06"}]
)
def test_aucune_transaction_n_attend_le_service(
    app: Flask,
    client: FlaskClient,
    loire: Plateforme,
    requetes: Requetes,
    donnees: dict[str, str],
) -> None:
    """The first query opens the transaction: none comes before the service has answered."""
    client.get("/loire/lieu")
    app.extensions["geocodeur"] = observateur = _Observateur(requetes)
    requetes.clear()
    assert client.post("/loire/lieu", data=donnees).status_code == 303
    app.extensions["geocodeur"] = None
    assert observateur.notes == [0]
    assert requetes
