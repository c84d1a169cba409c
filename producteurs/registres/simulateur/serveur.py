"""Serving the simulator on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server

from producteurs.registres.simulateur.application import creer_simulateur
from producteurs.registres.simulateur.registre import RegistresSimules

POULS_S = 0.02  # how often the server looks whether it is to end


class _SansBruit(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are not logged: ``make run`` shows what the site says."""


@contextmanager
def servis(registres: RegistresSimules, *, port: int = 0) -> Iterator[str]:
    """Serve both registers (on a free port unless told); the address to give to both adapters."""
    serveur = make_server(
        "127.0.0.1", port, creer_simulateur(registres), threaded=True, request_handler=_SansBruit
    )
    fil = threading.Thread(target=serveur.serve_forever, args=(POULS_S,), daemon=True)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}"
    finally:
        serveur.shutdown()
        fil.join()
        serveur.server_close()
