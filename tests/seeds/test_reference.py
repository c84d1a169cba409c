"""The reference tables: complete, sound, and loaded once."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict

import pytest
import sqlalchemy as sa

from seeds.reference import charger_reference
from socle.db import session
from territoires import queries
from territoires.models import CodePostal, Commune, Departement, TableReference, distance_km
from tests.conftest import Requetes


def _nombre(modele: type[object]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(modele)) or 0


@pytest.fixture
def reference(base: sa.Connection) -> float:
    """The seconds that a first loading takes."""
    debut = time.monotonic()
    assert charger_reference() == ["departements", "communes"]
    session.commit()
    return time.monotonic() - debut


def test_toutes_les_communes_de_france_sont_la_en_quelques_secondes(
    base: sa.Connection, reference: float
) -> None:
    assert _nombre(Commune) == 34_969
    assert _nombre(CodePostal) > 35_000
    assert _nombre(Departement) >= 101
    assert reference < (5.0 if base.dialect.name == "sqlite" else 15.0)

    montbrison = queries.commune("42147")
    assert (montbrison.nom, montbrison.codes_postaux) == ("Montbrison", ["42600"])
    assert (montbrison.departement, montbrison.region) == ("42", "84")
    assert montbrison.epci_nom.startswith("CA Loire Forez")
    assert (montbrison.lat, montbrison.lon) == pytest.approx((45.6, 4.07), abs=0.05)

    codes = set(session.scalars(sa.select(Commune.departement).distinct()))
    assert codes <= set(session.scalars(sa.select(Departement.code)))
    assert {"2A", "2B", "42", "974"} <= codes
    for colonne, bas, haut in ((Commune.lat, -90, 90), (Commune.lon, -180, 180)):
        mauvaises = sa.select(Commune.nom).where(sa.not_(colonne.between(bas, haut)))
        assert session.scalars(mauvaises).all() == []

    premieres = [c.nom for c in queries.chercher_communes("st etienne", limite=2)]
    assert premieres == ["Saint-Étienne", "Saint-Étienne-du-Rouvray"]
    assert queries.chercher_communes("42600")[0].nom == "Montbrison"
    assert queries.chercher_communes("l'etrat")[0].code_insee == "42092"
    assert queries.chercher_communes("69007")[0].nom == "Lyon"


def test_recharger_ne_touche_a_rien(reference: float, requetes: Requetes) -> None:
    assert charger_reference() == []
    assert all(phrase.startswith("SELECT") for phrase in requetes)


def test_une_nouvelle_edition_met_a_jour_sans_rien_doubler(reference: float) -> None:
    session.execute(
        sa.update(Commune).where(Commune.code_insee == "42147").values(nom="Vieux nom", lat=None)
    )
    session.execute(sa.delete(CodePostal).where(CodePostal.commune_code == "42147"))
    session.execute(sa.delete(CodePostal).where(CodePostal.commune_code == "01001"))
    session.execute(sa.delete(Commune).where(Commune.code_insee == "01001"))
    session.execute(
        sa.update(TableReference).where(TableReference.nom == "communes").values(empreinte="")
    )
    session.expire_all()
    avant = _nombre(CodePostal)
    assert charger_reference() == ["communes"]
    assert queries.commune("42147").nom == "Montbrison"
    assert queries.commune("42147").codes_postaux == ["42600"]
    assert _nombre(Commune) == 34_969
    assert _nombre(CodePostal) > avant


def test_aucune_commune_de_metropole_n_est_placee_loin_de_son_departement(
    reference: float,
) -> None:
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    requete = sa.select(Commune.departement, Commune.lat, Commune.lon).where(
        Commune.lat.is_not(None), ~Commune.departement.startswith("9", autoescape=True)
    )
    for departement, lat, lon in session.execute(requete):
        assert lat is not None
        assert lon is not None
        places[departement].append((lat, lon))
    assert len(places) > 80
    for positions in places.values():
        lat = statistics.median(p[0] for p in positions)
        lon = statistics.median(p[1] for p in positions)
        assert max(distance_km(lat, lon, *position) for position in positions) < 150
