"""Saying where one lives."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from socle.comptes.connexion import suite_demandee
from socle.web.acces import public
from socle.web.limites import limiteur
from territoires import queries, services
from territoires.contexte import geocodeur_courant, retenir_lieu
from territoires.errors import HorsPerimetre, LieuInconnu
from territoires.forms import LieuForm
from territoires.models import Plateforme

bp = Blueprint("territoires", __name__, template_folder="templates")


def _suite(plateforme: Plateforme) -> ResponseReturnValue:
    accueil = url_for("accueil.plateforme", plateforme=plateforme.slug)
    return redirect(suite_demandee() or accueil, 303)


@bp.get("/<plateforme>/lieu")
@public
def lieu(plateforme: Plateforme) -> ResponseReturnValue:
    return render_template("territoires/lieu.html", form=LieuForm(request.args))


@bp.post("/<plateforme>/lieu")
@public
@limiteur.limit("30/minute")
def choisir_lieu(plateforme: Plateforme) -> ResponseReturnValue:
    form = LieuForm()
    try:
        trouve = services.placer(
            form.saisie(), plateforme=plateforme, geocodeur=geocodeur_courant()
        )
    except (LieuInconnu, HorsPerimetre) as refus:
        return render_template("territoires/lieu.html", form=form, refus=refus), refus.statut
    retenir_lieu(trouve)
    return _suite(plateforme)


@bp.post("/<plateforme>/lieu/oublier")
@public
def oublier_lieu(plateforme: Plateforme) -> ResponseReturnValue:
    retenir_lieu(None)
    return _suite(plateforme)


@bp.get("/communes")
@public
@limiteur.limit("120/minute")
def communes() -> ResponseReturnValue:
    """The choices of the field's list, while one types."""
    q, slug = request.args.get("q", ""), request.args.get("plateforme")
    departements = queries.plateforme(slug).departements if slug else ()
    trouvees = queries.chercher_communes(q, limite=8, departements=departements)
    return render_template("territoires/_communes.html", communes=trouvees)
