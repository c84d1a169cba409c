"""The farms to be placed on the map: one by one, by a touch of the map or by an address."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs.forms.placement import FormulaireCentre, FormulairePlacement
from producteurs.models import Producteur
from producteurs.queries import departements_du_compte
from producteurs.queries import placement as lectures
from producteurs.services import placement as actes
from producteurs.staff.cadre import bp
from socle.comptes.connexion import moi
from socle.db import session
from socle.langue import _
from territoires import queries as territoires
from territoires.contexte import geocodeur_courant
from territoires.geoplateforme import Adresse

LONGUEUR = 200


def _producteur(numero: int) -> Producteur:
    return lectures.producteur_a_placer(departements_du_compte(moi()), numero)


def _liste(
    ferme: Producteur | None = None,
    form: FormulairePlacement | None = None,
    adresses: Sequence[Adresse] = (),
) -> str:
    """The list with one farm's map open: the one that is asked for, else the first."""
    page = lectures.a_placer(departements_du_compte(moi()), request.args.get("page", 1, int))
    ouverte = ferme or next(iter(page.elements), None)
    return render_template(
        "producteurs/a_placer.html",
        page=page,
        ouverte=ouverte,
        centre=territoires.centre(ouverte.commune) if ouverte else None,
        form=form or FormulairePlacement(formdata=None, obj=None),
        adresses=adresses,
        texte=request.args.get("adresse", "")[:LONGUEUR],
        geocodeur=geocodeur_courant() is not None,
    )


def _suite(phrase: str) -> ResponseReturnValue:
    flash(phrase, "succes")
    return redirect(url_for(".a_placer", _anchor="suite"))


@bp.get("/a-placer")
def a_placer() -> ResponseReturnValue:
    return _liste()


@bp.get("/a-placer/<int:numero>")
def montrer_a_placer(numero: int) -> ResponseReturnValue:
    """The list, this farm's map open, with what the geocoder makes of an address."""
    centre = territoires.centre(_producteur(numero).commune)
    texte, geocodeur = request.args.get("adresse", "").strip()[:LONGUEUR], geocodeur_courant()
    adresses: Sequence[Adresse] = ()
    if texte and geocodeur and centre:
        session.rollback()  # nothing is held while the geocoder answers
        adresses = actes.adresses_possibles(texte, centre, geocodeur)
        if not adresses:
            flash(_("Aucune adresse n’a été trouvée près de cette commune."), "attention")
    return _liste(_producteur(numero), adresses=adresses)


@bp.post("/a-placer/<int:numero>/placer")
def placer(numero: int) -> ResponseReturnValue:
    producteur, form = _producteur(numero), FormulairePlacement()
    if form.reussit(
        lambda: actes.placer_producteur(
            producteur, *form.position(), version=form.version.data, par=moi()
        )
    ):
        return _suite(_("« %(nom)s » est placée.", nom=producteur.nom))
    return _liste(producteur, form), 422


@bp.post("/a-placer/<int:numero>/centre")
def laisser_au_centre(numero: int) -> ResponseReturnValue:
    producteur, form = _producteur(numero), FormulaireCentre()
    if form.reussit(
        lambda: actes.laisser_au_centre(producteur, version=form.version.data, par=moi())
    ):
        return _suite(_("« %(nom)s » reste au centre de sa commune.", nom=producteur.nom))
    flash(" ".join(str(e) for e in form.form_errors), "attention")
    return redirect(url_for(".montrer_a_placer", numero=numero, _anchor="suite"))
