"""The farmer's farms and the state of each one's dossier."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries, services
from producteurs.routes.cadre import bp, producteur_seulement
from socle import horloge
from socle.comptes.connexion import moi
from socle.comptes.models import Role
from socle.errors import Refus
from socle.langue import _
from socle.web.acces import connecte


@bp.get("/")
@connecte
def index() -> ResponseReturnValue:
    return render_template(
        "producteurs/index.html",
        producteurs=queries.producteurs_du_compte(moi()),
        relais=moi().objets(Role.RELAIS),
        jour=horloge.aujourdhui(),
    )


@bp.get("/fermes/<int:numero>")
@producteur_seulement
def ferme(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    return render_template(
        "producteurs/ferme.html",
        producteur=producteur,
        situation=producteur.dossier.situation(horloge.aujourdhui()),
        manques=services.ce_qui_manque(producteur),
        catalogue=queries.catalogue(producteur),
    )


@bp.post("/fermes/<int:numero>/soumettre")
@producteur_seulement
def soumettre(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    try:
        services.soumettre_dossier(producteur.dossier, par=moi())
        flash(_("Le dossier est envoyé à la chambre d’agriculture."), "succes")
    except Refus as refus:
        flash(str(refus), "attention")
    return redirect(url_for(".ferme", numero=numero))
