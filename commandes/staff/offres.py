"""A farm's offer in a sale, published from a phone in a few gestures."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.forms import FormulaireOffre, formulaire_offre
from commandes.models import EtatVente, Vente
from commandes.staff.semaine import bp, producteur_seulement, vers_la_vente
from producteurs.models import Producteur
from producteurs.queries import catalogue, producteur_du_compte
from socle import horloge
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.web.transactions import abandonner

PUBLIABLES = (EtatVente.OUVERTE, EtatVente.A_VENIR)


@bp.get("/fermes/<int:numero>/offre", defaults={"vente": None}, endpoint="offre")
@bp.route("/fermes/<int:numero>/ventes/<int:vente>", methods=["GET", "POST"])
@producteur_seulement
def offre(numero: int, vente: int | None) -> ResponseReturnValue:
    producteur = producteur_du_compte(moi(), numero)
    if vente is None:
        return vers_la_vente(producteur, "offre", PUBLIABLES)
    en_vente = queries.vente_du_producteur(producteur.id, vente)
    formulaire = _formulaire(producteur, en_vente)
    if formulaire.validate_on_submit():
        try:
            services.publier_offres(en_vente, producteur, formulaire.saisie())
        except Refus as refus:
            abandonner()
            formulaire.refuser(refus)
        else:
            flash(_("Votre offre est publiée dans « %(titre)s ».", titre=en_vente.titre), "succes")
            return redirect(url_for(".semaine", numero=numero))
    return _montrer(producteur, en_vente, formulaire)


def _formulaire(producteur: Producteur, vente: Vente) -> FormulaireOffre:
    """What is offered already; else last sale's offer, else the catalogue with nothing of it."""
    vendu = catalogue(producteur)
    offres = queries.offres_du_producteur(producteur.id, vente.id)
    return formulaire_offre(
        [*vendu.produits, *vendu.paniers],
        offres,
        {} if offres else services.copier_offres(vente, producteur),
        queries.unites_commandees(producteur.id, vente.id),
        vente.fin.astimezone(horloge.PARIS).month,
    )


def _montrer(
    producteur: Producteur, vente: Vente, formulaire: FormulaireOffre
) -> ResponseReturnValue:
    page = render_template(
        "commandes/espace/offre.html",
        producteur=producteur,
        vente=vente,
        form=formulaire,
        publiable=vente.etat(horloge.maintenant()) in PUBLIABLES,
        en_regle=producteur.dossier.en_regle(horloge.aujourdhui()),
    )
    return page, 422 if formulaire.is_submitted() else 200
