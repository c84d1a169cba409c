"""The worker as a process of its own, as it is run and stopped where the site is served."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from app import create_app
from socle import db, travaux
from socle.db import session, transaction
from socle.envois.courriel import Courriel
from socle.envois.models import Envoi, EtatEnvoi
from socle.envois.services import envoyer
from socle.reglages import RACINE, Reglages
from tests.serveurs import port_libre


class ServeurLent:
    """A mail server that says when it was handed a mail, and answers a second later."""

    def __init__(self) -> None:
        self.recu = threading.Event()

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        self.recu.set()
        await asyncio.sleep(1)
        return "250 OK"


@pytest.fixture
def serveur() -> Iterator[tuple[ServeurLent, int]]:
    lent, port = ServeurLent(), port_libre()
    ecoute = Controller(lent, hostname="127.0.0.1", port=port)
    ecoute.start()
    yield lent, port
    ecoute.stop()


@pytest.fixture
def site(reglages: Reglages, tmp_path: Path, serveur: tuple[ServeurLent, int]) -> Iterator[Flask]:
    """A site in a folder of its own, whose tables exist."""
    site = create_app(
        replace(
            reglages,
            data_dir=str(tmp_path),
            database_url=f"sqlite:///{tmp_path / 'site'}.sqlite3",
            smtp_url=f"smtp://127.0.0.1:{serveur[1]}",
        )
    )
    moteur = db.ouvrir_moteur(site.config["REGLAGES"].adresse_base)
    db.Base.metadata.create_all(moteur)
    yield site
    session.remove()
    moteur.dispose()


def travailleur(reglages: Reglages) -> subprocess.Popen[bytes]:
    environ = {
        "CABAS_ENV": "test",
        "CABAS_SECRET_KEY": reglages.secret_key,
        "CABAS_DATA_DIR": reglages.data_dir,
        "CABAS_DATABASE_URL": reglages.database_url,
        "CABAS_SMTP_URL": reglages.smtp_url,
    }
    commande = [sys.executable, "-m", "flask", "--app", "app", "cabas", "travailleur"]
    return subprocess.Popen(commande, cwd=RACINE, env={**os.environ, **environ})


def test_un_travailleur_qu_on_arrete_finit_le_courriel_en_main(
    site: Flask, serveur: tuple[ServeurLent, int]
) -> None:
    with transaction():
        envoyer(Courriel("a@cabas.example", "Bonjour", "Bonjour\n", "<p>Bonjour</p>"))
    travaux.eveiller()
    with travailleur(site.config["REGLAGES"]) as processus:
        assert serveur[0].recu.wait(30)
        processus.send_signal(signal.SIGTERM)
        assert processus.wait(30) == 0
    assert list(session.scalars(sa.select(Envoi.etat))) == [EtatEnvoi.ENVOYE]
