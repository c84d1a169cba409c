"""The chamber's files: what waits for a decision, and the decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import forms, queries, services
from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Dossier, Situation
from producteurs.queries import FiltreDossiers
from producteurs.staff.cadre import bp
from socle import horloge
from socle.comptes.connexion import moi
from socle.journal.services import lire_journal
from socle.langue import _


def _filtre() -> FiltreDossiers:
    situation = request.args.get("situation", "")
    connue = situation in set(Situation)
    return FiltreDossiers(
        Situation(situation) if connue else None, request.args.get("q", "").strip()[:100]
    )


@bp.get("/")
def dossiers() -> ResponseReturnValue:
    departements = queries.departements_du_compte(moi())
    jour, filtre = horloge.aujourdhui(), _filtre()
    return render_template(
        "producteurs/dossiers.html",
        nombres=queries.nombres_par_situation(departements, jour),
        page=queries.dossiers(departements, filtre, jour, request.args.get("page", 1, int)),
        filtre=filtre,
        jour=jour,
    )


@bp.get("/<int:numero>")
def dossier(numero: int) -> ResponseReturnValue:
    return _montrer(queries.dossier_pour(moi(), numero))


def _montrer(dossier: Dossier, rempli: FormulaireDuRegistre | None = None) -> ResponseReturnValue:
    """The decision's screen; ``rempli`` is a form to be shown again with its errors."""
    formulaires = (
        forms.FormulaireValidation(dossier, formdata=None),
        forms.FormulaireRefus(formdata=None),
        forms.FormulaireSuspension(formdata=None),
    )
    valider, refuser, suspendre = (
        rempli if isinstance(rempli, type(vide)) else vide for vide in formulaires
    )
    page = render_template(
        "producteurs/dossier.html",
        dossier=dossier,
        producteur=dossier.producteur,
        situation=dossier.situation(horloge.aujourdhui()),
        manques=services.ce_qui_manque(dossier.producteur),
        catalogue=queries.catalogue(dossier.producteur),
        journal=lire_journal("dossier", dossier.id),
        valider=valider,
        refuser=refuser,
        suspendre=suspendre,
        rempli=rempli,
    )
    return page, 422 if rempli else 200


@bp.post("/<int:numero>/valider")
def valider(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    form = forms.FormulaireValidation(dossier)
    if form.reussit(
        lambda: services.valider_dossier(
            dossier, par=moi(), jusqu_au=form.jusqu_au(), vu_le=form.lu_le()
        )
    ):
        return _au_suivant(_("« %(nom)s » est validée.", nom=dossier.producteur.nom))
    return _montrer(dossier, form)


@bp.post("/<int:numero>/refuser")
def refuser(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    form = forms.FormulaireRefus()
    if form.reussit(lambda: services.refuser_dossier(dossier, par=moi(), motif=form.phrase())):
        return _au_suivant(_("« %(nom)s » est refusée.", nom=dossier.producteur.nom))
    return _montrer(dossier, form)


@bp.post("/<int:numero>/suspendre")
def suspendre(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    form = forms.FormulaireSuspension()
    if form.reussit(lambda: services.suspendre_dossier(dossier, par=moi(), motif=form.phrase())):
        return _au_suivant(_("« %(nom)s » est suspendue.", nom=dossier.producteur.nom))
    return _montrer(dossier, form)


def _au_suivant(phrase: str) -> ResponseReturnValue:
    """After a decision, the next file that waits for one, else the list."""
    flash(_("%(decision)s La ferme en est prévenue par courriel.", decision=phrase), "succes")
    suivants = queries.dossiers_a_decider(queries.departements_du_compte(moi()))
    if suivants:
        return redirect(url_for(".dossier", numero=suivants[0].producteur_id))
    return redirect(url_for(".dossiers"))
