"""The two applications under test, each answer signed by the worker process that made it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app import create_app
from tests.bancs import reference

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTETE = "X-Ouvrier"


def _signer(application: WSGIApplication) -> WSGIApplication:
    """``application`` with the number of its process in a header, for the client to share."""

    def signee(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        ouvrier = (ENTETE, str(os.getpid()))

        def repondre(statut, entetes, faute=None):  # type: ignore[no-untyped-def]
            return start_response(statut, [*entetes, ouvrier], faute)

        return application(environ, repondre)

    return signee


def nue() -> WSGIApplication:
    """The bare page."""
    return _signer(reference.create_app())


def site() -> WSGIApplication:
    """The whole site, with the settings of the environment."""
    return _signer(create_app())
