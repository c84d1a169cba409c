"""What a request that only reads may not do, and what it costs less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InternalError

from socle.db import ecriture, lecture, ouvrir_moteur
from tests.conftest import nouvelle_base


@pytest.fixture(scope="module")
def postgresql(dossier: Path) -> Iterator[sa.Engine]:
    """A PostgreSQL engine as the site opens it, with one table."""
    moteur = ouvrir_moteur(nouvelle_base("postgresql", dossier, "lectures"))
    with moteur.begin() as connexion:
        connexion.execute(sa.text("create table recoltes (kilos integer)"))
    yield moteur
    moteur.dispose()


@pytest.fixture
def en_lecture() -> Iterator[None]:
    jeton = lecture.set(True)
    yield
    lecture.reset(jeton)


def nombre(moteur: sa.Engine) -> int:
    with moteur.connect() as connexion:
        return int(connexion.scalar(sa.text("select count(*) from recoltes")) or 0)


def test_une_requete_qui_lit_ne_peut_rien_ecrire(postgresql: sa.Engine, en_lecture: None) -> None:
    with postgresql.connect() as connexion, pytest.raises(InternalError, match="read-only"):
        connexion.execute(sa.text("insert into recoltes values (1)"))
    assert nombre(postgresql) == 0


def test_ce_qui_ecrit_expres_dans_une_requete_qui_lit_le_peut(
    postgresql: sa.Engine, en_lecture: None
) -> None:
    jeton = ecriture.set(True)
    with postgresql.begin() as connexion:
        connexion.execute(sa.text("insert into recoltes values (1)"))
    ecriture.reset(jeton)
    assert nombre(postgresql) == 1
    with postgresql.begin() as connexion:
        connexion.execute(sa.text("select 1"))


def test_hors_d_une_lecture_ce_qui_est_abandonne_ne_reste_pas(postgresql: sa.Engine) -> None:
    avant = nombre(postgresql)
    with postgresql.connect() as connexion:
        connexion.execute(sa.text("insert into recoltes values (2)"))
        connexion.rollback()
    assert nombre(postgresql) == avant


def test_les_requetes_preparees_servent_a_la_page_suivante(
    postgresql: sa.Engine, en_lecture: None
) -> None:
    preparees = sa.text("select count(*) from pg_prepared_statements where statement like :q")
    for _page in range(12):
        with postgresql.connect() as connexion:
            connexion.execute(sa.text("select kilos from recoltes where kilos > 3"))
            gardees = connexion.scalar(preparees, {"q": "select kilos%"})
    assert gardees == 1
