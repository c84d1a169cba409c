"""The farmer's farms and the state of each one's dossier."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from producteurs import forms, queries, services
from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Producteur
from producteurs.queries import pieces, visites
from producteurs.queries.differences import proposition_montree
from producteurs.routes.cadre import bp, producteur_seulement
from producteurs.services.dossier import (
    arreter_ferme,
    contester_decision,
    demander_renouvellement,
)
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
    return _montrer(queries.producteur_du_compte(moi(), numero)), 200


def _montrer(producteur: Producteur, rempli: FormulaireDuRegistre | None = None) -> str:
    """The farm's state and what it may do; ``rempli`` is a form shown again with its errors."""
    contester, arreter = (
        rempli if isinstance(rempli, vide) else vide(formdata=None)
        for vide in (forms.FormulaireContestation, forms.FormulaireArret)
    )
    return render_template(
        "producteurs/ferme.html",
        producteur=producteur,
        dossier=producteur.dossier,
        situation=producteur.dossier.situation(horloge.aujourdhui()),
        arretee=queries.fermee_par_elle_meme(producteur.dossier),
        manques=services.ce_qui_manque(producteur),
        catalogue=queries.catalogue(producteur),
        jour=horloge.aujourdhui(),
        besoins=pieces.besoins(producteur.dossier),
        visites=visites.visites_du_dossier(producteur.dossier),
        proposition=proposition_montree(producteur),
        contester=contester,
        arreter=arreter,
        rempli=rempli,
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


@bp.post("/fermes/<int:numero>/renouveler")
@producteur_seulement
def renouveler(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    try:
        demander_renouvellement(producteur.dossier, par=moi())
        flash(_("Le renouvellement est demandé à la chambre d’agriculture."), "succes")
    except Refus as refus:
        flash(str(refus), "attention")
    return redirect(url_for(".ferme", numero=numero))


@bp.post("/fermes/<int:numero>/contester")
@producteur_seulement
def contester(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    form = forms.FormulaireContestation()
    if form.reussit(
        lambda: contester_decision(producteur.dossier, par=moi(), texte=form.texte.data)
    ):
        flash(_("Votre recours est envoyé : une autre personne de la chambre vous lira."), "succes")
        return redirect(url_for(".ferme", numero=numero))
    return _montrer(producteur, form), 422


@bp.post("/fermes/<int:numero>/arreter")
@producteur_seulement
def arreter(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    form = forms.FormulaireArret()
    if form.reussit(
        lambda: arreter_ferme(
            producteur.dossier, par=moi(), motif=form.phrase(), confirme=form.confirme.data
        )
    ):
        flash(_("C’est noté : la ferme n’est plus visible. Votre fiche est gardée."), "succes")
        return redirect(url_for(".ferme", numero=numero))
    return _montrer(producteur, form), 422
