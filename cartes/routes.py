"""The list, the map and a farm's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cartes.queries import Filtres, page_de_ferme, rechercher
from cartes.queries.filtres import ecrire_position
from cartes.vocabulaire import choix_a_relacher
from socle import horloge
from socle.web.acces import public
from territoires import queries
from territoires.contexte import lieu_courant, plateforme_courante
from territoires.models import Lieu, Plateforme

bp = Blueprint("cartes", __name__, template_folder="templates")


def _vue(plateforme: Plateforme, filtres: Filtres, lieu: Lieu | None) -> dict[str, Any]:
    """What the list and the map both show."""
    trouve = rechercher(
        filtres, horloge.aujourdhui(), departements=plateforme.departements, lieu=lieu
    )
    return {
        "filtres": filtres,
        "trouve": trouve,
        "ici": ecrire_position(lieu.lat, lieu.lon) if lieu else None,
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
    return render_template("cartes/carte.html", **_vue(plateforme, filtres, lieu))


@bp.get("/producteurs/<slug>")
@public
def fiche(slug: str) -> ResponseReturnValue:
    jour, lieu = horloge.aujourdhui(), lieu_courant()
    page = page_de_ferme(slug, horloge.maintenant(), jour, lieu)
    ici = plateforme_courante()
    if ici is None and page.ferme.plateforme:
        ici = queries.plateforme(page.ferme.plateforme)
    return render_template(
        "cartes/fiche.html", page=page, ferme=page.ferme, plateforme=ici, lieu=lieu, jour=jour
    )
