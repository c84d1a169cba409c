"""A small real HTTP server that receives webhooks and keeps them, or plays a broken site."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Recu:
    corps: bytes
    signature: str
    instant: float

    @property
    def evenement(self) -> dict[str, Any]:
        lu: dict[str, Any] = json.loads(self.corps)
        return lu


@dataclass
class Boite:
    """``refus`` is how many times it will answer 500; ``lenteur_s`` how long it thinks first."""

    port: int = 0
    refus: int = 0
    lenteur_s: float = 0.0
    recus: list[Recu] = field(default_factory=list)
    refuses: int = 0
    verrou: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/paiements/stripe"

    @property
    def types(self) -> list[str]:
        return [recu.evenement["type"] for recu in self.recus]

    def accueillir(self, corps: bytes, signature: str) -> int:
        time.sleep(self.lenteur_s)
        with self.verrou:
            if self.refus > 0:
                self.refus -= 1
                self.refuses += 1
                return 500
            self.recus.append(Recu(corps, signature, time.monotonic()))
            return 200


@contextmanager
def boite_ouverte() -> Iterator[Boite]:
    boite = Boite()

    class Guichet(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            corps = self.rfile.read(int(self.headers["Content-Length"] or 0))
            statut = boite.accueillir(corps, self.headers.get("Stripe-Signature", ""))
            self.send_response(statut)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited name
            """Tests are silent."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
    serveur.daemon_threads = True
    boite.port = serveur.server_address[1]
    fil = threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True)
    fil.start()
    try:
        yield boite
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()
