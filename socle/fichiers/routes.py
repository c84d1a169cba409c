"""Serving pictures. Their name tells their content: browsers may keep them for ever."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from socle.fichiers import services
from socle.web.acces import public

bp = Blueprint("fichiers", __name__, url_prefix="/fichiers")


@bp.get("/<cle>")
@public
def image(cle: str) -> ResponseReturnValue:
    largeur = request.args.get("largeur", type=int)
    nom = services.nom_image(cle, largeur)
    reponse = Response(content_type="image/webp")
    reponse.set_etag(nom)
    reponse.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if request.if_none_match.contains(nom):
        reponse.status_code = 304
    else:
        reponse.set_data(services.lire_image(cle, largeur))
    return reponse
