"""The demonstration's mailbox: every mail that the site would have sent."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from socle.envois import queries
from socle.errors import Introuvable
from socle.web.acces import public

bp = Blueprint("courrier", __name__, url_prefix="/courrier", template_folder="templates")


@bp.before_request
def _en_demonstration_seulement() -> None:
    if current_app.config["REGLAGES"].production:
        raise Introuvable


@bp.get("/")
@public
def boite() -> ResponseReturnValue:
    page = queries.courriels(request.args.get("a", ""), request.args.get("page", 1, int))
    return render_template("envois/boite.html", page=page, a=request.args.get("a", ""))


@bp.get("/<int:numero>")
@public
def lire(numero: int) -> ResponseReturnValue:
    return render_template("envois/lire.html", envoi=queries.courriel(numero))


@bp.get("/<int:numero>/piece")
@public
def piece(numero: int) -> ResponseReturnValue:
    envoi = queries.courriel(numero)
    if envoi.piece_contenu is None:
        raise Introuvable
    return Response(
        envoi.piece_contenu,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{envoi.piece_nom}"'},
    )
