"""One request, one transaction: a POST answered below 400 commits, everything else rolls back."""

from __future__ import annotations

from flask import Flask, Response, request

from socle import travaux
from socle.db import ecriture, lecture, session

SANS_EFFET = frozenset({"GET", "HEAD", "OPTIONS"})


def _commencer() -> None:
    ecriture.set(request.method not in SANS_EFFET)
    lecture.set(request.method in SANS_EFFET)


def _finir(reponse: Response) -> Response:
    if request.method in SANS_EFFET or reponse.status_code >= 400:
        session.rollback()
    else:
        session.commit()
        travaux.eveiller()
    return reponse


def _rendre(_: BaseException | None) -> None:
    session.remove()
    ecriture.set(False)
    lecture.set(False)


def abandonner() -> None:
    """Forget what this request wrote and give the database back.

    Before a form is shown again with its refusal, so that the page says what is true; and before
    another service is waited for, so that nobody waits with us.
    """
    session.rollback()


def brancher_transactions(app: Flask) -> None:
    """Commit or roll back once per request of ``app``, and give the connection back."""
    app.before_request(_commencer)
    app.after_request(_finir)
    app.teardown_request(_rendre)
