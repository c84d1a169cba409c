"""Asking an outside service over HTTP: never for long, and not again at once after a failure.

Each service has one adapter, made on this; what its answers mean is the adapter's affair.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, TypeVar

import requests
from urllib3.exceptions import HTTPError

T = TypeVar("T")

PATIENCE_S = 2.0  # to connect, and then between two pieces of the answer
PATIENCE_TOTALE_S = 10.0  # from the question to the last piece
REPOS_S = 30.0  # after a failure, nobody waits for the service again before this
REPOS_MAXIMUM_S = 600.0  # whatever it asks for
OCTETS_MAXIMUM = 32 * 1024 * 1024
MORCEAU = 64 * 1024
AGENT = "Cabas"


class ServiceInjoignable(Exception):
    """The service is down, slow, overwhelmed or answers something that cannot be read."""


class ServiceExterieur:
    """The service at ``url``, for one process; ``faute`` is what its adapter raises."""

    def __init__(
        self,
        url: str,
        *,
        faute: type[ServiceInjoignable] = ServiceInjoignable,
        repos_s: float = REPOS_S,
        patience_totale_s: float = PATIENCE_TOTALE_S,
        octets_maximum: int = OCTETS_MAXIMUM,
    ) -> None:
        self._url = url.rstrip("/")
        self._faute = faute
        self._repos_s = repos_s
        self._patience_totale_s = patience_totale_s
        self._octets_maximum = octets_maximum
        self._repos_jusqu_a = 0.0

    @property
    def repos_restant_s(self) -> float:
        """For how long nobody asks it."""
        return max(0.0, self._repos_jusqu_a - time.monotonic())

    @property
    def se_repose(self) -> bool:
        """Whether it failed a moment ago: asking now would be refused without a question."""
        return self.repos_restant_s > 0

    def lire(
        self,
        chemin: str,
        comprendre: Callable[[Any], T],
        *,
        question_refusee: T | None = None,
        **parametres: str | float,
    ) -> T:
        """What ``comprendre`` makes of the JSON that the service answers.

        An answer 400 is ``question_refusee`` where that is given: the service is well, it was
        asked something that it cannot read. JSON that ``comprendre`` refuses (KeyError,
        TypeError, ValueError…) raises too, but only that answer is at fault: no rest.
        """
        if self.se_repose:
            raise self._faute("resting after a failure")
        try:
            statut, corps = self._demander(chemin, parametres)
            if statut == requests.codes.bad_request:
                if question_refusee is None:
                    raise requests.HTTPError("400")
                return question_refusee
            lu = json.loads(corps)
        except (requests.RequestException, HTTPError, RecursionError, ValueError) as faute:
            self._se_reposer()
            raise self._faute(str(faute)) from faute
        try:
            return comprendre(lu)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as faute:
            raise self._faute(f"an answer that makes no sense: {faute!r}") from faute

    def deposer(
        self,
        chemin: str,
        comprendre: Callable[[bytes], T],
        *,
        fichier: tuple[str, bytes, str],
        patience_s: float,
        attente_s: float,
        **champs: str,
    ) -> T:
        """What ``comprendre`` makes of the answer to a file sent as the form field ``data``.

        For background work: a service that says « too many » is waited for once, up to
        ``attente_s``; the whole answer may take ``patience_s``.
        """
        if self.se_repose:
            raise self._faute("resting after a failure")
        try:
            reponse = self._poster(chemin, fichier, champs, patience_s)
            if reponse.status_code == requests.codes.too_many_requests:
                retry_after = reponse.headers.get("Retry-After", "")
                if not retry_after.isdigit() or float(retry_after) > attente_s:
                    self._se_reposer(retry_after)
                else:
                    time.sleep(float(retry_after))
                    reponse = self._poster(chemin, fichier, champs, patience_s)
            reponse.raise_for_status()
        except requests.RequestException as faute:
            self._se_reposer()
            raise self._faute(str(faute)) from faute
        try:
            return comprendre(reponse.content)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as faute:
            self._se_reposer()
            raise self._faute(f"an answer that makes no sense: {faute!r}") from faute

    def _poster(
        self, chemin: str, fichier: tuple[str, bytes, str], champs: dict[str, str], patience: float
    ) -> requests.Response:
        return requests.post(
            f"{self._url}/{chemin}",
            data=champs,
            files={"data": fichier},
            timeout=(PATIENCE_S, patience),
            headers={"User-Agent": AGENT},
        )

    def _demander(self, chemin: str, parametres: dict[str, str | float]) -> tuple[int, bytes]:
        limite = time.monotonic() + self._patience_totale_s
        with requests.get(
            f"{self._url}/{chemin}",
            params=parametres,
            timeout=PATIENCE_S,
            headers={"User-Agent": AGENT},
            stream=True,
        ) as reponse:
            if reponse.status_code == requests.codes.too_many_requests:
                self._se_reposer(reponse.headers.get("Retry-After", ""))
            if reponse.status_code != requests.codes.bad_request:
                reponse.raise_for_status()
            corps = bytearray()
            # What has come so far, rather than a full piece: a trickle is seen as one.
            while morceau := reponse.raw.read1(MORCEAU, decode_content=True):
                corps += morceau
                if len(corps) > self._octets_maximum or time.monotonic() > limite:
                    raise requests.Timeout("an answer without an end")
            return reponse.status_code, bytes(corps)

    def _se_reposer(self, retry_after: str = "") -> None:
        demande = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
        duree = min(max(self._repos_s, demande), REPOS_MAXIMUM_S)
        self._repos_jusqu_a = max(self._repos_jusqu_a, time.monotonic() + duree)
