"""Where a farm delivers itself: communes or a radius, at its price."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from livraisons.models import GenreZone, ZoneLivraison
from livraisons.queries import producteurs_livrant, zones_de
from producteurs.models import Producteur
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.atelier import fermier, lu
from tests.commandes.marche import A_ROANNE, CHEZ_CAMILLE

Connecter = Callable[[FlaskClient, Compte], None]
ZONE = {"nom": "Autour de chez nous", "genre": "communes", "frais": "3,50", "minimum": "20"}


@pytest.fixture
def ferme(client: FlaskClient, connecter: Connecter) -> int:
    """The number of a farm at Montbrison whose farmer is signed in; Roanne is known too."""
    numero = fabrique.producteur("Le jardin").id
    fabrique.roanne()
    connecter(client, fermier(session.get_one(Producteur, numero)))
    return numero


def adresse(numero: int, suite: str = "") -> str:
    return f"/espace/fermes/{numero}/zones{suite}"


def la_zone(numero: int) -> ZoneLivraison:
    (zone,) = zones_de(numero)
    return zone


def test_une_zone_par_communes_se_dit_par_leurs_noms(client: FlaskClient, ferme: int) -> None:
    reponse = client.post(adresse(ferme, "/nouvelle"), data=ZONE | {"commune": "Montbrison, 42300"})
    assert reponse.status_code == 302
    zone = la_zone(ferme)
    assert {c.commune_code for c in zone.communes} == {"42147", "42187"}
    assert (zone.frais_centimes, zone.minimum_centimes) == (350, 2000)
    assert producteurs_livrant(CHEZ_CAMILLE) == {ferme}
    texte = lu(client.get(adresse(ferme)))
    assert "Montbrison, Roanne" in texte
    assert "Frais : 3,50 €, minimum 20,00 €" in texte


def test_un_rayon_part_de_la_ferme(client: FlaskClient, ferme: int) -> None:
    donnees = ZONE | {"genre": "rayon", "rayon": "12,5", "minimum": ""}
    assert client.post(adresse(ferme, "/nouvelle"), data=donnees).status_code == 302
    zone = la_zone(ferme)
    numero = zone.id
    assert zone.rayon_km == 12.5
    assert (zone.centre_lat, zone.centre_lon) == fabrique.MONTBRISON
    assert producteurs_livrant(CHEZ_CAMILLE) == {ferme}
    assert producteurs_livrant(A_ROANNE) == set()
    assert "À 12,5 km au plus" in lu(client.get(adresse(ferme)))
    assert 'value="12,5"' in client.get(adresse(ferme, f"/{numero}")).text


def test_ajouter_une_commune_n_enregistre_rien(client: FlaskClient, ferme: int) -> None:
    donnees = ZONE | {"communes": "42187", "commune": "Montbrison", "ajouter": "1"}
    reponse = client.post(adresse(ferme, "/nouvelle"), data=donnees)
    assert reponse.status_code == 200
    for code in ("42187", "42147"):
        assert f'value="{code}" checked' in reponse.text
    assert not zones_de(ferme)


def test_une_commune_mal_ecrite_est_proposee_et_rien_n_est_perdu(
    client: FlaskClient, ferme: int
) -> None:
    donnees = ZONE | {"commune": "Montbrizon, Roanne"}
    reponse = client.post(adresse(ferme, "/nouvelle"), data=donnees)
    assert reponse.status_code == 422
    texte = lu(reponse)
    assert "Vouliez-vous dire : Montbrison (42600) ?" in texte
    assert 'value="42187" checked' in texte  # Roanne was understood
    assert 'value="Montbrizon"' in texte
    assert 'value="3,50"' in texte


def test_une_zone_sans_commune_ou_sans_rayon_est_refusee(client: FlaskClient, ferme: int) -> None:
    for donnees, phrase in (
        (ZONE, "Ajoutez au moins une commune."),
        (ZONE | {"genre": "rayon"}, "Écrivez un rayon de 1 à 100 km."),
        (ZONE | {"genre": "rayon", "rayon": "0"}, "Écrivez un rayon de 1 à 100 km."),
        (ZONE | {"genre": "rayon", "rayon": "loin"}, "Écrivez un nombre, comme 12,5."),
        (ZONE | {"commune": "Roanne", "frais": "-1"}, "Écrivez un prix en euros"),
        (ZONE | {"commune": "Roanne", "nom": " "}, "Remplissez ce champ."),
        (ZONE | {"genre": "polygone"}, "Choisissez une des réponses proposées."),
    ):
        reponse = client.post(adresse(ferme, "/nouvelle"), data=donnees)
        assert reponse.status_code == 422, donnees
        assert phrase in lu(reponse), donnees
    assert not zones_de(ferme)


def test_une_zone_se_modifie_et_se_retire(client: FlaskClient, ferme: int) -> None:
    client.post(adresse(ferme, "/nouvelle"), data=ZONE | {"commune": "Montbrison"})
    numero = la_zone(ferme).id
    page = client.get(adresse(ferme, f"/{numero}")).text
    assert 'value="42147" checked' in page
    donnees = ZONE | {"communes": ["42147", "42187"], "frais": "0"}
    client.post(adresse(ferme, f"/{numero}"), data=donnees)
    zone = la_zone(ferme)
    assert zone.id == numero
    assert len(zone.communes) == 2
    assert "Livraison offerte" in lu(client.get(adresse(ferme)))
    client.post(adresse(ferme, f"/{numero}/retirer"))
    assert not zones_de(ferme)
    assert producteurs_livrant(CHEZ_CAMILLE) == set()
    assert client.get(adresse(ferme, f"/{numero}")).status_code == 404


def test_un_contour_deja_dessine_reste_quand_on_change_le_prix(
    client: FlaskClient, ferme: int
) -> None:
    lat, lon = fabrique.MONTBRISON
    carre = [[lon - 1, lat - 1], [lon + 1, lat - 1], [lon + 1, lat + 1], [lon - 1, lat - 1]]
    forme = {"type": "Polygon", "coordinates": [carre]}
    jardin = session.get_one(Producteur, ferme)
    zone = fabrique.zone(producteur=jardin, genre=GenreZone.POLYGONE, polygone=forme).id
    client.post(adresse(ferme, f"/{zone}"), data=ZONE | {"genre": "polygone"})
    changee = la_zone(ferme)
    assert (changee.frais_centimes, changee.polygone) == (350, forme)


def test_la_zone_d_un_autre_ne_s_ouvre_pas(client: FlaskClient, ferme: int) -> None:
    autre = fabrique.producteur("La laiterie")
    zone, numero = fabrique.zone(producteur=autre).id, autre.id
    assert client.get(adresse(numero)).status_code == 404
    for qui in (ferme, numero):
        assert client.get(adresse(qui, f"/{zone}")).status_code == 404
        assert client.post(adresse(qui, f"/{zone}/retirer")).status_code == 404
    assert session.get_one(ZoneLivraison, zone).actif
