"""The payment simulator as tests use it: a buyer without a browser, and switches for faults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from socle.paiements.simulateur.facteur import Envoi, Pannes
from socle.paiements.simulateur.serveur import Options, Simulateur
from socle.paiements.stripe import Stripe

CLE_SECRETE = "sk_test_des_tests"
SECRET_WEBHOOK = "whsec_des_tests"
REPRISES_S = (0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class ReponseHttp:
    statut: int
    entetes: Mapping[str, str]
    corps: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.corps)

    @property
    def texte(self) -> str:
        return self.corps.decode()


def appeler(
    methode: str,
    url: str,
    corps: bytes | str | None = None,
    entetes: Mapping[str, str] | None = None,
) -> ReponseHttp:
    """One HTTP exchange; redirections are shown, not followed."""
    morceaux = urlsplit(url)
    liaison = HTTPConnection(morceaux.netloc, timeout=10)
    chemin = morceaux.path + (f"?{morceaux.query}" if morceaux.query else "")
    try:
        liaison.request(methode, chemin, corps, dict(entetes or {}))
        reponse = liaison.getresponse()
        return ReponseHttp(reponse.status, dict(reponse.getheaders()), reponse.read())
    finally:
        liaison.close()


def remplir(url: str, **champs: str) -> ReponseHttp:
    """Submit a plain form."""
    entetes = {"Content-Type": "application/x-www-form-urlencoded"}
    return appeler("POST", url, urlencode(champs), entetes)


@dataclass(frozen=True)
class StripeSimule:
    """The running simulator. ``base`` is what ``CABAS_STRIPE_API_BASE`` should be."""

    simulateur: Simulateur
    secret_key: str = CLE_SECRETE
    webhook_secret: str = SECRET_WEBHOOK

    @property
    def base(self) -> str:
        return self.simulateur.base

    @property
    def adaptateur(self) -> Stripe:
        return Stripe(self.secret_key, self.webhook_secret, self.base)

    def payer(self, session_url: str, issue: str = "succes") -> str:
        """Play a buyer on the hosted page; gives the address where the browser ends.

        ``issue``: succes, refus, authentification, authentification_ratee, abandon.
        """
        rate = issue == "authentification_ratee"
        reponse = remplir(session_url, issue="authentification" if rate else issue)
        if issue.startswith("authentification"):
            suite = urljoin(session_url, reponse.entetes["Location"])
            reponse = remplir(suite, issue="echouer" if rate else "confirmer")
        return urljoin(session_url, reponse.entetes["Location"])

    def diriger(self, url: str | None) -> None:
        """Send webhooks to ``url`` from now on; None: nowhere."""
        self.simulateur.facteur.url = url

    def webhooks(self, **pannes: Any) -> None:
        """Faults: ``retard_s``, ``double``, ``inverse``, ``perdu``; without any, all is well."""
        self.simulateur.facteur.pannes = Pannes(**pannes)

    def renvoyer(self) -> int:
        """Send every event again, oldest first, even the lost ones."""
        return self.simulateur.banque.renvoyer()

    def attendre(self, delai_s: float = 10.0) -> None:
        """Until every webhook has arrived or been given up; fails the test after ``delai_s``."""
        assert self.simulateur.facteur.attendre_le_calme(delai_s), "webhooks still under way"

    def avancer(self, duree: timedelta) -> None:
        """Move Stripe's clock on: sessions whose time has come expire at once."""
        self.simulateur.horloge.avancer(duree.total_seconds())
        self.simulateur.banque.expirer_echues()

    def regler_horloge(self, instant: datetime) -> None:
        """Set Stripe's clock, for a test whose own clock is stopped at ``instant``."""
        self.simulateur.horloge.regler(instant.timestamp())

    @property
    def evenements(self) -> list[dict[str, Any]]:
        """Everything that happened, oldest first, delivered or not."""
        return self.simulateur.banque.lister("evenements")[::-1]

    @property
    def envois(self) -> list[Envoi]:
        """Each try to deliver a webhook."""
        return list(self.simulateur.facteur.envois)

    def api(
        self,
        methode: str,
        chemin: str,
        parametres: Mapping[str, str] | None = None,
        *,
        cle: str | None = None,
        autorisation: str | None = f"Bearer {CLE_SECRETE}",
    ) -> ReponseHttp:
        """Stripe's API without its library; ``cle`` is the idempotency key."""
        entetes = {"Authorization": autorisation, "Idempotency-Key": cle}
        envoyes = {nom: valeur for nom, valeur in entetes.items() if valeur is not None}
        if parametres is not None:
            envoyes["Content-Type"] = "application/x-www-form-urlencoded"
        corps = None if parametres is None else urlencode(parametres)
        return appeler(methode, f"{self.base}{chemin}", corps, envoyes)


@contextmanager
def stripe_ouvert(url_webhook: str | None = None) -> Iterator[StripeSimule]:
    """A simulator on a free port of this machine."""
    options = Options(
        port=0,
        cle_secrete=CLE_SECRETE,
        secret_webhook=SECRET_WEBHOOK,
        url_webhook=url_webhook,
        reprises_s=REPRISES_S,
    )
    with Simulateur(options) as simulateur:
        yield StripeSimule(simulateur)


@pytest.fixture
def stripe_simule() -> Iterator[StripeSimule]:
    """A simulator that sends no webhook until ``diriger(url)``."""
    with stripe_ouvert() as simule:
        yield simule
