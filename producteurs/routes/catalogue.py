"""The farmer's products and baskets."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import forms, queries, services
from producteurs.models import Panier, Producteur, Produit
from producteurs.routes.cadre import bp, producteur_seulement
from producteurs.vocabulaire import phrase_du_prix
from socle import horloge
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.web.acces import connecte


@bp.get("/fermes/<int:numero>/catalogue")
@producteur_seulement
def catalogue(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    return render_template(
        "producteurs/catalogue.html",
        producteur=producteur,
        catalogue=queries.catalogue(producteur),
        mois=horloge.aujourdhui().month,
    )


@bp.get("/apercu-du-prix")
@connecte
def apercu() -> ResponseReturnValue:
    formulaire = forms.FormulaireProduit(request.args, meta={"csrf": False})
    formulaire.validate()
    return phrase_du_prix(formulaire.lu())


@bp.route("/fermes/<int:numero>/produits/nouveau", methods=["GET", "POST"])
@producteur_seulement
def nouveau_produit(numero: int) -> ResponseReturnValue:
    return _tenir_produit(queries.producteur_du_compte(moi(), numero), None)


@bp.route("/fermes/<int:numero>/produits/<int:produit>", methods=["GET", "POST"])
@producteur_seulement
def produit(numero: int, produit: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    return _tenir_produit(producteur, queries.produit_de(producteur, produit))


def _tenir_produit(producteur: Producteur, produit: Produit | None) -> ResponseReturnValue:
    form = forms.FormulaireProduit.pour(producteur, produit)
    revendait = producteur.revend
    if form.reussit(
        lambda: services.enregistrer_produit(producteur, form.saisie(), produit, par=moi())
    ):
        flash(_("« %(nom)s » est au catalogue.", nom=form.nom.data), "succes")
        if producteur.revend and not revendait:
            flash(_("Votre page dit maintenant que vous revendez aussi."), "info")
        return redirect(url_for(".catalogue", numero=producteur.id))
    contexte = {"form": form, "producteur": producteur, "produit": produit}
    phrase = phrase_du_prix(form.lu())
    return render_template("producteurs/produit.html", phrase=phrase, **contexte), form.statut


@bp.route("/fermes/<int:numero>/paniers/nouveau", methods=["GET", "POST"])
@producteur_seulement
def nouveau_panier(numero: int) -> ResponseReturnValue:
    return _tenir_panier(queries.producteur_du_compte(moi(), numero), None)


@bp.route("/fermes/<int:numero>/paniers/<int:panier>", methods=["GET", "POST"])
@producteur_seulement
def panier(numero: int, panier: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    return _tenir_panier(producteur, queries.panier_de(producteur, panier))


def _tenir_panier(producteur: Producteur, panier: Panier | None) -> ResponseReturnValue:
    form = forms.formulaire_panier(queries.catalogue(producteur).produits, panier)
    if form.reussit(lambda: services.composer_panier(producteur, form.saisie(), panier)):
        flash(_("« %(nom)s » est au catalogue.", nom=form.nom.data), "succes")
        return redirect(url_for(".catalogue", numero=producteur.id))
    contexte = {"form": form, "producteur": producteur, "panier": panier}
    return render_template("producteurs/panier.html", **contexte), form.statut


@bp.post("/fermes/<int:numero>/catalogue/<int:produit>/retirer")
@producteur_seulement
def retirer(numero: int, produit: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    vendu = queries.vendu_par(producteur, produit)
    try:
        services.retirer_produit(vendu)
        flash(_("« %(nom)s » n’est plus au catalogue.", nom=vendu.nom), "succes")
    except Refus as refus:
        flash(str(refus), "attention")
    return redirect(url_for(".catalogue", numero=numero))
