"""The same address signing up several times at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from socle import db
from socle.comptes.errors import CourrielDejaPris
from socle.comptes.models import Compte
from socle.comptes.services import SaisieCompte, creer_compte
from tests.socle.comptes.saisies import COURRIEL, MOT_DE_PASSE

FOIS = 6


@pytest.fixture
def vraie_base(moteur: sa.Engine) -> Iterator[None]:
    """The database itself, where each thread commits for good; emptied of accounts at the end."""
    db.brancher(moteur, join_transaction_mode="conditional_savepoint")
    yield
    with db.transaction():
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
