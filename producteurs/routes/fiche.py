"""Registering a farm and keeping its record."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import forms, queries, services
from producteurs.routes.cadre import bp, producteur_seulement
from socle.comptes.connexion import moi
from socle.langue import _
from socle.web.acces import connecte


@bp.route("/fermes/nouvelle", methods=["GET", "POST"])
@connecte
def inscrire() -> ResponseReturnValue:
    formulaire = forms.FormulaireInscription()
    if formulaire.reussit(lambda: services.inscrire_producteur(formulaire.saisie(), par=moi())):
        flash(_("La ferme est inscrite. Racontez-la maintenant à vos clients."), "succes")
        return redirect(url_for(".fiche", numero=formulaire.fait.id))
    return render_template("producteurs/inscription.html", form=formulaire), formulaire.statut


@bp.get("/communes")
@connecte
def communes() -> ResponseReturnValue:
    proposees = queries.communes_proposees(request.args.get("commune", ""))
    return render_template(
        "producteurs/communes.html", communes=proposees, nom_et_code=queries.nom_et_code
    )


@bp.route("/fermes/<int:numero>/fiche", methods=["GET", "POST"])
@producteur_seulement
def fiche(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    formulaire = forms.FormulaireFiche.pour(producteur)
    if formulaire.reussit(
        lambda: services.modifier_producteur(producteur, formulaire.saisie(), par=moi())
    ):
        flash(_("La fiche est enregistrée."), "succes")
        return redirect(url_for(".ferme", numero=numero))
    page = render_template("producteurs/fiche.html", form=formulaire, producteur=producteur)
    return page, formulaire.statut
