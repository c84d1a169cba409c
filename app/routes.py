"""Home pages, legal pages, the staff's desk and the health page."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app import queries
from app.forms import GuideForm
from app.menus import TRAVAUX
from producteurs.queries.bureau import nombres_des_travaux
from producteurs.saisons import en_saison
from socle import horloge
from socle.battement import travailleur_vivant
from socle.comptes.models import Role
from socle.reglages import RACINE
from socle.web.acces import habilite, public
from territoires.contexte import lieu_courant
from territoires.models import Plateforme
from territoires.queries import plateformes

bp = Blueprint("accueil", __name__, template_folder="templates")
ICONE_GARDEE_S = 24 * 3600


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template("accueil/index.html", plateformes=plateformes())


@bp.get("/<plateforme>/")
@public
def plateforme(plateforme: Plateforme) -> ResponseReturnValue:
    lieu = lieu_courant()
    return render_template(
        "accueil/plateforme.html",
        lieu=lieu,
        fermes=queries.nombre_de_fermes(plateforme),
        livreurs=queries.livreurs(plateforme, lieu) if lieu else None,
        retraits=queries.retraits_proches(plateforme, lieu, horloge.maintenant()),
        saisons=en_saison(horloge.aujourdhui().month),
        mois=horloge.aujourdhui(),
    )


@bp.get("/accessibilite")
@public
def accessibilite() -> ResponseReturnValue:
    return render_template("accueil/accessibilite.html")


@bp.get("/mentions-legales")
@public
def mentions() -> ResponseReturnValue:
    return render_template("accueil/mentions.html")


@bp.get("/donnees-personnelles")
@public
def donnees() -> ResponseReturnValue:
    return render_template("accueil/donnees.html")


@bp.get("/guide-de-style")
@public
def guide() -> ResponseReturnValue:
    form = GuideForm()
    form.validate()
    return render_template("guide.html", form=form)


@bp.get("/equipe/")
@habilite(Role.CHAMBRE, Role.PLATEFORME, Role.ADMIN)
def equipe() -> ResponseReturnValue:
    chambre = current_user.peut(Role.CHAMBRE)
    return render_template(
        "accueil/equipe.html",
        compte=current_user,
        travaux=TRAVAUX if chambre else (),
        nombres=nombres_des_travaux(current_user) if chambre else {},
    )


@bp.get("/favicon.ico")
@public
def icone() -> ResponseReturnValue:
    """The site's icon where it is looked for when no page names it, beside a PDF or JSON."""
    dossier = RACINE / "app" / "static"
    genre = "image/vnd.microsoft.icon"
    return send_from_directory(dossier, "favicon.ico", mimetype=genre, max_age=ICONE_GARDEE_S)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Search engines read the public pages of a real site; a demonstration's are invented."""
    ouvert = current_app.config["REGLAGES"].production
    texte = render_template("accueil/robots.txt", ouvert=ouvert)
    return texte, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/sante")
@public
def sante() -> ResponseReturnValue:
    """200 when the database answers and the worker is alive, else 503; for a load balancer."""
    try:
        travailleur, base = travailleur_vivant(), True
    except SQLAlchemyError:
        travailleur, base = False, False
    etat = {"base": base, "travailleur": travailleur, "pret": base and travailleur}
    return jsonify(etat), 200 if etat["pret"] else 503
