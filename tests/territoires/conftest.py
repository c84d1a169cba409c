"""A few real communes around Montbrison, two platforms, and a geocoding service over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from socle.db import session
from socle.typographie import sans_accents
from territoires.geoplateforme_simulee import GeoplateformeSimulee, servie
from territoires.models import CodePostal, Commune, Plateforme
from tests import fabrique

AURA = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")

# code, name, postcodes, population, latitude, longitude
COMMUNES: tuple[tuple[str, str, list[str], int, float | None, float | None], ...] = (
    ("42218", "Saint-Étienne", ["42000", "42100", "42230"], 173_136, 45.4397, 4.3872),
    ("42147", "Montbrison", ["42600"], 16_123, 45.6075, 4.0653),
    ("42299", "Savigneux", ["42600"], 3_509, 45.6161, 4.0831),
    ("42187", "Roanne", ["42300"], 35_409, 46.0449, 4.0797),
    ("42092", "L'Étrat", ["42580"], 2_879, 45.4858, 4.3764),
    ("42019", "Boën-sur-Lignon", ["42130"], 3_001, 45.7444, 4.0067),
    ("42279", "Saint-Just-Saint-Rambert", ["42170"], 15_764, 45.4997, 4.2631),
    ("42248", "Saint-Just-en-Chevalet", ["42430"], 1_143, 45.9139, 3.8461),
    ("42222", "Saint-Galmier", ["42330"], 5_707, 45.5919, 4.3181),
    ("42186", "Rive-de-Gier", ["42800"], 15_000, 45.5283, 4.6164),
    ("69091", "Givors", ["69700"], 20_500, 45.5883, 4.7700),
    ("69123", "Lyon", ["69001", "69002", "69003"], 519_127, 45.764, 4.8357),
    ("69290", "Saint-Priest", ["69800"], 47_000, 45.6972, 4.9472),
    ("07288", "Saint-Priest", ["07000"], 1_200, 44.7142, 4.5436),
    ("01053", "Bourg-en-Bresse", ["01000"], 41_000, 46.2052, 5.2255),
    ("01369", "Saint-Just", ["01250"], 952, 46.2, 5.28),
    ("63376", "Saint-Just", ["63600"], 144, 45.46, 3.86),
    ("75056", "Paris", ["75001", "75011", "75012"], 2_103_778, 48.8566, 2.3522),
    ("15035", "Chalinargues", ["15170"], 304, None, None),
    ("15141", "Neussargues en Pinatelle", ["15170"], 1_800, 45.13, 2.98),
    ("51410", "Œuilly", ["51480"], 564, 49.06, 3.81),
    ("58062", "Château-Chinon (Ville)", ["58120"], 1_900, 47.06, 3.93),
)


@pytest.fixture
def communes(base: sa.Connection) -> dict[str, Commune]:
    """The communes above, by code."""
    faites = {
        code: Commune(
            code_insee=code,
            nom=nom,
            recherche=sans_accents(nom),
            departement=code[:2],
            region="84",
            population=population,
            epci=f"epci-{code[:2]}",
            epci_nom="",
            lat=lat,
            lon=lon,
            codes=[CodePostal(code=c) for c in codes_postaux],
        )
        for code, nom, codes_postaux, population, lat, lon in COMMUNES
    }
    session.add_all(faites.values())
    session.commit()
    return faites


@pytest.fixture
def loire(communes: dict[str, Commune]) -> Plateforme:
    return fabrique.plateforme()


@pytest.fixture
def region(loire: Plateforme) -> Plateforme:
    """The région's platform, over the Loire's and eleven others."""
    return fabrique.plateforme("auvergne-rhone-alpes", "Auvergne-Rhône-Alpes", AURA)


@pytest.fixture
def service() -> GeoplateformeSimulee:
    return GeoplateformeSimulee()


@pytest.fixture
def adresse_service(service: GeoplateformeSimulee) -> Iterator[str]:
    with servie(service) as adresse:
        yield adresse
