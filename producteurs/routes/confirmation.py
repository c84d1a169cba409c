"""A farm says whether its record is still right: by a mail's link, or signed in.

What a link opens never changes anything by being read: mail scanners open every link. Its pages
are kept nowhere, indexed nowhere, and never named to another site.
"""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.errors.public import LienPerdu
from producteurs.forms.fraicheur import FormulaireArret, FormulaireConfirmation
from producteurs.models import DemandeConfirmation
from producteurs.queries.fraicheur import a_un_compte
from producteurs.routes.cadre import bp, producteur_seulement, public_bp
from producteurs.services import confirmation as reponses
from producteurs.vocabulaire.public import fiche_en_mots
from socle import horloge
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.web.acces import public
from socle.web.transactions import abandonner


def _discret(page: ResponseReturnValue) -> Response:
    reponse = make_response(page)
    reponse.headers["Cache-Control"] = "no-store"
    reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
    reponse.headers["Referrer-Policy"] = "no-referrer"
    return reponse


def _perdu(refus: LienPerdu) -> Response:
    actions = [
        (url_for("comptes.connexion", suite=url_for("espace_producteurs.index")), _("Se connecter"))
    ]
    statut = int(refus.statut)
    titre = _("Ce lien ne s’ouvre plus")
    vus = {"statut": statut, "titre": titre, "phrase": str(refus), "actions": actions}
    return _discret((render_template("erreur.html", **vus), statut))


def _montrer(demande: DemandeConfirmation, jeton: str, refus: str = "") -> Response:
    """The record as the public reads it, and its answers; or the answer that was given."""
    producteur = demande.producteur
    page = render_template(
        "producteurs/confirmation.html",
        demande=demande,
        producteur=producteur,
        faits=fiche_en_mots(producteur),
        form=FormulaireConfirmation.pour(producteur),
        public=producteur.dossier.en_regle(horloge.aujourdhui()),
        jeton=jeton,
        refus=refus,
    )
    return _discret((page, 409 if refus else 200))


def _demander_encore(demande: DemandeConfirmation, jeton: str, form: FormulaireArret) -> Response:
    vus = {"producteur": demande.producteur, "jeton": jeton, "form": form}
    return _discret((render_template("producteurs/confirmation_arret.html", **vus), form.statut))


@public_bp.get("/confirmer/<jeton>")
@public
def confirmation(jeton: str) -> ResponseReturnValue:
    try:
        return _montrer(reponses.lire_lien(jeton), jeton)
    except LienPerdu as refus:
        return _perdu(refus)


@public_bp.post("/confirmer/<jeton>")
@public
def confirmer(jeton: str) -> ResponseReturnValue:
    form = FormulaireConfirmation()
    try:
        demande = reponses.lire_lien(jeton)
        reponses.confirmer_par_lien(demande, version=form.lue())
    except LienPerdu as refus:
        return _perdu(refus)
    except Refus as refus:
        abandonner()
        return _montrer(reponses.lire_lien(jeton), jeton, str(refus))
    return _discret(redirect(url_for(".confirmation", jeton=jeton)))


@public_bp.get("/confirmer/<jeton>/changer")
@public
def changer(jeton: str) -> ResponseReturnValue:
    """To the form, through signing in; who has no account writes what is wrong."""
    try:
        producteur = reponses.lire_lien(jeton).producteur
    except LienPerdu as refus:
        return _perdu(refus)
    if a_un_compte(producteur):
        return _discret(redirect(url_for("espace_producteurs.fiche", numero=producteur.id)))
    if producteur.dossier.en_regle(horloge.aujourdhui()):
        return _discret(redirect(url_for(".signaler", slug=producteur.slug, motif="faux")))
    return _discret(redirect(url_for(".confirmation", jeton=jeton)))


@public_bp.route("/confirmer/<jeton>/arreter", methods=["GET", "POST"])
@public
def arreter(jeton: str) -> ResponseReturnValue:
    form = FormulaireArret()
    try:
        demande = reponses.lire_lien(jeton)
    except LienPerdu as refus:
        return _perdu(refus)
    if demande.repondue_le is None and not form.reussit(
        lambda: reponses.arreter_par_lien(demande, precision=form.precision.data or "")
    ):
        return _demander_encore(demande, jeton, form)
    return _discret(redirect(url_for(".confirmation", jeton=jeton)))


@bp.post("/fermes/<int:numero>/confirmer")
@producteur_seulement
def confirmer_fiche(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    try:
        version = FormulaireConfirmation().lue()
        reponses.confirmer_fiche(producteur, version=version, par=moi())
        flash(_("Merci : la fiche est confirmée aujourd’hui."), "succes")
    except Refus as refus:
        flash(str(refus), "attention")
    return redirect(url_for(".ferme", numero=numero))
