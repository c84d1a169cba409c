"""One handler shows every refusal: a page for people, an RFC 9457 problem for the API."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from socle.db import session
from socle.errors import Refus
from socle.gabarits import rendre
from socle.langue import _

log = structlog.get_logger()


def probleme(statut: int, code: str, phrase: str, **suite: object) -> Response:
    """An ``application/problem+json`` answer; ``code`` is the stable name of the refusal."""
    corps = {
        "type": f"/api/v1/problemes/{code}",
        "title": phrase,
        "status": int(statut),
        "instance": request.path,
        **suite,
    }
    return Response(
        json.dumps(corps, ensure_ascii=False), int(statut), content_type="application/problem+json"
    )


def _repondre(
    statut: int,
    code: str,
    phrase: str,
    reference: str = "",
    precisions: Mapping[str, object] = MappingProxyType({}),
) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        suite = {"reference": reference} if reference else precisions
        return probleme(statut, code, phrase, **suite)
    page = render_template("erreur.html", statut=int(statut), phrase=phrase, reference=reference)
    return page, int(statut)


def _refus(refus: Refus) -> ResponseReturnValue:
    return _repondre(refus.statut, refus.code, str(refus), precisions=refus.precisions)


def _phrase_http(erreur: HTTPException) -> str:
    phrases: dict[HTTPStatus, str] = {
        HTTPStatus.NOT_FOUND: _("Cette page n’existe pas, ou n’existe plus."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("Cette adresse ne s’ouvre pas de cette façon."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _(
            "Ce fichier est trop lourd : 10 Mo au plus. Rien d’autre n’a été perdu."
        ),
        HTTPStatus.BAD_REQUEST: _("La demande est incomplète ou mal formée."),
    }
    autre: str = _("La demande n’a pas pu être traitée.")
    return phrases.get(HTTPStatus(erreur.code or 500), autre)


def _http(erreur: HTTPException) -> ResponseReturnValue:
    if erreur.code is None or erreur.code < 400:
        return erreur
    if isinstance(erreur, CSRFError):
        phrase = _("Votre page était ouverte depuis trop longtemps : rechargez-la et recommencez.")
        return _repondre(HTTPStatus.BAD_REQUEST, "page-perimee", phrase)
    if isinstance(erreur, RateLimitExceeded):
        phrase = _("Trop d’essais en peu de temps. Attendez une minute puis recommencez.")
        return _repondre(HTTPStatus.TOO_MANY_REQUESTS, "trop-d-essais", phrase)
    nom = HTTPStatus(erreur.code).phrase.lower().replace(" ", "-")
    reponse = make_response(_repondre(erreur.code, nom, _phrase_http(erreur)))
    if isinstance(erreur, MethodNotAllowed):  # RFC 9110, 15.5.6: which ways there are
        reponse.headers["Allow"] = ", ".join(sorted(erreur.valid_methods or ()))
    return reponse


def _inattendue(erreur: Exception) -> ResponseReturnValue:
    origine = getattr(erreur, "original_exception", None) or erreur
    reference = secrets.token_hex(4).upper()
    log.error("erreur_inattendue", reference=reference, chemin=request.path, exc_info=origine)
    phrase = _("Quelque chose s’est mal passé de notre côté. Rien n’a été enregistré à moitié.")
    try:
        session.rollback()  # a transaction that failed answers nothing more
        return _repondre(HTTPStatus.INTERNAL_SERVER_ERROR, "erreur-inattendue", phrase, reference)
    except SQLAlchemyError:  # the page itself asks the database who its visitor is
        return rendre("panne.html", phrase=phrase, reference=reference), 500


def brancher_erreurs(app: Flask) -> None:
    """Give ``app`` the handlers of refusals, HTTP errors and the unexpected."""
    app.register_error_handler(Refus, _refus)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _inattendue)
