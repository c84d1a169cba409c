"""The platform agent's relay points and home-delivery zones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from livraisons.models import GenreZone, PointRelais, ZoneLivraison
from livraisons.queries import points_relais, zones_de_plateforme
from producteurs.models import Producteur
from socle.comptes.models import Compte, Role
from socle.db import session
from territoires.models import Plateforme
from tests import fabrique
from tests.commandes.atelier import agent, lu

Connecter = Callable[[FlaskClient, Compte], None]
INDEX = "/equipe/livraisons/"
POINT = {
    "nom": "Mairie de Montbrison",
    "adresse": "1 place de la Mairie",
    "commune": "Montbrison",
    "capacite": "40",
    "horaires": "16 h à 19 h",
    "acces": "Sonner à gauche",
    "ferme": "",
    "actif": "y",
}
ZONE = {"nom": "Montbrison et autour", "genre": "communes", "frais": "4,90", "minimum": ""}


@pytest.fixture
def ici(client: FlaskClient, connecter: Connecter) -> int:
    """The number of the Loire's platform, whose agent is signed in."""
    numero = fabrique.plateforme().id
    fabrique.commune()
    connecter(client, agent())
    return numero


def le_point(plateforme: int) -> PointRelais:
    (point,) = points_relais([plateforme], tous=True)
    return point


def test_un_point_relais_sans_position_est_au_centre_de_sa_commune(
    client: FlaskClient, ici: int
) -> None:
    assert client.post(f"{INDEX}relais/nouveau", data=POINT).status_code == 302
    point = le_point(ici)
    assert (point.lat, point.lon) == fabrique.MONTBRISON
    assert (point.capacite, point.acces) == (40, "Sonner à gauche")
    assert "40 caisses" in lu(client.get(INDEX))


def test_un_point_relais_se_modifie_et_se_ferme(client: FlaskClient, ici: int) -> None:
    client.post(f"{INDEX}relais/nouveau", data=POINT)
    numero = le_point(ici).id
    page = lu(client.get(f"{INDEX}relais/{numero}"))
    assert 'value="Montbrison (42600)"' in page
    assert 'value="45,60750"' in page
    donnees = POINT | {"commune": "Montbrison (42600)", "lat": "45,6", "lon": "4,07"}
    donnees |= {"capacite": "65"}
    del donnees["actif"]
    assert client.post(f"{INDEX}relais/{numero}", data=donnees).status_code == 302
    point = le_point(ici)
    assert (point.lat, point.lon, point.capacite, point.actif) == (45.6, 4.07, 65, False)
    assert not points_relais([ici])
    assert "Fermé" in lu(client.get(INDEX))


def test_une_ferme_peut_etre_un_lieu_de_retrait(client: FlaskClient, ici: int) -> None:
    ferme = fabrique.producteur("Le jardin").id
    client.post(f"{INDEX}relais/nouveau", data=POINT | {"ferme": str(ferme)})
    assert le_point(ici).producteur_id == ferme
    # changed later, it is still that farm's
    numero = le_point(ici).id
    client.post(f"{INDEX}relais/{numero}", data=POINT | {"ferme": str(ferme), "capacite": "9"})
    assert (le_point(ici).producteur_id, le_point(ici).capacite) == (ferme, 9)


def test_une_saisie_fausse_dit_quoi_et_garde_le_reste(client: FlaskClient, ici: int) -> None:
    for changes, phrase in (
        ({"commune": "Atlantide"}, "Nous ne connaissons pas de commune « Atlantide »"),
        ({"capacite": "0"}, "entre 1 et 2000"),
        ({"lat": "45,6"}, "Donnez la latitude et la longitude, ou aucune des deux."),
        ({"lat": "145,6", "lon": "4"}, "Cette position n’est pas sur Terre."),
        ({"lat": "nord", "lon": "4"}, "Écrivez des degrés"),
        ({"ferme": "999"}, "Choisissez une des réponses"),
        ({"nom": ""}, "Remplissez ce champ."),
    ):
        reponse = client.post(f"{INDEX}relais/nouveau", data=POINT | changes)
        assert reponse.status_code == 422, changes
        assert phrase in lu(reponse), changes
        assert "Sonner à gauche" in reponse.text
    assert not points_relais([ici], tous=True)


