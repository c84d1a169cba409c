"""What the public reported, by farm: kept with what was done, or set aside with why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs.forms.signalement import FormulaireTraitement
from producteurs.models import Producteur, Signalement
from producteurs.queries import departements_du_compte
from producteurs.queries import signalements as lectures
from producteurs.services import signalement as services
from producteurs.staff.cadre import bp
from socle.comptes.connexion import moi
from socle.langue import _
from socle.web.transactions import abandonner

Lot = list[Signalement]


def _montrer(rempli: FormulaireTraitement | None = None, ferme: int = 0) -> ResponseReturnValue:
    """The list; ``rempli`` is the form of ``ferme`` to be shown again with its errors."""
    departements = departements_du_compte(moi())
    page = lectures.fermes_signalees(departements, request.args.get("page", 1, int))
    formulaires = {
        f.producteur.id: FormulaireTraitement.pour(f.signalements) for f in page.elements
    }
    if rempli is not None:
        formulaires[ferme] = rempli
    vus = {"page": page, "formulaires": formulaires, "rempli": rempli}
    return render_template("producteurs/signalements.html", **vus), 422 if rempli else 200


@bp.get("/signalements")
def signalements() -> ResponseReturnValue:
    return _montrer()


@bp.post("/signalements/<int:numero>/retenir")
def retenir_signalements(numero: int) -> ResponseReturnValue:
    lot, form = _lire(numero)
    if form.reussit(
        lambda: services.retenir(lot, fait=form.texte(), par=moi(), clore=form.clore.data)
    ):
        return _suivante(lot[0].producteur, _("« %(nom)s » : signalement retenu."))
    abandonner()
    return _montrer(form, numero)


@bp.post("/signalements/<int:numero>/ecarter")
def ecarter_signalements(numero: int) -> ResponseReturnValue:
    lot, form = _lire(numero)
    if form.reussit(lambda: services.ecarter(lot, raison=form.texte(), par=moi())):
        return _suivante(lot[0].producteur, _("« %(nom)s » : signalement écarté."))
    abandonner()
    return _montrer(form, numero)


def _lire(numero: int) -> tuple[Lot, FormulaireTraitement]:
    """The ticked reports of this farm, among those of the agent's départements; all of them when
    none was ticked, which the form then says."""
    numeros = request.form.getlist("signalements", int) or None
    lot = list(lectures.signalements_de(departements_du_compte(moi()), numero, numeros))
    return lot, FormulaireTraitement.recu(lot)


def _suivante(producteur: Producteur, phrase: str) -> ResponseReturnValue:
    flash(phrase % {"nom": producteur.nom}, "succes")
    return redirect(url_for(".signalements", _anchor="suite"))
