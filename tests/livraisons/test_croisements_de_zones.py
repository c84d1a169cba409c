"""Two presses on the same zone."""

from __future__ import annotations

import pytest
from flask import Flask

from livraisons import services
from livraisons.models import GenreZone, ZoneLivraison
from livraisons.services import SaisieZone
from socle.db import session
from tests import fabrique
from tests.commandes.croisement import croiser
from tests.commandes.test_concurrence import vraie_base

__all__ = ["vraie_base"]


@pytest.mark.usefixtures("vraie_base")
def test_une_zone_enregistree_deux_fois_a_la_fois_a_ses_communes_une_fois(app: Flask) -> None:
    numero = fabrique.zone(plateforme=fabrique.plateforme()).id
    codes = ("42147", fabrique.roanne().code_insee)
    saisie = SaisieZone(nom="Autour de nous", genre=GenreZone.COMMUNES, communes=codes)

    def enregistrer() -> list[str]:
        zone = session.get_one(ZoneLivraison, numero)
        assert zone.communes  # read for the form, before the press is carried out
        services.definir_zone(saisie, zone=zone)
        return sorted(c.commune_code for c in zone.communes)

    assert croiser(app, enregistrer, enregistrer) == [sorted(codes)] * 2
