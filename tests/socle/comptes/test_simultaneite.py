"""The same address signing up several times at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from socle import db
from socle.comptes.errors import CourrielDejaPris
from socle.comptes.models import Compte
from socle.comptes.preuves import Usage, signer
from socle.comptes.services import SaisieCompte, changer_courriel, creer_compte
from socle.envois.models import Envoi
from tests.socle.comptes.saisies import COURRIEL, MOT_DE_PASSE

FOIS = 6


@pytest.fixture
def vraie_base(moteur: sa.Engine, app: Flask) -> Iterator[None]:
    """The database itself, where each thread commits for good; emptied of accounts at the end."""
    db.brancher(moteur, join_transaction_mode="conditional_savepoint")
    with app.app_context():
        yield
    with db.transaction():
        db.session.execute(sa.delete(Envoi))
        db.session.execute(sa.delete(Compte))
    db.session.remove()


def test_la_meme_adresse_inscrite_au_meme_moment_n_ouvre_qu_un_compte(vraie_base: None) -> None:
    depart = Barrier(FOIS)

    def tenter(numero: int) -> bool:
        saisie = SaisieCompte(COURRIEL, f"Camille {numero}", "Faure", MOT_DE_PASSE)
        depart.wait()
        try:
            with db.transaction():
                creer_compte(saisie)
        except CourrielDejaPris:
            return False
        finally:
            db.session.remove()
        return True

    with ThreadPoolExecutor(FOIS) as fils:
        ouverts = list(fils.map(tenter, range(FOIS)))
    assert ouverts.count(True) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Compte)) == 1
    db.session.remove()


def test_deux_comptes_qui_prennent_la_meme_adresse_au_meme_moment(
    vraie_base: None, app: Flask
) -> None:
    nouvelle = "partagee@cabas.example"
    with db.transaction():
        numeros = [
            creer_compte(SaisieCompte(f"c{n}@cabas.example", "Camille", "Faure", MOT_DE_PASSE)).id
            for n in range(FOIS)
        ]
    depart = Barrier(FOIS)

    def prendre(numero: int) -> bool:
        depart.wait()
        try:
            with app.app_context(), db.transaction():
                compte = db.session.get_one(Compte, numero)
                jeton = signer(Usage.COURRIEL, compte.id, compte.version, nouvelle)
                changer_courriel(compte, jeton)
        except CourrielDejaPris:
            return False
        finally:
            db.session.remove()
        return True

    with ThreadPoolExecutor(FOIS) as fils:
        pris = list(fils.map(prendre, numeros))
    assert pris.count(True) == 1
    db.session.remove()
