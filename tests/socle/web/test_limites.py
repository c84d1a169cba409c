"""Rate limits when what counts them is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from socle.reglages import Reglages
from socle.web.limites import brancher_limites, limiteur
from tests.serveurs import port_libre


@pytest.fixture
def sans_redis(app: Flask, reglages: Reglages) -> Iterator[Flask]:
    """A small site whose Redis does not answer."""
    site = Flask("petit")
    perdu = f"redis://127.0.0.1:{port_libre()}"
    brancher_limites(site, dataclasses.replace(reglages, redis_url=perdu))
    limiteur.enabled = True
    site.get("/")(limiteur.limit("2 per minute")(lambda: "bonjour"))
    yield site
    brancher_limites(app, reglages)


def test_sans_redis_les_limites_tiennent_encore_dans_chaque_processus(sans_redis: Flask) -> None:
    client = sans_redis.test_client()
    assert [client.get("/").status_code for _ in range(3)] == [200, 200, 429]
