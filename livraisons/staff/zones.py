"""Where a farm delivers at home itself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from livraisons import queries, services
from livraisons.forms import FormulaireZone
from livraisons.models import ZoneLivraison
from producteurs.models import Producteur
from producteurs.queries import producteur_du_compte
from socle.comptes.connexion import moi
from socle.comptes.models import Role
from socle.errors import Refus
from socle.langue import _
from socle.web.acces import habilite
from socle.web.transactions import abandonner

bp = Blueprint(
    "espace_livraisons",
    "livraisons",
    url_prefix="/espace/fermes/<int:numero>/zones",
    template_folder="templates",
)
producteur_seulement = habilite(Role.PRODUCTEUR)


@bp.get("")
@producteur_seulement
def zones(numero: int) -> ResponseReturnValue:
    producteur = producteur_du_compte(moi(), numero)
    return render_template(
        "livraisons/zones.html", producteur=producteur, zones=queries.zones_de(producteur.id)
    )


@bp.route("/nouvelle", methods=["GET", "POST"])
@producteur_seulement
def nouvelle(numero: int) -> ResponseReturnValue:
    return _tenir(producteur_du_compte(moi(), numero), None)


@bp.route("/<int:zone>", methods=["GET", "POST"])
@producteur_seulement
def modifier(numero: int, zone: int) -> ResponseReturnValue:
    producteur = producteur_du_compte(moi(), numero)
    return _tenir(producteur, queries.zone_de(producteur.id, zone))


def _tenir(producteur: Producteur, zone: ZoneLivraison | None) -> ResponseReturnValue:
    formulaire = FormulaireZone.pour(zone, autour=(producteur.lat, producteur.lon))
    if formulaire.is_submitted() and not formulaire.en_cours and formulaire.validate():
        try:
            services.definir_zone(formulaire.saisie(), producteur_id=producteur.id, zone=zone)
        except Refus as refus:
            abandonner()
            formulaire.refuser(refus)
        else:
            flash(_("« %(nom)s » est enregistrée.", nom=formulaire.nom.data), "succes")
            return redirect(url_for(".zones", numero=producteur.id))
    page = render_template(
        "livraisons/zone.html", form=formulaire, zone=zone, producteur=producteur
    )
    return page, 422 if formulaire.is_submitted() and not formulaire.en_cours else 200


@bp.post("/<int:zone>/retirer")
@producteur_seulement
def retirer(numero: int, zone: int) -> ResponseReturnValue:
    producteur = producteur_du_compte(moi(), numero)
    retiree = queries.zone_de(producteur.id, zone)
    try:
        services.fermer_zone(retiree)
        flash(_("« %(nom)s » est retirée.", nom=retiree.nom), "succes")
    except Refus as refus:
        flash(str(refus), "attention")
    return redirect(url_for(".zones", numero=numero), 303)
