"""The platform agent's relay points and home-delivery zones."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from livraisons import queries, services
from livraisons.forms import FormulairePointRelais, FormulaireZone
from livraisons.models import PointRelais, ZoneLivraison
from producteurs.queries import producteurs_en_regle
from socle import horloge
from socle.comptes.connexion import moi
from socle.comptes.models import Role
from socle.errors import Introuvable, Refus
from socle.langue import _
from socle.web.acces import BlueprintEquipe
from socle.web.transactions import abandonner
from territoires.models import Plateforme
from territoires.queries import plateformes_du_compte

bp = BlueprintEquipe("livraisons", "livraisons", Role.PLATEFORME)


def _siennes() -> list[int]:
    return [p.id for p in plateformes_du_compte(moi())]


def _demandee(numero: int | None = None) -> Plateforme:
    """The agent's platform of this number, else the one that the address names, else his first."""
    slug = request.args.get("plateforme")
    for plateforme in plateformes_du_compte(moi()):
        if plateforme.id == numero or (numero is None and slug in (None, plateforme.slug)):
            return plateforme
    raise Introuvable


@bp.get("/")
def index() -> ResponseReturnValue:
    plateformes = plateformes_du_compte(moi())
    return render_template(
        "livraisons/index.html",
        lieux=[
            (p, queries.points_relais([p.id], tous=True), queries.zones_de_plateforme(p.id))
            for p in plateformes
        ],
    )


@bp.route("/relais/nouveau", methods=["GET", "POST"])
def nouveau_point() -> ResponseReturnValue:
    return _tenir_point(_demandee(), None)


@bp.route("/relais/<int:numero>", methods=["GET", "POST"])
def point(numero: int) -> ResponseReturnValue:
    tenu = queries.point_relais(_siennes(), numero)
    return _tenir_point(_demandee(tenu.plateforme_id), tenu)


def _tenir_point(plateforme: Plateforme, point: PointRelais | None) -> ResponseReturnValue:
    fermes = producteurs_en_regle(plateforme.departements, horloge.aujourdhui())
    formulaire = FormulairePointRelais.pour(point, fermes)
    if formulaire.validate_on_submit():
        if point is None:
            services.creer_point_relais(plateforme.id, formulaire.saisie())
        else:
            services.modifier_point_relais(point, formulaire.saisie())
        flash(_("« %(nom)s » est enregistré.", nom=formulaire.nom.data), "succes")
        return redirect(url_for(".index"))
    page = render_template(
        "livraisons/point.html",
        form=formulaire,
        point=point,
        plateforme_tenue=plateforme,
        centre=(plateforme.centre_lat, plateforme.centre_lon),
    )
    return page, 422 if formulaire.is_submitted() else 200


@bp.route("/zones/nouvelle", methods=["GET", "POST"])
def nouvelle_zone() -> ResponseReturnValue:
    return _tenir_zone(_demandee(), None)


@bp.route("/zones/<int:numero>", methods=["GET", "POST"])
def zone(numero: int) -> ResponseReturnValue:
    tenue = queries.zone_de_plateforme(_siennes(), numero)
    return _tenir_zone(_demandee(tenue.plateforme_id), tenue)


def _tenir_zone(plateforme: Plateforme, zone: ZoneLivraison | None) -> ResponseReturnValue:
    formulaire = FormulaireZone.pour(zone)
    if formulaire.is_submitted() and not formulaire.en_cours and formulaire.validate():
        try:
            services.definir_zone(formulaire.saisie(), plateforme_id=plateforme.id, zone=zone)
        except Refus as refus:
            abandonner()
            formulaire.refuser(refus)
        else:
            flash(_("« %(nom)s » est enregistrée.", nom=formulaire.nom.data), "succes")
            return redirect(url_for(".index"))
    page = render_template(
        "livraisons/zone_plateforme.html",
        form=formulaire,
        zone=zone,
        plateforme_tenue=plateforme,
    )
    return page, 422 if formulaire.is_submitted() and not formulaire.en_cours else 200


@bp.post("/zones/<int:numero>/retirer")
def retirer_zone(numero: int) -> ResponseReturnValue:
    zone = queries.zone_de_plateforme(_siennes(), numero)
    try:
        services.fermer_zone(zone)
        flash(_("« %(nom)s » est retirée.", nom=zone.nom), "succes")
    except Refus as refus:
        flash(str(refus), "attention")
    return redirect(url_for(".index"), 303)
