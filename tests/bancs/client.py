"""A load of eight clients that costs little itself: raw sockets, one thread, kept-alive."""

from __future__ import annotations

import selectors
import socket
import time
import urllib.request
from dataclasses import dataclass, field

CLIENTS = 8
OUVRIERS = 2
ESSAIS = 200
SIGNATURE = b"X-Ouvrier: "
TOURS_D_EVEIL = 40
PATIENCE_S = 60.0


class ReponseInattendue(RuntimeError):
    """The server answered something else than 200: there is nothing to time."""


@dataclass
class _Connexion:
    prise: socket.socket
    tampon: bytearray = field(default_factory=bytearray)
    attendu: int | None = None


def _entete(tampon: bytearray) -> int | None:
    """The whole length of the answer whose header is in ``tampon``, once it is complete."""
    fin = tampon.find(b"\r\n\r\n")
    if fin < 0:
        return None
    entete = bytes(tampon[:fin]).lower()
    if not entete.startswith(b"http/1.1 200"):
        raise ReponseInattendue(bytes(tampon[:200]).decode(errors="replace"))
    longueur = entete.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
    return fin + 4 + int(longueur)


def eveiller(port: int, chemin: str) -> None:
    """Ask until every worker has booted and answered: they boot after the port opens."""
    limite = time.monotonic() + PATIENCE_S
    for _ in range(TOURS_D_EVEIL):
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{chemin}", timeout=PATIENCE_S):
                    break
            except OSError:
                if time.monotonic() > limite:
                    raise
                time.sleep(0.2)


def _ouvrir(port: int, demande: bytes) -> tuple[_Connexion, str]:
    """A connection that has had one answer, and the worker that holds it."""
    connexion = _Connexion(socket.create_connection(("127.0.0.1", port)))
    connexion.prise.sendall(demande)
    while (longueur := _entete(connexion.tampon)) is None or len(connexion.tampon) < longueur:
        connexion.tampon += connexion.prise.recv(262_144)
    ouvrier = bytes(connexion.tampon).split(SIGNATURE, 1)[1].split(b"\r\n", 1)[0].decode()
    connexion.tampon.clear()
    return connexion, ouvrier


def _repartir(port: int, demande: bytes) -> list[_Connexion]:
    """``CLIENTS`` connections, as many on each of the ``OUVRIERS`` workers.

    The kernel gives a connection to whichever worker wakes first, sometimes all to one: such a
    round would time half a server.
    """
    par_ouvrier: dict[str, list[_Connexion]] = {}
    place = CLIENTS // OUVRIERS
    for _ in range(ESSAIS):
        connexion, ouvrier = _ouvrir(port, demande)
        par_ouvrier.setdefault(ouvrier, []).append(connexion)
        if sum(len(tenues) >= place for tenues in par_ouvrier.values()) == OUVRIERS:
            break
    else:
        raise ReponseInattendue(f"a worker did not take {place} connections in {ESSAIS} tries")
    for tenues in par_ouvrier.values():
        for trop in tenues[place:]:
            trop.prise.close()
    return [c for tenues in par_ouvrier.values() for c in tenues[:place]]


def debit(port: int, chemin: str, duree_s: float) -> float:
    """Answers per second of ``chemin`` under ``CLIENTS`` clients that ask again at once."""
    demande = f"GET {chemin} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    with selectors.DefaultSelector() as selecteur:
        for connexion in _repartir(port, demande):
            selecteur.register(connexion.prise, selectors.EVENT_READ, connexion)
            connexion.prise.sendall(demande)
        reponses, depart = 0, time.perf_counter()
        while (ecoule := time.perf_counter() - depart) < duree_s:
            for cle, _evenement in selecteur.select(timeout=1.0):
                connexion = cle.data
                recu = connexion.prise.recv(262_144)
                if not recu:  # the server recycles a connection now and then
                    selecteur.unregister(connexion.prise)
                    connexion.prise.close()
                    connexion.prise = socket.create_connection(("127.0.0.1", port))
                    connexion.tampon.clear()
                    connexion.attendu = None
                    selecteur.register(connexion.prise, selectors.EVENT_READ, connexion)
                    connexion.prise.sendall(demande)
                    continue
                connexion.tampon += recu
                if connexion.attendu is None:
                    connexion.attendu = _entete(connexion.tampon)
                if connexion.attendu is not None and len(connexion.tampon) >= connexion.attendu:
                    reponses += 1
                    connexion.tampon.clear()
                    connexion.attendu = None
                    connexion.prise.sendall(demande)
        for cle in list(selecteur.get_map().values()):
            cle.data.prise.close()
    return reponses / ecoule
