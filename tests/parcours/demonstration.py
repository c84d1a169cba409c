"""The demonstration as ``make run`` serves it, on free ports and with data of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from honcho.environ import parse_procfile

from socle.reglages import RACINE
from tests.serveurs import PATIENCE_S, attendre_port, port_libre

BASE = "cabas.sqlite3"


@dataclass(frozen=True, slots=True)
class Site:
    """A running demonstration."""

    adresse: str
    simulateur: str
    dossier: Path
    modele: Path

    def remettre_a_neuf(self) -> None:
        """Give the running site the data of its first minute again."""
        with (
            closing(sqlite3.connect(self.modele / BASE)) as neuve,
            closing(sqlite3.connect(self.dossier / BASE, timeout=PATIENCE_S)) as presente,
        ):
            neuve.backup(presente)


def _environnement(**variables: str) -> dict[str, str]:
    """This process's environment without its own settings of the site."""
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("CABAS_")}
    chemin = f"{Path(sys.executable).parent}{os.pathsep}{propre.get('PATH', '')}"
    return propre | {"PATH": chemin, "PYTHONPATH": str(RACINE)} | variables


def preparer_modele(dossier: Path) -> Path:
    """Load the demonstration into ``dossier`` once, whichever process asks first."""
    dossier.mkdir(parents=True, exist_ok=True)
    fait = dossier / "fait"
    with (dossier / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not fait.exists():
            env = _environnement(CABAS_DATA_DIR=str(dossier / "donnees"), CABAS_TILES_URL="none")
            for commande in ("migrer", "preparer"):
                fini = subprocess.run(
                    ["flask", "--app", "app", "cabas", commande],
                    cwd=RACINE,
                    env=env,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert fini.returncode == 0, fini.stderr
            fait.touch()
    return dossier / "donnees"


@contextmanager
def _processus(commande: str, env: dict[str, str], journal: Path) -> Iterator[None]:
    with (
        journal.open("wb") as sortie,
        # exec: the process that is ended is the server, not a shell that leaves it alone.
        subprocess.Popen(
            ["sh", "-c", f"exec {commande}"], cwd=RACINE, env=env, stdout=sortie, stderr=sortie
        ) as processus,
    ):
        try:
            yield
        finally:
            processus.terminate()
            try:
                processus.wait(timeout=5)
            except subprocess.TimeoutExpired:
                processus.kill()


def _attendre_sante(adresse: str) -> None:
    """Until web, database and worker are ready; TimeoutError after two minutes."""
    limite = time.monotonic() + 4 * PATIENCE_S
    while time.monotonic() < limite:
        try:
            with urlopen(f"{adresse}/sante", timeout=PATIENCE_S):
                return
        except HTTPError:
            time.sleep(0.1)
    raise TimeoutError(f"{adresse} never became ready")


@contextmanager
def servir(modele: Path, dossier: Path) -> Iterator[Site]:
    """Serve a copy of ``modele``: the site, its worker and the simulator, as Procfile says."""
    shutil.copytree(modele, dossier)
    port, port_simulateur, port_registres = port_libre(), port_libre(), port_libre()
    site = Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port_simulateur}", dossier, modele)
    env = _environnement(
        CABAS_PORT=str(port),
        CABAS_SIMULATEUR_PORT=str(port_simulateur),
        CABAS_REGISTRES_PORT=str(port_registres),
        CABAS_AGENCEBIO_URL=f"http://127.0.0.1:{port_registres}",
        CABAS_SIRENE_URL=f"http://127.0.0.1:{port_registres}",
        CABAS_BASE_URL=site.adresse,
        CABAS_DATA_DIR=str(dossier),
        CABAS_TILES_URL="none",
        CABAS_STRIPE_API_BASE=site.simulateur,
    )
    procfile = parse_procfile((RACINE / "Procfile").read_text(encoding="utf-8"))
    with ExitStack() as pile:
        for nom, commande in procfile.processes.items():
            pile.enter_context(_processus(commande, env, dossier / f"{nom}.log"))
        attendre_port(port_simulateur)
        attendre_port(port)
        _attendre_sante(site.adresse)
        yield site
