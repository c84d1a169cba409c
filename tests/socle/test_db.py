"""What a request that only reads may not do, and what it costs less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from socle import db
from socle.db import TransactionDejaOuverte, ecriture, lecture, ouvrir_moteur, session, transaction
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


def couper(moteur: sa.Engine, connexion: sa.Connection) -> None:
    """The server ends this connection, as when it restarts."""
    numero = connexion.scalar(sa.text("select pg_backend_pid()"))
    with moteur.connect() as autre:
        autre.execute(sa.text("select pg_terminate_backend(:n)"), {"n": numero})


def test_une_base_perdue_apres_la_derniere_lecture_ne_gate_pas_la_page(
    postgresql: sa.Engine, en_lecture: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with Session(postgresql) as lecteur:
        couper(postgresql, lecteur.connection())
        lecteur.rollback()
        assert lecteur.scalar(sa.text("select 1")) == 1, "the next page has a connection of its own"
    assert "connexion_perdue" in capsys.readouterr().out


def test_une_base_perdue_pendant_une_lecture_est_rendue_sans_autre_faute(
    postgresql: sa.Engine, en_lecture: None
) -> None:
    with Session(postgresql) as lecteur:
        couper(postgresql, lecteur.connection())
        with pytest.raises(sa.exc.OperationalError):
            lecteur.execute(sa.text("select 1"))
        lecteur.rollback()
        assert lecteur.scalar(sa.text("select 1")) == 1


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def verger(request: pytest.FixtureRequest, dossier: Path) -> Iterator[sa.Engine]:
    """A database of its own, with one table."""
    moteur = ouvrir_moteur(nouvelle_base(request.param, dossier, "verger"))
    with moteur.begin() as connexion:
        connexion.execute(sa.text("create table vergers (arbres integer)"))
    yield moteur
    moteur.dispose()


@pytest.fixture
def vergers(verger: sa.Engine) -> Iterator[sa.Engine]:
    """The session on that database, where what is committed is committed; empty at first."""
    jeton = ecriture.set(True)
    with verger.begin() as connexion:
        connexion.execute(sa.text("delete from vergers"))
    ecriture.reset(jeton)
    db.brancher(verger, join_transaction_mode="conditional_savepoint")
    yield verger
    session.remove()


PLANTER = sa.text("insert into vergers values (1)")
ARBRES = sa.text("select count(*) from vergers")


def test_une_lecture_commencee_ne_gene_pas_l_ecriture_qui_la_suit(vergers: sa.Engine) -> None:
    assert session.scalar(ARBRES) == 0
    jeton = ecriture.set(True)
    with vergers.begin() as ailleurs:
        ailleurs.execute(PLANTER)
    ecriture.reset(jeton)
    with transaction():
        assert session.scalar(ARBRES) == 1, "what was read before is not believed any more"
        session.execute(PLANTER)
    assert session.scalar(ARBRES) == 2


def test_une_transaction_dans_une_transaction_est_refusee(vergers: sa.Engine) -> None:
    def planter_deux_fois() -> None:
        with transaction():
            session.execute(PLANTER)
            with transaction():
                session.execute(PLANTER)

    with pytest.raises(TransactionDejaOuverte):
        planter_deux_fois()
    assert session.scalar(ARBRES) == 0, "neither all nor half"
