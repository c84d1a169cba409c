"""Nobody waits with us while the payment company answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from socle.db import session, transaction
from socle.paiements.models import EtatPaiement, Moyen
from socle.paiements.services import constater, demander_paiement, ouvrir_page

pytestmark = pytest.mark.usefixtures("base")
RETOUR = "https://cabas.example/retour"


@dataclass
class Page:
    id: str = "cs_test_1"
    url: str | None = "https://paiement.example/cs_test_1"
    statut: str = "open"
    intent_id: str | None = "pi_test_1"
    montant_centimes: int = 1250
    reference: str = "LOI-2K7F"
    payee: bool = True


class Guichet:
    """A payment company that notes whether a transaction was held while it was spoken to."""

    def __init__(self) -> None:
        self.tenues: list[bool] = []

    def _repondre(self) -> Page:
        self.tenues.append(session().in_transaction())
        return Page()

    def creer_session(
        self,
        *,
        reference: str,
        montant_centimes: int,
        libelle: str,
        courriel: str,
        url_succes: str,
        url_abandon: str,
        expire_le: datetime,
        cle_idempotence: str,
    ) -> Page:
        return self._repondre()

    def lire_session(self, session_id: str) -> Page:
        return self._repondre()

    def expirer_session(self, session_id: str) -> Page:
        return self._repondre()

    def rembourser(self, *, intent_id: str, montant_centimes: int, cle_idempotence: str) -> str:
        self._repondre()
        return "re_test_1"


def test_aucune_transaction_n_attend_le_prestataire_de_paiement() -> None:
    with transaction():
        jeton = demander_paiement(
            genre="commande",
            reference="LOI-2K7F",
            libelle="Commande LOI-2K7F",
            courriel="camille@cabas.example",
            montant_centimes=1250,
            moyen=Moyen.CARTE,
        ).jeton
    guichet, payes = Guichet(), []
    assert ouvrir_page(jeton, guichet, url_retour=RETOUR) == Page().url
    etat = constater(jeton, guichet, {"commande": lambda p: payes.append(p.reference)})
    assert etat is EtatPaiement.PAYE
    assert payes == ["LOI-2K7F"]
    assert guichet.tenues == [False, False]
