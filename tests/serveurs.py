"""Real servers for the tests: found if installed, started on a free port, ended at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

PATIENCE_S = 30.0


def absent(quoi: str) -> NoReturn:
    """Skip a test for want of ``quoi``, or fail it where nothing may be skipped (CI)."""
    raison = f"{quoi} is not installed"
    if os.environ.get("CABAS_TOUT_OU_RIEN") == "1":
        pytest.fail(raison)
    pytest.skip(raison)


def port_libre() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
        return port


def attendre_port(port: int) -> None:
    """Wait until somebody listens on ``port``; raise TimeoutError after half a minute."""
    limite = time.monotonic() + PATIENCE_S
    while time.monotonic() < limite:
        with socket.socket() as prise:
            if prise.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def binaires_postgresql() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, where Debian or Homebrew put it."""
    dossiers = [*Path("/usr/lib/postgresql").glob("*/bin")]
    trouve = shutil.which("initdb")
    if trouve:
        dossiers.append(Path(trouve).parent)
    return max((d for d in dossiers if (d / "initdb").exists()), default=None)


@contextmanager
def postgresql() -> Iterator[str]:
    """A private PostgreSQL cluster, as ``postgresql+psycopg://…`` (without a database name)."""
    binaires = binaires_postgresql()
    assert binaires is not None
    # PostgreSQL refuses to run as root: then its own account runs it.
    en_tant_que = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    dossier = Path(tempfile.mkdtemp(prefix="cabas-pg-"))
    if en_tant_que:
        shutil.chown(dossier, "postgres")
    port = port_libre()
    donnees = str(dossier / "donnees")
    initdb = [str(binaires / "initdb"), "-D", donnees, "-U", "cabas", "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        [*en_tant_que, *initdb, "--no-sync", "--locale=C.UTF-8"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    )
    commande = [*en_tant_que, str(binaires / "pg_ctl"), "-D", donnees, "-w", "-o", options]
    journal = ["-l", str(dossier / "journal"), "start"]
    subprocess.run([*commande, *journal], check=True, capture_output=True, cwd="/")
    try:
        yield f"postgresql+psycopg://cabas@127.0.0.1:{port}"
    finally:
        arret = [*en_tant_que, str(binaires / "pg_ctl"), "-D", donnees, "-m", "immediate", "stop"]
        subprocess.run(arret, check=False, capture_output=True, cwd="/")
        shutil.rmtree(dossier, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A private Redis, as ``redis://…``."""
    port = port_libre()
    commande = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with subprocess.Popen(commande, stdout=subprocess.DEVNULL) as processus:
        try:
            attendre_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            processus.terminate()
