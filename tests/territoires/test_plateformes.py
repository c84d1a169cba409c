"""Platforms: one address each, a perimeter, and read once for many pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from socle.db import session
from territoires import queries
from territoires.errors import CommuneInconnue, PlateformeInconnue, SlugImpossible
from territoires.models import GenrePlateforme, Perimetre, Plateforme
from territoires.services import SLUGS_RESERVES, SaisiePlateforme, creer_plateforme
from tests.conftest import Requetes

RHONE = SaisiePlateforme(
    slug="rhone",
    nom="Le Rhône",
    genre=GenrePlateforme.DEPARTEMENT,
    couleur="#7a1f2b",
    accroche="Que mange-t-on près de chez vous ?",
    presentation="",
    contact="contact@cabas.example",
    mentions="",
    centre_lat=45.9,
    centre_lon=4.7,
    zoom=9,
    departements=["69"],
)


def test_une_plateforme_creee_est_a_son_adresse(base: sa.Connection) -> None:
    creer_plateforme(RHONE)
    assert queries.plateforme("rhone").departements == ["69"]
    assert [p.slug for p in queries.plateformes()] == ["rhone"]


def test_creer_deux_fois_la_meme_plateforme_la_met_a_jour(base: sa.Connection) -> None:
    premiere = creer_plateforme(RHONE)
    seconde = creer_plateforme(replace(RHONE, nom="Rhône", departements=["69", "01"]))
    assert seconde.id == premiere.id
    session.commit()
    assert queries.plateforme("rhone").nom == "Rhône"
    assert session.scalar(sa.select(sa.func.count()).select_from(Plateforme)) == 1
    assert set(session.scalars(sa.select(Perimetre.departement))) == {"69", "01"}


def test_un_departement_retire_sort_du_perimetre(base: sa.Connection) -> None:
    creer_plateforme(replace(RHONE, departements=["69", "01"]))
    creer_plateforme(RHONE)
    assert list(queries.plateformes_couvrant("01")) == []


@pytest.mark.parametrize("slug", ["compte", "api", "La Loire", "", "42", "a/b", "équipe"])
def test_une_plateforme_ne_prend_pas_une_adresse_du_site(base: sa.Connection, slug: str) -> None:
    with pytest.raises(SlugImpossible):
        creer_plateforme(replace(RHONE, slug=slug))


def test_toutes_les_adresses_du_site_sont_reservees(app: Flask) -> None:
    """A platform lives at ``/<slug>/``: whatever else begins an address cannot be a slug."""
    premiers = {str(regle).split("/")[1] for regle in app.url_map.iter_rules()}
    fixes = {p for p in premiers if p and "<" not in p and "." not in p}
    assert fixes <= SLUGS_RESERVES


def test_la_plus_petite_plateforme_qui_couvre_un_departement_vient_d_abord(
    loire: Plateforme, region: Plateforme
) -> None:
    assert [p.slug for p in queries.plateformes_couvrant("42")] == ["loire", "auvergne-rhone-alpes"]
    assert [p.slug for p in queries.plateformes_couvrant("69")] == ["auvergne-rhone-alpes"]
    assert list(queries.plateformes_couvrant("75")) == []


def test_une_plateforme_relue_ne_coute_plus_de_requete(
    loire: Plateforme, requetes: Requetes
) -> None:
    session.remove()
    queries.plateforme("loire")
    assert len(requetes) <= 2
    requetes.clear()
    session.remove()
    assert queries.plateforme("loire").departements == ["42"]
    assert requetes == []


def test_chaque_session_a_sa_propre_plateforme(loire: Plateforme) -> None:
    session.remove()
    premiere = queries.plateforme("loire")
    assert premiere in session
    session.remove()
    seconde = queries.plateforme("loire")
    assert seconde is not premiere
    seconde.nom = "Autre nom"
    session.rollback()
    session.remove()
    assert queries.plateforme("loire").nom == "La Loire"


def test_une_plateforme_modifiee_est_relue(loire: Plateforme) -> None:
    queries.plateforme("loire")
    session.remove()
    creer_plateforme(replace(RHONE, slug="loire", nom="Loire en Forez", departements=["42"]))
    session.commit()
    session.remove()
    assert queries.plateforme("loire").nom == "Loire en Forez"


def test_une_adresse_inconnue_n_est_pas_une_plateforme(base: sa.Connection) -> None:
    with pytest.raises(PlateformeInconnue):
        queries.plateforme("nulle-part")


def test_un_code_insee_inconnu_le_dit(base: sa.Connection) -> None:
    with pytest.raises(CommuneInconnue, match="99999"):
        queries.commune("99999")
