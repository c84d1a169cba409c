"""What a farm proposes to change, and what was changed before."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.queries import differences
from producteurs.queries import revision as revisions
from producteurs.routes.cadre import bp, producteur_seulement
from producteurs.services import revision as services
from socle.comptes.connexion import moi
from socle.langue import _


@bp.get("/fermes/<int:numero>/historique")
@producteur_seulement
def historique(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    page = revisions.historique(producteur, request.args.get("page", 1, int))
    return render_template(
        "producteurs/historique.html",
        producteur=producteur,
        page=page,
        montrees=differences.montrer(page.elements),
    )


@bp.post("/fermes/<int:numero>/propositions/<int:proposition>/retirer")
@producteur_seulement
def retirer_proposition(numero: int, proposition: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    services.retirer_revision(revisions.revision_de(producteur, proposition), par=moi())
    flash(_("Votre proposition est retirée : la fiche reste comme le public la lit."), "succes")
    return redirect(url_for(".ferme", numero=numero))
