"""The settings of a chamber, one département at a time."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.forms.regles import FormulaireRegles
from producteurs.queries.regles import noms_des_departements, regles_de
from producteurs.services.regles import enregistrer_regles
from producteurs.staff.cadre import bp
from socle.comptes.connexion import moi
from socle.errors import Introuvable
from socle.journal.services import lire_journal
from socle.langue import _


@bp.route("/regles", methods=["GET", "POST"])
def regles() -> ResponseReturnValue:
    tenus = queries.departements_du_compte(moi())
    code = request.args.get("departement") or next(iter(tenus), "")
    if code not in tenus:
        raise Introuvable
    form = FormulaireRegles(regles_de(code))
    if form.reussit(lambda: enregistrer_regles(code, form.saisie(), par=moi(), vu_le=form.lu_le())):
        flash(_("Les règles sont enregistrées : elles valent dès maintenant."), "succes")
        return redirect(url_for(".regles", departement=code))
    noms = noms_des_departements(tenus)
    journal = lire_journal("regles", code)[-5:]
    contexte = {"form": form, "departement": code, "noms": noms, "journal": journal}
    return render_template("producteurs/regles.html", **contexte), form.statut
