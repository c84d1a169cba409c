"""The map's points: small, complete, and still light when there are thousands."""

from __future__ import annotations

import math

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cartes.queries import Filtres, points
from producteurs.models import Famille, Genre, Producteur
from socle import horloge
from socle.db import session
from tests import fabrique

pytestmark = pytest.mark.usefixtures("base")


def lire(**options: object) -> dict[str, object]:
    filtres = options.pop("filtres", Filtres())
    assert isinstance(filtres, Filtres)
    trouves = points(filtres, horloge.aujourdhui(), departements=["42"], **options)  # type: ignore[arg-type]
    return {champ: getattr(trouves, champ) for champ in ("total", "partiel", "points", "amas")}


def test_un_point_tient_en_une_ligne(client: FlaskClient) -> None:
    fabrique.plateforme()
    fabrique.producteur(
        "Cave", slug="cave", genre=Genre.COMMERCE, familles=[Famille.BOISSONS, Famille.EPICERIE]
    )
    reponse = client.get("/loire/carte/points")
    donnees = reponse.get_json()
    [[slug, nom, commune, lat, lon, famille, genre, labels]] = donnees["points"]
    assert (slug, nom, commune, lat, lon) == ("cave", "Cave", "Montbrison", 45.6075, 4.0653)
    assert donnees["familles"][famille] == "boissons"
    assert donnees["genres"][genre] == "commerce"
    assert labels == 0
    assert reponse.headers["Cache-Control"] == "private, max-age=60"


def test_un_point_prend_la_famille_que_l_on_cherche(client: FlaskClient) -> None:
    fabrique.plateforme()
    fabrique.producteur(familles=[Famille.LEGUMES, Famille.MIELS_SUCRES])
    donnees = client.get("/loire/carte/points?famille=miels_sucres").get_json()
    assert donnees["familles"][donnees["points"][0][5]] == "miels_sucres"


def test_les_pages_de_la_liste_ne_coupent_pas_la_carte(client: FlaskClient) -> None:
    fabrique.plateforme()
    for _ in range(3):
        fabrique.producteur()
    assert len(client.get("/loire/carte/points?page=2&par_page=1").get_json()["points"]) == 3


def test_de_trop_nombreuses_fermes_sont_donnees_par_vue_puis_en_tas() -> None:
    roanne = fabrique.roanne()
    for _ in range(4):
        fabrique.producteur()
    for _ in range(3):
        fabrique.producteur(commune=roanne)
    seule = fabrique.producteur("Seule", lat=45.9, lon=4.2)
    tout = lire(maximum=5)
    assert (tout["total"], tout["partiel"]) == (8, True)
    assert sorted(n for _, _, n in tout["amas"]) == [3, 4]  # type: ignore[attr-defined]
    assert [p[0] for p in tout["points"]] == [seule.slug]  # type: ignore[attr-defined]
    vue = lire(maximum=5, vue=(4.0, 46.0, 4.2, 46.1), zoom=12)
    assert (vue["total"], len(vue["points"]), vue["amas"]) == (8, 3, [])  # type: ignore[arg-type]


def test_plus_on_s_approche_moins_il_y_a_de_tas() -> None:
    for n in range(12):
        fabrique.producteur(lat=45.6 + n / 100, lon=4.0)
    nombres = [len(lire(maximum=3, zoom=z)["amas"]) for z in (6, 10, 16)]  # type: ignore[arg-type]
    assert nombres[0] == 1
    assert nombres[-1] == 0
    entassees = lire(maximum=3, zoom=10)
    total = sum(n for _, _, n in entassees["amas"]) + len(entassees["points"])  # type: ignore[attr-defined,arg-type]
    assert total == 12


def test_une_position_gatee_ne_vide_pas_la_carte(client: FlaskClient, base: sa.Connection) -> None:
    if base.dialect.name == "sqlite":
        return  # SQLite keeps NaN as NULL, which its column refuses
    fabrique.plateforme()
    fabrique.producteur("Bonne")
    gatee = fabrique.producteur("Gâtée")
    session.execute(sa.update(Producteur).where(Producteur.id == gatee.id).values(lat=math.nan))
    session.commit()
    assert [p[1] for p in client.get("/loire/carte/points").get_json()["points"]] == ["Bonne"]
    assert client.get("/loire/producteurs").status_code == 200
