"""Labels that have lapsed, farms that the public registers contradict: decided on the line."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs.errors.label import RegistresMuets
from producteurs.forms.labels import (
    FormulaireGarde,
    FormulaireRetrait,
    FormulaireVerification,
)
from producteurs.models import Producteur, SorteLabel
from producteurs.queries import departements_du_compte
from producteurs.queries import labels as lectures
from producteurs.registres.ouverts import registres_ouverts
from producteurs.services import label as actes
from producteurs.services import sirene
from producteurs.staff.cadre import bp
from socle.comptes.connexion import moi
from socle.errors import Introuvable
from socle.langue import _


def _producteur(numero: int) -> Producteur:
    return lectures.producteur_du_perimetre(numero, departements_du_compte(moi()))


def _sorte(code: str) -> SorteLabel:
    if code not in set(SorteLabel):
        raise Introuvable
    return SorteLabel(code)


def _faire(
    form: FormulaireVerification | FormulaireRetrait | FormulaireGarde,
    numero: int,
    geste: Callable[[], object],
    phrase: str,
) -> ResponseReturnValue:
    """Back to where the line was read: the list, whose next line then comes, or the farm's page."""
    if form.reussit(geste):
        flash(phrase, "succes")
    else:
        flash(" ".join(form.fautes()), "attention")
    if form.au_dossier:
        return redirect(url_for(".dossier", numero=numero, _anchor="registres"))
    return redirect(url_for(".labels", _anchor="suite"))


@bp.get("/labels")
def labels() -> ResponseReturnValue:
    departements = departements_du_compte(moi())
    page = lectures.fermes_a_voir(departements, request.args.get("page", 1, int))
    return render_template("producteurs/labels.html", page=page)


@bp.post("/labels/<int:numero>/<code>/verifier")
def verifier_label(numero: int, code: str) -> ResponseReturnValue:
    producteur, sorte, form = _producteur(numero), _sorte(code), FormulaireVerification()
    return _faire(
        form,
        numero,
        lambda: actes.verifier_label(
            producteur,
            sorte,
            source=form.source.data or "",
            organisme=form.organisme.data or "",
            certificat=form.certificat.data or "",
            par=moi(),
        ),
        _("Le label de « %(nom)s » est vérifié.", nom=producteur.nom),
    )


@bp.post("/labels/<int:numero>/<code>/retirer")
def retirer_label(numero: int, code: str) -> ResponseReturnValue:
    producteur, sorte, form = _producteur(numero), _sorte(code), FormulaireRetrait()
    return _faire(
        form,
        numero,
        lambda: actes.retirer_label(producteur, sorte, motif=form.phrase(), par=moi()),
        _("Le label de « %(nom)s » n’est plus affiché. La ferme le sait.", nom=producteur.nom),
    )


@bp.post("/labels/<int:numero>/<code>/garder")
def garder_label(numero: int, code: str) -> ResponseReturnValue:
    producteur, sorte, form = _producteur(numero), _sorte(code), FormulaireGarde()
    return _faire(
        form,
        numero,
        lambda: actes.garder_label(producteur, sorte, motif=form.motif.data or "", par=moi()),
        _("Noté pour « %(nom)s », jusqu’à ce que la réponse change.", nom=producteur.nom),
    )


@bp.post("/labels/<int:numero>/sirene")
def garder_sirene(numero: int) -> ResponseReturnValue:
    producteur, form = _producteur(numero), FormulaireGarde()
    return _faire(
        form,
        numero,
        lambda: sirene.garder_sirene(producteur, motif=form.motif.data or "", par=moi()),
        _("Noté pour « %(nom)s », jusqu’à ce que la réponse change.", nom=producteur.nom),
    )


@bp.post("/labels/<int:numero>/demander")
def demander_verification(numero: int) -> ResponseReturnValue:
    producteur, form = _producteur(numero), FormulaireGarde()

    def demander() -> None:
        if registres_ouverts().muets:
            raise RegistresMuets
        sirene.demander_verification(producteur)

    phrase = _("Les registres sont interrogés : la réponse sera là dans une minute.")
    return _faire(form, numero, demander, phrase)
