"""The farms that did not answer: an agent calls them, and decides on the line."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs.forms.fraicheur import FormulaireArret, FormulaireRappel
from producteurs.models import DemandeConfirmation
from producteurs.queries import departements_du_compte
from producteurs.queries import fraicheur as lectures
from producteurs.services import confirmation as reponses
from producteurs.staff.cadre import bp
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.web.transactions import abandonner


def _demande(numero: int) -> DemandeConfirmation:
    return lectures.demande_pour(departements_du_compte(moi()), numero)


def _faire(geste: Callable[[], object], phrase: str) -> ResponseReturnValue:
    """Back to the same list, whose first line is then the next one."""
    try:
        geste()
        flash(phrase, "succes")
    except Refus as refus:
        abandonner()
        flash(str(refus), "attention")
    return redirect(url_for(".sans_reponse", _anchor="suite"))


@bp.get("/sans-reponse")
def sans_reponse() -> ResponseReturnValue:
    departements = departements_du_compte(moi())
    return render_template(
        "producteurs/sans_reponse.html",
        page=lectures.sans_reponse(departements, request.args.get("page", 1, int)),
    )


@bp.post("/sans-reponse/<int:numero>/juste")
def confirmer_par_telephone(numero: int) -> ResponseReturnValue:
    demande = _demande(numero)
    return _faire(
        lambda: reponses.confirmer_par_telephone(demande, par=moi()),
        _("« %(nom)s » est confirmée.", nom=demande.producteur.nom),
    )


@bp.post("/sans-reponse/<int:numero>/redemander")
def redemander_confirmation(numero: int) -> ResponseReturnValue:
    demande = _demande(numero)
    return _faire(
        lambda: reponses.redemander(demande, par=moi()),
        _("Un nouveau message est parti pour « %(nom)s ».", nom=demande.producteur.nom),
    )


@bp.post("/sans-reponse/<int:numero>/plus-tard")
def rappeler_plus_tard(numero: int) -> ResponseReturnValue:
    demande, form = _demande(numero), FormulaireRappel()
    return _faire(
        lambda: reponses.remettre(demande, note=form.texte(), par=moi()),
        _("« %(nom)s » reviendra dans une semaine.", nom=demande.producteur.nom),
    )


@bp.post("/sans-reponse/<int:numero>/a-cesse")
def cesser(numero: int) -> ResponseReturnValue:
    demande, form = _demande(numero), FormulaireArret()
    return _faire(
        lambda: reponses.cesser(demande, precision=form.texte(), par=moi()),
        _("Le dossier de « %(nom)s » est clos.", nom=demande.producteur.nom),
    )
