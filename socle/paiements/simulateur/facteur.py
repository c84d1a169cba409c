"""The postman: signed webhooks, tried again when they fail, with faults that can be switched on."""

from __future__ import annotations

import hashlib
import heapq
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from typing import Any

from socle.paiements.simulateur.objets.identifiants import Objet

REPRISES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Waits before each new try; Stripe's own go on for three days."""

_DELAI_REPONSE_S = 10.0
_ENVOIS_GARDES = 2000


@dataclass(frozen=True, slots=True)
class Pannes:
    """What goes wrong on the way. ``inverse``: what is posted within ``fenetre_s`` seconds
    arrives last first. ``perdu``: posted events are never sent, only ``renvoyer`` brings them."""

    retard_s: float = 0.0
    double: bool = False
    inverse: bool = False
    perdu: bool = False
    fenetre_s: float = 0.3


@dataclass(order=True, slots=True)
class _Lettre:
    """One webhook waiting for its time; ``rang`` decides between equals."""

    echeance: float
    rang: int
    evenement: Objet = field(compare=False)
    essai: int = field(compare=False, default=1)


@dataclass(frozen=True, slots=True)
class Envoi:
    """One try to deliver: ``statut`` is the HTTP answer, None when nobody answered."""

    evenement: str
    type: str
    essai: int
    statut: int | None


class Facteur:
    """Sends from its own thread, so that nobody waits for the site while holding a lock."""

    def __init__(self, url: str | None, secret: str, reprises_s: tuple[float, ...]) -> None:
        self.url, self._secret, self._reprises_s = url, secret, reprises_s
        self.pannes = Pannes()
        self.envois: deque[Envoi] = deque(maxlen=_ENVOIS_GARDES)
        self.livres: set[str] = set()
        self._attente: list[_Lettre] = []
        self._en_main = 0
        self._rang = 0
        self._lot_ouvert = 0.0
        self._ferme = False
        self._signal = threading.Condition()
        self._ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._fil = threading.Thread(target=self._tourner, name="facteur", daemon=True)

    def demarrer(self) -> None:
        self._fil.start()

    def fermer(self) -> None:
        with self._signal:
            self._ferme = True
            self._signal.notify_all()
        if self._fil.is_alive():
            self._fil.join()

    def poster(self, evenement: Objet) -> None:
        with self._signal:
            if not self.pannes.perdu:
                self._affranchir(evenement)

    def renvoyer(self, evenements: list[Objet]) -> None:
        """All of them, oldest first (last first when ``inverse``), even those that were lost."""
        with self._signal:
            for evenement in evenements:
                self._affranchir(evenement)

    def attendre_le_calme(self, delai_s: float) -> bool:
        """True once nothing is waiting any more, new tries included."""
        with self._signal:
            return self._signal.wait_for(lambda: self.en_attente == 0, delai_s)

    @property
    def en_attente(self) -> int:
        return len(self._attente) + self._en_main

    def etat(self) -> dict[str, Any]:
        with self._signal:
            return {
                "url": self.url,
                "pannes": asdict(self.pannes),
                "en_attente": self.en_attente,
                "envois": [asdict(envoi) for envoi in self.envois],
            }

    def _affranchir(self, evenement: Objet) -> None:
        if self.url is None:
            return
        echeance = time.monotonic() + self.pannes.retard_s
        if self.pannes.inverse:
            if echeance >= self._lot_ouvert:
                self._lot_ouvert = echeance + self.pannes.fenetre_s
            echeance = self._lot_ouvert
        for _ in range(2 if self.pannes.double else 1):
            self._rang += 1
            rang = -self._rang if self.pannes.inverse else self._rang
            heapq.heappush(self._attente, _Lettre(echeance, rang, evenement))
        self._signal.notify_all()

    def _tourner(self) -> None:
        while (lettre := self._prochaine()) is not None:
            statut = self._porter(lettre)
            with self._signal:
                self._en_main -= 1
                self._noter(lettre, statut)
                self._signal.notify_all()

    def _prochaine(self) -> _Lettre | None:
        with self._signal:
            while not self._ferme:
                reste = self._attente[0].echeance - time.monotonic() if self._attente else None
                if reste is not None and reste <= 0:
                    self._en_main += 1
                    return heapq.heappop(self._attente)
                self._signal.wait(reste)
        return None

    def _noter(self, lettre: _Lettre, statut: int | None) -> None:
        evenement = lettre.evenement
        self.envois.append(Envoi(evenement["id"], evenement["type"], lettre.essai, statut))
        recu = statut is not None and 200 <= statut < 300
        if recu:
            self.livres.add(evenement["id"])
        elif lettre.essai <= len(self._reprises_s):
            self._rang += 1
            echeance = time.monotonic() + self._reprises_s[lettre.essai - 1]
            suite = _Lettre(echeance, self._rang, evenement, lettre.essai + 1)
            heapq.heappush(self._attente, suite)

    def _porter(self, lettre: _Lettre) -> int | None:
        corps = json.dumps(lettre.evenement, indent=2).encode()
        # The address is the developer's own setting, not something a visitor can choose.
        requete = urllib.request.Request(self.url or "", data=corps, method="POST")  # noqa: S310
        requete.add_header("Content-Type", "application/json; charset=utf-8")
        requete.add_header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        requete.add_header("Stripe-Signature", signer(corps, self._secret, int(time.time())))
        try:
            with self._ouvreur.open(requete, timeout=_DELAI_REPONSE_S) as reponse:
                return int(reponse.status)
        except urllib.error.HTTPError as erreur:
            erreur.close()
            return erreur.code
        except (OSError, HTTPException):
            return None


def signer(corps: bytes, secret: str, instant: int) -> str:
    """The ``Stripe-Signature`` header: https://docs.stripe.com/webhooks#verify-manually."""
    empreinte = hmac.new(secret.encode(), f"{instant}.".encode() + corps, hashlib.sha256)
    return f"t={instant},v1={empreinte.hexdigest()}"