def test_une_zone_de_la_plateforme_par_communes(client: FlaskClient, ici: int) -> None:
    fabrique.roanne()
    donnees = ZONE | {"commune": "Montbrison; Roanne"}
    assert client.post(f"{INDEX}zones/nouvelle", data=donnees).status_code == 302
    (zone,) = zones_de_plateforme(ici)
    assert {c.commune_code for c in zone.communes} == {"42147", "42187"}
    assert zone.frais_centimes == 490
    assert "Montbrison, Roanne" in lu(client.get(INDEX))


def test_un_rayon_de_la_plateforme_part_d_une_commune_et_garde_son_centre(
    client: FlaskClient, ici: int
) -> None:
    donnees = ZONE | {"genre": "rayon", "rayon": "8"}
    assert client.post(f"{INDEX}zones/nouvelle", data=donnees).status_code == 422
    client.post(f"{INDEX}zones/nouvelle", data=donnees | {"centre": "Montbrison"})
    (zone,) = zones_de_plateforme(ici)
    assert (zone.centre_lat, zone.centre_lon) == fabrique.MONTBRISON
    client.post(f"{INDEX}zones/{zone.id}", data=donnees | {"rayon": "9"})
    (zone,) = zones_de_plateforme(ici)
    assert (zone.rayon_km, zone.centre_lat) == (9, fabrique.MONTBRISON[0])


def test_une_zone_ou_l_on_livre_encore_ne_se_retire_pas(client: FlaskClient, ici: int) -> None:
    zone = fabrique.zone(plateforme=session.get_one(Plateforme, ici))
    numero = zone.id
    fabrique.creneau(zone)
    libre = fabrique.zone(plateforme=session.get_one(Plateforme, ici), nom="Libre").id
    for x in (numero, libre):
        client.post(f"{INDEX}zones/{x}/retirer")
    assert "Des livraisons sont encore prévues" in lu(client.get(INDEX))
    assert [z.id for z in zones_de_plateforme(ici)] == [numero]


def test_les_lieux_d_une_autre_plateforme_ne_s_ouvrent_pas(client: FlaskClient, ici: int) -> None:
    rhone = fabrique.plateforme("rhone", "Le Rhône", ("69",))
    point = fabrique.point_relais(rhone, "Gare de Perrache").id
    zone = fabrique.zone(plateforme=rhone, nom="Presqu’île").id
    d_une_ferme = fabrique.zone(producteur=fabrique.producteur()).id
    texte = client.get(INDEX).text
    assert "Perrache" not in texte
    assert "Presqu" not in texte
    assert client.get(f"{INDEX}relais/{point}").status_code == 404
    assert client.post(f"{INDEX}relais/{point}", data=POINT).status_code == 404
    assert client.get(f"{INDEX}relais/nouveau?plateforme=rhone").status_code == 404
    for numero in (zone, d_une_ferme):
        assert client.get(f"{INDEX}zones/{numero}").status_code == 404
        assert client.post(f"{INDEX}zones/{numero}/retirer").status_code == 404
    assert session.get_one(ZoneLivraison, zone).actif
    assert session.get_one(PointRelais, point).nom == "Gare de Perrache"


def test_un_admin_choisit_sa_plateforme(client: FlaskClient, connecter: Connecter) -> None:
    rhone = fabrique.plateforme("rhone", "Le Rhône", ("69",)).id
    loire = fabrique.plateforme().id
    fabrique.commune()
    connecter(client, fabrique.compte("Ada", roles=[(Role.ADMIN, "*")]))
    client.post(f"{INDEX}relais/nouveau?plateforme=rhone", data=POINT)
    assert len(points_relais([rhone])) == 1
    assert not points_relais([loire])
    assert "Le Rhône" in client.get(INDEX).text


def test_une_ferme_n_a_pas_les_pages_de_l_equipe(client: FlaskClient, connecter: Connecter) -> None:
    jardin: Producteur = fabrique.producteur()
    zone = fabrique.zone(producteur=jardin, genre=GenreZone.COMMUNES).id
    connecter(client, fabrique.compte("Firmin"))
    for page in (INDEX, f"{INDEX}zones/{zone}", f"{INDEX}relais/nouveau"):
        assert client.get(page).status_code == 403
