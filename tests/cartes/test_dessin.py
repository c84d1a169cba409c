"""The drawn background, the approximate grounds of communes, and Folium's frame."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from shapely.geometry import Point, shape

from cartes.dessin.cadre import dessiner_cadre
from cartes.dessin.fond import contour_de, dessiner, empreinte
from cartes.queries.communes import CommunePlacee
from cartes.services import preparer_fond
from socle.errors import Introuvable
from tests import fabrique

CENTRE = (45.75, 4.17)


def damier(cote: int = 5) -> Sequence[CommunePlacee]:
    """Communes on a grid, ten kilometres apart, in two départements."""
    return [
        CommunePlacee(
            code=f"{d}{x}{y}",
            nom=f"Commune {d} {x} {y}",
            departement=d,
            epci=f"{d}{x // 2}",
            population=1000 * x + y,
            lat=45.0 + y / 11,
            lon=ouest + x / 8,
        )
        for d, ouest in (("42", 4.0), ("69", 4.0 + cote / 8))
        for x in range(cote)
        for y in range(cote)
    ]


def formes(dessin: dict[str, Any], genre: str) -> list[dict[str, Any]]:
    return [f for f in dessin["features"] if f["properties"]["genre"] == genre]


def test_chaque_commune_tient_le_sol_autour_de_son_centre() -> None:
    communes = damier()
    for commune in communes[::7]:
        sol = shape(contour_de(communes, {commune.code}))
        assert sol.covers(Point(commune.lon, commune.lat))
        autres = [c for c in communes if c.code != commune.code]
        assert not [c for c in autres if sol.covers(Point(c.lon, c.lat))]


def test_des_communes_voisines_ne_font_qu_une_zone_sans_trou() -> None:
    zone = shape(contour_de(damier(), {"4200", "4210", "4201"}))
    assert zone.geom_type == "Polygon"
    assert not zone.interiors


def test_sans_commune_placee_il_n_y_a_pas_de_zone() -> None:
    assert contour_de(damier(), {"99999"}) is None


def test_une_commune_seule_a_quand_meme_un_sol() -> None:
    [seule, *_] = damier()
    assert shape(contour_de([seule], {seule.code})).covers(Point(seule.lon, seule.lat))


def test_le_fond_ne_dessine_que_les_departements_de_la_plateforme() -> None:
    dessin = dessiner(damier(), {"42": "Loire"})
    [departement] = formes(dessin, "departement")
    assert departement["properties"]["nom"] == "Loire"
    sol = shape(departement["geometry"])
    for commune in damier():
        assert sol.covers(Point(commune.lon, commune.lat)) == (commune.departement == "42")
    [limites] = formes(dessin, "limites")
    assert limites["geometry"]["type"] == "MultiLineString"
    assert len(formes(dessiner(damier(), {"42": "Loire", "69": "Rhône"}), "departement")) == 2


def test_les_grandes_villes_sont_nommees_de_plus_loin_que_les_petites() -> None:
    villes = formes(dessiner(damier(), {"42": "Loire"}), "ville")
    zooms = {v["properties"]["nom"]: v["properties"]["zoom"] for v in villes}
    assert zooms["Commune 42 4 4"] == min(zooms.values())
    assert zooms["Commune 42 4 3"] > zooms["Commune 42 4 4"]


def test_le_fond_est_dessine_une_fois_puis_garde(client: FlaskClient, tmp_path: Path) -> None:
    fabrique.commune()
    fabrique.roanne()
    premier = preparer_fond(["42"], tmp_path)
    [fichier] = (tmp_path / "fonds").iterdir()
    ecrit_le = fichier.stat().st_mtime_ns
    assert preparer_fond(["42"], tmp_path) == premier
    assert fichier.stat().st_mtime_ns == ecrit_le
    assert {f["properties"]["genre"] for f in json.loads(premier)["features"]} == {
        "departement", "limites", "ville",
    }  # fmt: skip


def test_sans_commune_connue_il_n_y_a_pas_de_fond(client: FlaskClient, tmp_path: Path) -> None:
    with pytest.raises(Introuvable):
        preparer_fond(["42"], tmp_path)
    assert not (tmp_path / "fonds").exists()


def test_l_adresse_du_fond_dit_ce_qu_il_montre() -> None:
    assert empreinte(["42", "69"]) == empreinte(["69", "42"])
    assert empreinte(["42"]) != empreinte(["69"])


def test_le_fond_de_la_page_se_garde_pour_toujours(client: FlaskClient) -> None:
    fabrique.plateforme()
    fabrique.commune()
    fabrique.roanne()
    adresse = f"/fonds-de-carte/{empreinte(['42'])}.json"
    assert f'data-fond="{adresse}"' in client.get("/loire/carte").text
    reponse = client.get(adresse)
    assert "immutable" in reponse.headers["Cache-Control"]
    assert "Set-Cookie" not in reponse.headers
    assert client.get("/fonds-de-carte/000000000000.json").status_code == 404


def test_chaque_departement_a_son_fond_meme_sans_plateforme(client: FlaskClient) -> None:
    fabrique.commune()
    fabrique.departement("42")
    reponse = client.get(f"/fonds-de-carte/{empreinte(['42'])}.json")
    assert reponse.status_code == 200
    assert reponse.json
    assert reponse.json["features"]


def test_la_carte_tient_toutes_les_communes_de_la_plateforme(client: FlaskClient) -> None:
    fabrique.plateforme()
    places = [(c.lat, c.lon) for c in (fabrique.commune(), fabrique.roanne())]
    page = client.get("/loire/carte").text
    coins = re.search(r"fitBounds\(\s*(\[\[.*?\]\])", page, re.DOTALL)
    assert coins
    (bas, gauche), (haut, droite) = json.loads(coins[1])
    assert all(lat and bas <= lat <= haut for lat, _lon in places)
    assert all(lon and gauche <= lon <= droite for _lat, lon in places)


@pytest.mark.parametrize("tuiles", ["none", "https://tuiles.example/{z}/{x}/{y}.png"])
def test_le_cadre_de_folium_est_le_meme_d_un_processus_a_l_autre(
    contexte: None, tuiles: str
) -> None:
    cadre = dessiner_cadre(CENTRE, 9, tuiles)
    dessiner_cadre.cache_clear()
    assert dessiner_cadre(CENTRE, 9, tuiles) == cadre
    assert ("L.tileLayer" in cadre.script) == (tuiles != "none")
    assert '"maxZoom": 19' in cadre.script  # without it clusters never end where there are no tiles


def test_le_cadre_ne_charge_rien_et_n_ecrit_pas_de_style(contexte: None) -> None:
    cadre = dessiner_cadre(CENTRE, 9, "none")
    texte = f"{cadre.html}{cadre.script}"
    for absent in ("http", "<script", "<style", "style=", "jquery", "bootstrap"):
        assert absent not in texte
