"""The demonstration on a database of its own, and gunicorn servers on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa

from socle.reglages import RACINE
from tests.bancs.client import OUVRIERS
from tests.serveurs import attendre_port, binaires_postgresql, port_libre, postgresql

BIN = Path(sys.executable).parent


def bases(pile: ExitStack, dossier: Path) -> dict[str, str]:
    """A new database of each kind that this machine has, by name."""
    trouvees = {"SQLite": f"sqlite:///{dossier}/cabas.sqlite3"}
    if binaires_postgresql():
        serveur = pile.enter_context(postgresql())
        moteur = sa.create_engine(f"{serveur}/postgres", isolation_level="AUTOCOMMIT")
        with moteur.connect() as connexion:
            connexion.execute(sa.text("CREATE DATABASE bancs"))
        moteur.dispose()
        trouvees["PostgreSQL"] = f"{serveur}/bancs"
    return trouvees


def environnement(adresse: str, dossier: Path) -> dict[str, str]:
    """The settings of a demonstration on ``adresse``, with nothing of the shell's own."""
    propres = {k: v for k, v in os.environ.items() if not k.startswith("CABAS_")}
    return propres | {
        "CABAS_DATABASE_URL": adresse,
        "CABAS_DATA_DIR": str(dossier),
        "PYTHONPATH": str(RACINE),
    }


def charger(env: dict[str, str]) -> None:
    """Migrate and load the demonstration."""
    commande = [str(BIN / "flask"), "--app", "app", "cabas", "preparer"]
    subprocess.run(commande, env=env, cwd=RACINE, check=True, capture_output=True)


@contextmanager
def gunicorn(application: str, env: dict[str, str]) -> Iterator[int]:
    """Serve ``application`` with two workers of four threads; gives the port."""
    port = port_libre()
    commande = [
        str(BIN / "gunicorn"), application, "--bind", f"127.0.0.1:{port}",
        "--workers", str(OUVRIERS), "--threads", "4", "--keep-alive", "60", "--log-level", "error",
    ]  # fmt: skip
    with subprocess.Popen(commande, env=env, cwd=RACINE) as serveur:
        try:
            attendre_port(port)
            yield port
        finally:
            serveur.terminate()
