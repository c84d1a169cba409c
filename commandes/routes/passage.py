"""The checkout: who receives, how he pays, and the one button that orders."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.forms import PassageForm
from commandes.models import Commande
from commandes.routes.panier import bilan_pour
from commandes.routes.visite import bp, cle_du_visiteur
from commandes.services import Bilan
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.paiements.models import EtatPaiement, Moyen, Paiement
from socle.paiements.queries import paiements_de
from socle.web.acces import connecte
from socle.web.transactions import abandonner
from territoires import queries as territoire
from territoires.contexte import geocodeur_courant, lieu_courant
from territoires.models import Lieu
from territoires.services import situer


@bp.get("/commande/<int:vente>/valider")
@connecte
def valider(vente: int) -> ResponseReturnValue:
    bilan = bilan_pour(vente, lieu_courant())
    if bilan is None or not bilan.pret:
        flash(_("Choisissez d’abord où et quand recevoir votre commande."), "info")
        return redirect(url_for(".panier", vente=vente), 303)
    form = PassageForm()
    lieu = lieu_courant()
    communes = territoire.communes([lieu.code_insee]) if lieu and lieu.code_insee else []
    form.preparer(bilan, moi(), lieu=lieu, commune=communes[0] if communes else None)
    return _montrer(form, bilan)


@bp.post("/commande/<int:vente>/valider")
@connecte
def passer(vente: int) -> ResponseReturnValue:
    """Order. Pressed twice, it leads twice to the same order."""
    form = PassageForm()
    lieu = lieu_courant()
    try:
        if not form.validate_on_submit():
            return _reprendre(form, vente, lieu)
        lieu = _destination(form, vente) if form.a_domicile else lieu
        panier = queries.panier_du_visiteur(cle_du_visiteur(), form.panier.data)
        commande = services.passer_commande(panier, form.saisie(lieu), compte=moi(), lieu=lieu)
    except Refus as refus:
        return _reprendre(form, vente, lieu, refus)
    return redirect(_adresse_pour_payer(commande), 303)


def paiement_ouvert(paiements: Sequence[Paiement]) -> Paiement | None:
    """The card payment that still waits, if there is one."""
    return next(
        (p for p in paiements if p.moyen is Moyen.CARTE and p.etat is EtatPaiement.A_PAYER), None
    )


def _adresse_pour_payer(commande: Commande) -> str:
    """The payment page while there is something to pay by card, else the order's page."""
    ouvert = paiement_ouvert(paiements_de("commande", commande.reference))
    if ouvert:
        return url_for("paiements.payer", jeton=ouvert.jeton)
    return url_for(".commande", reference=commande.reference)


def _destination(form: PassageForm, vente: int) -> Lieu:
    """Where the delivery goes: the address just written, not the place typed earlier."""
    slug = queries.vente(vente).plateforme.slug
    abandonner()  # another service may be asked for the address: the database does not wait
    adresse = form.adresse_complete
    return situer(adresse, plateforme=territoire.plateforme(slug), geocodeur=geocodeur_courant())


def _reprendre(
    form: PassageForm, vente: int, lieu: Lieu | None, refus: Refus | None = None
) -> ResponseReturnValue:
    """The same page with what was written, and the sentence that says why."""
    abandonner()
    bilan = bilan_pour(vente, lieu)
    if bilan is None:
        return redirect(url_for(".panier", vente=vente), 303)
    return _montrer(form, bilan, None if refus and form.signaler(refus) else refus)


def _montrer(form: PassageForm, bilan: Bilan, refus: Refus | None = None) -> ResponseReturnValue:
    option = bilan.verdict.option(form.option.data or "")
    form.exiger_l_adresse()
    page = render_template(
        "commandes/valider.html",
        form=form,
        bilan=bilan,
        vente=bilan.panier.vente,
        plateforme=bilan.panier.vente.plateforme,
        option=option,
        total=bilan.montant_centimes + (option.frais_centimes if option else 0),
        refus=refus,
    )
    if refus:
        return page, refus.statut
    return page, 422 if form.errors else 200
