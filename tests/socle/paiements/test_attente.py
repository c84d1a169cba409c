"""The payment company takes its time: nobody waits with us, and pressing again opens one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from socle import horloge
from socle.db import session, transaction
from socle.paiements.models import EtatPaiement, Moyen
from socle.paiements.queries import paiement_par_jeton
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


def demander() -> str:
    """One attempt to collect 12.50 euros by card, by its token."""
    with transaction():
        return demander_paiement(
            genre="commande",
            reference="LOI-2K7F",
            libelle="Commande LOI-2K7F",
            courriel="camille@cabas.example",
            montant_centimes=1250,
            moyen=Moyen.CARTE,
            expire_le=horloge.maintenant() + timedelta(minutes=35),
        ).jeton


class GuichetLent(Guichet):
    """A slow one: while it makes its first page, the buyer presses again, so much later."""

    def __init__(self, plus_tard: timedelta, presser: Callable[[GuichetLent], str]) -> None:
        super().__init__()
        self._plus_tard, self._presser = plus_tard, presser
        self.pages: dict[str, str] = {}
        self.seconde = ""

    def creer_session(self, *, cle_idempotence: str, **demande: object) -> Page:
        premiere = not self.pages
        numero = self.pages.setdefault(cle_idempotence, f"cs_test_{len(self.pages) + 1}")
        if premiere:
            with horloge.arretee_a(horloge.maintenant() + self._plus_tard):
                self.seconde = self._presser(self)
        return Page(numero, f"https://paiement.example/{numero}")


@pytest.mark.parametrize("plus_tard", [timedelta(seconds=2), timedelta(minutes=2)])
def test_payer_deux_fois_pendant_que_le_prestataire_tarde_n_ouvre_qu_une_page(
    plus_tard: timedelta,
) -> None:
    jeton = demander()
    with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=10)):
        guichet = GuichetLent(plus_tard, lambda g: ouvrir_page(jeton, g, url_retour=RETOUR))
        premiere = ouvrir_page(jeton, guichet, url_retour=RETOUR)
    assert premiere == guichet.seconde, "the page that is paid is the one that is read again"
    assert paiement_par_jeton(jeton).url_stripe == premiere


def test_payer_deux_fois_de_suite_demande_deux_fois_la_meme_page() -> None:
    jeton = demander()
    with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=10)):
        guichet = GuichetLent(
            timedelta(seconds=2), lambda g: ouvrir_page(jeton, g, url_retour=RETOUR)
        )
        ouvrir_page(jeton, guichet, url_retour=RETOUR)
    assert list(guichet.pages.values()) == ["cs_test_1"]


def test_aucune_transaction_n_attend_le_prestataire_de_paiement() -> None:
    jeton = demander()
    guichet, payes = Guichet(), []
    assert ouvrir_page(jeton, guichet, url_retour=RETOUR) == Page().url
    etat = constater(jeton, guichet, {"commande": lambda p: payes.append(p.reference)})
    assert etat is EtatPaiement.PAYE
    assert payes == ["LOI-2K7F"]
    assert guichet.tenues == [False, False]
