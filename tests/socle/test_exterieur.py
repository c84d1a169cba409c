"""Asking an outside service: never for long, whatever it answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from socle.exterieur import ServiceExterieur, ServiceInjoignable

GOUTTES = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["'


@contextmanager
def repond(debut: bytes, ensuite: bytes = b"", pas_s: float = 0.02) -> Iterator[str]:
    """A server that says ``debut``, then ``ensuite`` again and again as long as one listens."""
    with socket.create_server(("127.0.0.1", 0)) as prise:

        def servir() -> None:
            try:
                client, _ = prise.accept()
            except OSError:
                return
            with client:
                client.recv(4096)
                try:
                    client.sendall(debut)
                    while ensuite:
                        client.sendall(ensuite)
                        time.sleep(pas_s)
                except OSError:
                    return

        fil = Thread(target=servir, daemon=True)
        fil.start()
        yield f"http://127.0.0.1:{prise.getsockname()[1]}"
        prise.close()
    fil.join(timeout=5)


def test_une_reponse_qui_ne_finit_jamais_est_abandonnee() -> None:
    with repond(GOUTTES, b"x") as adresse:
        service = ServiceExterieur(adresse, patience_totale_s=0.3)
        debut = time.monotonic()
        with pytest.raises(ServiceInjoignable):
            service.lire("quoi", list)
        assert time.monotonic() - debut < 3
        assert service.se_repose


def test_une_reponse_trop_grosse_est_abandonnee() -> None:
    with repond(GOUTTES, b"x" * 1_000_000, pas_s=0) as adresse:
        service = ServiceExterieur(adresse, octets_maximum=3_000_000)
        with pytest.raises(ServiceInjoignable):
            service.lire("quoi", list)


@pytest.mark.parametrize(
    "corps", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"NaN", b'{"a": 1e999}', b"<html>"]
)
def test_des_octets_quelconques_ne_cassent_rien(corps: bytes) -> None:
    entete = f"HTTP/1.1 200 OK\r\nContent-Length: {len(corps)}\r\n\r\n".encode()
    with repond(entete + corps) as adresse, pytest.raises(ServiceInjoignable):
        ServiceExterieur(adresse).lire("quoi", lambda lu: lu["absent"])


def test_une_reponse_incomprise_ne_met_pas_le_service_au_repos() -> None:
    corps = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    with repond(corps) as adresse:
        service = ServiceExterieur(adresse)
        with pytest.raises(ServiceInjoignable):
            service.lire("quoi", lambda lu: lu["absent"])
        assert not service.se_repose


def test_une_question_refusee_n_est_pas_une_panne() -> None:
    corps = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}"
    with repond(corps) as adresse:
        assert ServiceExterieur(adresse).lire("quoi", list, question_refusee=[]) == []
    with repond(corps) as adresse, pytest.raises(ServiceInjoignable):
        ServiceExterieur(adresse).lire("quoi", list)


@pytest.mark.parametrize(
    ("dit", "repos_s"), [("1", 0.0), ("99999999", 600.0), ("demain", 0.0), ("²", 0.0)]
)
def test_le_repos_demande_est_respecte_jusqu_a_dix_minutes(dit: str, repos_s: float) -> None:
    corps = f"HTTP/1.1 429 Too Many\r\nRetry-After: {dit}\r\nContent-Length: 0\r\n\r\n".encode()
    with repond(corps) as adresse:
        service = ServiceExterieur(adresse, repos_s=0.0)
        with pytest.raises(ServiceInjoignable):
            service.lire("quoi", list)
        assert service.se_repose is (dit.isascii() and dit.isdigit())
        assert service.repos_restant_s <= max(repos_s, 1.0)
