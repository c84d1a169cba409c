"""Anybody says what is wrong with a farm's page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.forms.signalement import FormulaireSignalement
from producteurs.models import MotifSignalement, Producteur
from producteurs.routes.cadre import public_bp
from producteurs.services.signalement import signaler as signaler_erreur
from socle import horloge
from socle.comptes.limites import envois_limites
from socle.langue import _
from socle.web.acces import public


def _signaler(producteur: Producteur, form: FormulaireSignalement) -> object:
    """A machine is answered like anybody, and nothing is kept of what it wrote."""
    if form.d_une_machine:
        return None
    return signaler_erreur(
        producteur,
        motif=form.motif_choisi(),
        texte=form.texte.data or "",
        courriel=form.courriel.data or "",
    )


@public_bp.route("/producteurs/<slug>/signaler", methods=["GET", "POST"])
@public
@envois_limites
def signaler(slug: str) -> ResponseReturnValue:
    producteur = queries.producteur_public(slug, horloge.aujourdhui())
    propose = request.args.get("motif", "")
    form = FormulaireSignalement(
        data={"motif": propose if propose in set(MotifSignalement) else None}
    )
    if form.reussit(lambda: _signaler(producteur, form)):
        flash(_("Merci. La chambre d’agriculture va vérifier ce que vous signalez."), "succes")
        return redirect(url_for("cartes.fiche", slug=slug))
    page = render_template("producteurs/signaler.html", form=form, producteur=producteur)
    return page, form.statut
