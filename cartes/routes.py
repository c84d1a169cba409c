"""The list, the map and a farm's page."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from cartes.queries import Filtres, rechercher
from socle import horloge
from socle.web.acces import public
from territoires.contexte import lieu_courant
from territoires.models import Plateforme

bp = Blueprint("cartes", __name__, template_folder="templates")


@bp.get("/<plateforme>/producteurs")
@public
def liste(plateforme: Plateforme) -> ResponseReturnValue:
    filtres = Filtres.lire(request.args)
    trouve = rechercher(
        filtres,
        horloge.aujourdhui(),
        departements=plateforme.departements,
        lieu=lieu_courant(),
    )
    return render_template("cartes/liste.html", filtres=filtres, trouve=trouve)
