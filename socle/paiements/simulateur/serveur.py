"""The running simulator: HTTP server, postman, and the watch that lets sessions expire."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from socle.paiements.simulateur.application import creer_simulateur
from socle.paiements.simulateur.banque import Banque
from socle.paiements.simulateur.facteur import REPRISES_S, Facteur, Pannes
from socle.paiements.simulateur.horloge import Horloge
from socle.paiements.simulateur.registre import Registre
from socle.reglages import CLE_STRIPE_DE_DEMONSTRATION, SECRET_WEBHOOK_DE_DEMONSTRATION

_RONDE_S = 1.0


class _SansBruit(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are not logged: ``make run`` shows what the site says."""


@dataclass(frozen=True)
class Options:
    """``port`` 0 takes a free one; ``fichier`` keeps the payments from one run to the next."""

    hote: str = "127.0.0.1"
    port: int = 8001
    cle_secrete: str = CLE_STRIPE_DE_DEMONSTRATION
    secret_webhook: str = SECRET_WEBHOOK_DE_DEMONSTRATION
    url_webhook: str | None = None
    adresse_publique: str | None = None
    fichier: Path | None = None
    reprises_s: tuple[float, ...] = REPRISES_S
    pannes: Pannes = field(default_factory=Pannes)


class Simulateur:
    """Use it as a context, or ``demarrer()`` and ``fermer()``; ``base`` is its address."""

    def __init__(self, options: Options) -> None:
        self.facteur = Facteur(options.url_webhook, options.secret_webhook, options.reprises_s)
        self.facteur.pannes = options.pannes
        self.horloge = Horloge()
        self.banque = Banque(Registre(options.fichier), self.facteur, self.horloge)
        self._options = options
        self._arret = threading.Event()
        self._serveur: BaseWSGIServer | None = None
        self._fils: list[threading.Thread] = []

    @property
    def base(self) -> str:
        port = self._serveur.port if self._serveur else self._options.port
        return f"http://{self._options.hote}:{port}"

    def demarrer(self) -> None:
        """Listen, and come back. Raises ``OSError`` when the port is taken."""
        app = creer_simulateur(
            self.banque,
            cle_secrete=self._options.cle_secrete,
            adresse_publique=self._options.adresse_publique,
        )
        serveur = make_server(
            self._options.hote,
            self._options.port,
            app,
            threaded=True,
            request_handler=_SansBruit,
        )
        self._serveur = serveur
        self.facteur.demarrer()
        self._fils = [
            threading.Thread(target=serveur.serve_forever, args=(0.05,), daemon=True),
            threading.Thread(target=self._veiller, daemon=True),
        ]
        for fil in self._fils:
            fil.start()

    def attendre(self) -> None:
        """Until ``fermer()`` is called from somewhere else."""
        self._arret.wait()

    def fermer(self) -> None:
        self._arret.set()
        self.facteur.fermer()
        if self._serveur:
            self._serveur.shutdown()
            self._serveur.server_close()
        for fil in self._fils:
            fil.join()

    def __enter__(self) -> Self:
        self.demarrer()
        return self

    def __exit__(
        self,
        sorte: type[BaseException] | None,
        erreur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.fermer()

    def _veiller(self) -> None:
        while not self._arret.wait(_RONDE_S):
            self.banque.expirer_echues()
