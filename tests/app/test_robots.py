"""What browsers and search engines ask for by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from socle.reglages import Reglages

MOTEUR = "UnMoteur"


@pytest.fixture
def consigne(
    app: Flask, client: FlaskClient, reglages: Reglages
) -> Iterator[Callable[[str], RobotFileParser]]:
    """What the site tells robots, by environment."""

    def lire(env: str) -> RobotFileParser:
        app.config["REGLAGES"] = replace(reglages, env=env)
        reponse = client.get("/robots.txt")
        assert (reponse.status_code, reponse.mimetype) == (200, "text/plain")
        assert "\n\n" not in reponse.text, "an empty line would end what is said to robots"
        consigne = RobotFileParser()
        consigne.parse(reponse.text.splitlines())
        return consigne

    yield lire
    app.config["REGLAGES"] = reglages


def test_les_moteurs_de_recherche_lisent_les_pages_publiques_et_elles_seules(
    consigne: Callable[[str], RobotFileParser],
) -> None:
    lue = consigne("production")
    for adresse in ("/", "/loire/", "/loire/producteurs", "/ventes/3", "/api/v1/plateformes"):
        assert lue.can_fetch(MOTEUR, adresse), adresse
    for adresse in (
        "/espace/",
        "/equipe/",
        "/compte/connexion",
        "/commande",
        "/commandes/LOI-1",
        "/confirmer/x",
    ):
        assert not lue.can_fetch(MOTEUR, adresse), adresse


def test_la_demonstration_ne_parait_dans_aucun_moteur_de_recherche(
    consigne: Callable[[str], RobotFileParser],
) -> None:
    assert not consigne("demonstration").can_fetch(MOTEUR, "/loire/")


def test_l_icone_du_site_est_donnee_a_qui_la_cherche_a_l_adresse_d_usage(
    client: FlaskClient,
) -> None:
    with client.get("/favicon.ico") as reponse:
        assert (reponse.status_code, reponse.mimetype) == (200, "image/vnd.microsoft.icon")
        assert reponse.cache_control.max_age
        image = BytesIO(reponse.data)
    with Image.open(image) as icone:
        assert icone.format == "ICO"
        assert {(16, 16), (32, 32), (48, 48)} <= icone.info["sizes"]
        assert icone.convert("RGBA").getchannel("A").getextrema() == (0, 255), "on nothing"
