"""A database that was in use comes to the present tables with what it held."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from app.commandline import configuration_alembic
from tests.conftest import nouvelle_base

AVANT_LE_REGISTRE = "1d621a087570"
COMMUNE = """INSERT INTO communes
    (code_insee, nom, recherche, departement, region, population, epci, epci_nom, lat, lon)
    VALUES ('42147', 'Montbrison', 'montbrison', '42', '84', 16000, '', '', 45.6083, 4.0656)"""
FERME = """INSERT INTO producteurs
    (id, slug, nom, recherche, genre, siret, description, adresse, commune_code, departement,
     lat, lon, telephone, courriel, site, horaires, image, cree_le, modifie_le)
    VALUES (:id, :slug, :slug, :slug, 'ferme', '', '', '', '42147', '42',
     :lat, 4.0656, '', '', '', '{}', '', '2026-01-02 08:00:00+00:00',
     '2026-03-04 08:00:00+00:00')"""


@pytest.mark.parametrize("sorte", ["sqlite", "postgresql"])
def test_les_fermes_d_avant_le_registre_gardent_leur_date_et_disent_d_ou_vient_leur_place(
    sorte: str, tmp_path: Path
) -> None:
    adresse = nouvelle_base(sorte, tmp_path, "registre")
    configuration = configuration_alembic(adresse)
    command.upgrade(configuration, AVANT_LE_REGISTRE)
    moteur = sa.create_engine(adresse)
    with moteur.begin() as connexion:
        connexion.execute(sa.text(COMMUNE))
        for numero, slug, lat in ((1, "pointee", 45.6), (2, "au-centre", 45.6083)):
            connexion.execute(sa.text(FERME), {"id": numero, "slug": slug, "lat": lat})
    command.upgrade(configuration, "head")
    with moteur.connect() as connexion:
        lues = connexion.execute(
            sa.text(
                "SELECT precision, position_source, version, confirme_le = modifie_le"
                " FROM producteurs ORDER BY id"
            )
        ).all()
    moteur.dispose()
    assert [tuple(ligne) for ligne in lues] == [
        ("pointee", "", 1, True),
        ("commune", "commune", 1, True),
    ]
