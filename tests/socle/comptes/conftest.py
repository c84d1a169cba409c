"""What the tests of accounts share: somebody with a known password, and the links of mails."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from socle.comptes.models import Compte
from socle.comptes.services import SaisieCompte, creer_compte
from socle.db import session
from socle.envois.models import Envoi
from tests.socle.comptes.saisies import COURRIEL, MOT_DE_PASSE


@pytest.fixture
def camille(base: sa.Connection) -> Compte:
    """A confirmed account whose password is known."""
    saisie = SaisieCompte(COURRIEL, "Camille", "Faure", MOT_DE_PASSE)
    compte = creer_compte(saisie, confirme=True)
    session.commit()
    return compte


@pytest.fixture
def dernier_lien(courriels: Callable[[], list[Envoi]]) -> Callable[[], str]:
    """The path of the first link in the last mail."""

    def _lien() -> str:
        trouve = re.search(r"http://127\.0\.0\.1:8000(/\S+)", courriels()[-1].texte)
        assert trouve, courriels()[-1].texte
        return trouve.group(1)

    return _lien


@pytest.fixture
def entrer(client: FlaskClient, camille: Compte) -> Callable[[], FlaskClient]:
    """Sign Camille in through the form."""

    def _entrer() -> FlaskClient:
        donnees = {"courriel": COURRIEL, "mot_de_passe": MOT_DE_PASSE}
        assert client.post("/compte/connexion", data=donnees).status_code == 303
        return client

    return _entrer
