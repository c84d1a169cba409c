"""Fixtures for every room: the application, both databases, a client, the outbox."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from app import create_app
from socle import db
from socle.comptes.models import Compte
from socle.envois.models import Envoi
from socle.reglages import Reglages
from tests import serveurs

pytest_plugins: list[str] = []
_serveurs = ExitStack()
ADRESSE_POSTGRESQL = "CABAS_TEST_POSTGRESQL"
# What a property says does not depend on how busy the machine is; the benchmarks count time.
settings.register_profile("sans_chronometre", deadline=None)
settings.load_profile("sans_chronometre")


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run: the controller starts it, xdist's workers inherit it."""
    if hasattr(config, "workerinput") or os.environ.get(ADRESSE_POSTGRESQL):
        return
    if serveurs.binaires_postgresql():
        os.environ[ADRESSE_POSTGRESQL] = _serveurs.enter_context(serveurs.postgresql())


def pytest_unconfigure(config: pytest.Config) -> None:
    _serveurs.close()


@pytest.fixture(scope="session")
def dossier() -> Iterator[Path]:
    """A folder for this process's databases and files."""
    chemin = Path(tempfile.mkdtemp(prefix="cabas-tests-"))
    yield chemin
    shutil.rmtree(chemin, ignore_errors=True)


@pytest.fixture(scope="session")
def reglages(dossier: Path) -> Reglages:
    return Reglages(env="test", secret_key="test" * 8, data_dir=str(dossier), tiles_url="none")


@pytest.fixture(scope="session")
def app(reglages: Reglages) -> Flask:
    app = create_app(reglages)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    return app


def nouvelle_base(sorte: str, dossier: Path, nom: str) -> str:
    """The address of a new, empty database; skip where there is no PostgreSQL."""
    if sorte == "sqlite":
        return f"sqlite:///{dossier / nom}.sqlite3"
    serveur = os.environ.get(ADRESSE_POSTGRESQL)
    if not serveur:
        serveurs.absent("PostgreSQL")
    nom = f"{nom}_{os.getpid()}"
    moteur = sa.create_engine(f"{serveur}/postgres", isolation_level="AUTOCOMMIT")
    with moteur.connect() as connexion:
        connexion.execute(sa.text(f'CREATE DATABASE "{nom}"'))
    moteur.dispose()
    return f"{serveur}/{nom}"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def moteur(request: pytest.FixtureRequest, app: Flask, dossier: Path) -> Iterator[sa.Engine]:
    """An engine on a database with all tables, one of each kind per process."""
    moteur = db.ouvrir_moteur(nouvelle_base(request.param, dossier, "tests"))
    db.Base.metadata.create_all(moteur)
    yield moteur
    moteur.dispose()


@pytest.fixture
def base(moteur: sa.Engine) -> Iterator[sa.Connection]:
    """The test's own view of the database: whatever it commits is gone at its end."""
    jeton = db.ecriture.set(True)
    with moteur.connect() as connexion:
        exterieure = connexion.begin()
        db.ecriture.reset(jeton)
        db.brancher(connexion, join_transaction_mode="create_savepoint")
        yield connexion
        db.session.remove()
        exterieure.rollback()


@pytest.fixture
def client(app: Flask, base: sa.Connection) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def contexte(app: Flask, base: sa.Connection) -> Iterator[None]:
    """An application context, for what renders a mail without a request."""
    with app.app_context():
        yield


@pytest.fixture
def connecter() -> Callable[[FlaskClient, Compte], None]:
    """Sign ``compte`` in on ``client``, as the session cookie would say."""

    def _connecter(client: FlaskClient, compte: Compte) -> None:
        with client.session_transaction() as cookie:
            cookie["_user_id"] = compte.get_id()
            cookie["_fresh"] = True

    return _connecter


@pytest.fixture
def courriels(base: sa.Connection) -> Callable[[], list[Envoi]]:
    """The mails in the outbox, oldest first."""
    return lambda: list(db.session.scalars(sa.select(Envoi).order_by(Envoi.id)))


class Requetes(list[str]):
    """The SQL statements seen, BEGINs and savepoints aside."""


@pytest.fixture
def requetes(base: sa.Connection) -> Iterator[Requetes]:
    """Every statement sent from now on; ``requetes.clear()`` starts counting again."""
    vues = Requetes()

    def noter(_c: object, _k: object, phrase: str, *_: object) -> None:
        if not phrase.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            vues.append(phrase)

    sa.event.listen(base, "before_cursor_execute", noter)
    yield vues
    sa.event.remove(base, "before_cursor_execute", noter)
