"""The list, the map and a farm's page."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cartes.dessin.cadre import dessiner_cadre
from cartes.dessin.fond import empreinte
from cartes.queries import VUE_ET_ZOOM, Filtres, page_de_ferme, rechercher
from cartes.queries import points as lire_points
from cartes.queries.communes import codes_des_departements, etendue
from cartes.queries.filtres import ecrire_position
from cartes.services import dessiner_zones, preparer_fond
from cartes.vocabulaire import choix_a_relacher, horaires_en_mots
from producteurs.queries.doublons import adresse_gardee
from socle import horloge
from socle.errors import Introuvable
from socle.parametres import lire_tout
from socle.reglages import Reglages
from socle.web.acces import public
from socle.web.openapi import repondre_json
from territoires import queries
from territoires.contexte import lieu_courant, plateforme_courante
from territoires.models import Lieu, Plateforme

bp = Blueprint("cartes", __name__, template_folder="templates")


def _reglages() -> Reglages:
    reglages: Reglages = current_app.config["REGLAGES"]
    return reglages


def _vue(plateforme: Plateforme, filtres: Filtres, lieu: Lieu | None) -> dict[str, Any]:
    """What the list and the map both show."""
    trouve = rechercher(
        filtres, horloge.aujourdhui(), departements=plateforme.departements, lieu=lieu
    )
    return {
        "filtres": filtres,
        "trouve": trouve,
        "chez_moi": ecrire_position(lieu.lat, lieu.lon) if lieu else None,
        "page_suivante": lambda n: filtres.adresse(request.path, page=n),
        "relacher": choix_a_relacher(filtres, request.path) if not trouve.page.total else (),
        "chemin_liste": url_for("cartes.liste", plateforme=plateforme.slug),
        "chemin_carte": url_for("cartes.carte", plateforme=plateforme.slug),
    }


def _adresse_complete(filtres: Filtres, lieu: Lieu | None) -> str | None:
    """Where to go instead, so that an address with a radius says around what."""
    if lieu is None or filtres.rayon_km is None or filtres.position:
        return None
    return filtres.adresse(request.path, lat=round(lieu.lat, 5), lon=round(lieu.lon, 5))


@bp.app_template_global()
def fond_de_carte(departements: Collection[str]) -> str:
    """The address of the drawn background of a platform's départements, or of any one of them."""
    return url_for("cartes.fond", signe=empreinte(departements))


def _departements_du_fond(signe: str) -> Collection[str]:
    """What ``fond_de_carte`` named so; ``Introuvable`` when it is nothing of ours."""
    connus = [(code,) for code in codes_des_departements()]
    for departements in (*(p.departements for p in queries.plateformes()), *connus):
        if empreinte(departements) == signe:
            return departements
    raise Introuvable


@bp.get("/<plateforme>/producteurs")
@public
def liste(plateforme: Plateforme) -> ResponseReturnValue:
    filtres, lieu = Filtres.lire(request.args), lieu_courant()
    if complete := _adresse_complete(filtres, lieu):
        return redirect(complete)
    return render_template("cartes/liste.html", **_vue(plateforme, filtres, lieu))


@bp.get("/<plateforme>/carte")
@public
def carte(plateforme: Plateforme) -> ResponseReturnValue:
    filtres, lieu = Filtres.lire(request.args), lieu_courant()
    if complete := _adresse_complete(filtres, lieu):
        return redirect(complete)
    centre = (plateforme.centre_lat, plateforme.centre_lon)
    return render_template(
        "cartes/carte.html",
        cadre=dessiner_cadre(
            centre, plateforme.zoom, _reglages().tiles_url, etendue(plateforme.departements)
        ),
        **_vue(plateforme, filtres, lieu),
    )


@bp.get("/<plateforme>/carte/points")
@public
def points(plateforme: Plateforme) -> ResponseReturnValue:
    filtres = Filtres.lire(request.args)
    vue = lire_tout(VUE_ET_ZOOM, request.args)
    trouves = lire_points(
        filtres,
        horloge.aujourdhui(),
        departements=plateforme.departements,
        vue=vue["bbox"],
        zoom=vue["zoom"],
    )
    return repondre_json(trouves, partage=False)


@bp.get("/fonds-de-carte/<signe>.json")
@public
def fond(signe: str) -> ResponseReturnValue:
    reponse = Response(preparer_fond(_departements_du_fond(signe), Path(_reglages().data_dir)))
    reponse.content_type = "application/json"  # what is compressed; GeoJSON is JSON
    reponse.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return reponse


@bp.get("/producteurs/<slug>/zones.json")
@public
def zones(slug: str) -> ResponseReturnValue:
    return repondre_json({"zones": dessiner_zones(slug, horloge.aujourdhui())})


@bp.get("/producteurs/<slug>")
@public
def fiche(slug: str) -> ResponseReturnValue:
    jour, lieu = horloge.aujourdhui(), lieu_courant()
    try:
        page = page_de_ferme(slug, horloge.maintenant(), jour, lieu)
    except Introuvable:  # the entry may have become another's
        return redirect(url_for(".fiche", slug=adresse_gardee(slug, jour)))
    ici = plateforme_courante()
    if ici is None and page.ferme.plateforme:
        ici = queries.plateforme(page.ferme.plateforme)
    vus = {"page": page, "ferme": page.ferme, "plateforme": ici, "lieu": lieu, "jour": jour}
    return render_template("cartes/fiche.html", horaires_en_mots=horaires_en_mots, **vus)
