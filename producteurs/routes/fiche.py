"""Registering a farm and keeping its record."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import forms, queries, services
from producteurs.forms.inscription import FormulaireInscriptionVerifiee
from producteurs.models import Producteur, Revision
from producteurs.queries.differences import proposition_montree
from producteurs.routes.cadre import bp, producteur_seulement
from producteurs.services.doublons import inscrire_apres_lecture
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.phrases import enumerer
from socle import horloge
from socle.comptes.connexion import moi
from socle.langue import _
from socle.web.acces import connecte


@bp.route("/fermes/nouvelle", methods=["GET", "POST"])
@connecte
def inscrire() -> ResponseReturnValue:
    formulaire = FormulaireInscriptionVerifiee()
    if formulaire.reussit(
        lambda: inscrire_apres_lecture(
            formulaire.saisie(), par=moi(), lues=formulaire.numeros_lus()
        )
    ):
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
    proposition = proposition_montree(producteur)
    form = forms.FormulaireFiche.pour(producteur, proposition.revision if proposition else None)
    if form.reussit(
        lambda: services.modifier_producteur(
            producteur, form.saisie(), par=moi(), **form.partie_de()
        )
    ):
        return _enregistree(producteur, form.fait)
    vus = {"producteur": producteur, "proposition": proposition, "jour": horloge.aujourdhui()}
    return render_template("producteurs/fiche.html", form=form, **vus), form.statut


def _enregistree(producteur: Producteur, proposition: Revision | None) -> ResponseReturnValue:
    """Say what is in line, and what waits."""
    if proposition is None:
        flash(_("La fiche est enregistrée."), "succes")
    else:
        champs = enumerer([str(CHAMPS_DE_LA_FICHE[c]) for c in proposition.changements])
        flash(
            _(
                "C’est enregistré. La chambre d’agriculture relit d’abord %(champs)s : "
                "jusque-là, le public lit ce qui y était avant.",
                champs=champs,
            ),
            "succes",
        )
    return redirect(url_for(".ferme", numero=producteur.id))
