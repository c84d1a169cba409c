"""One's own orders: seen, changed, given up, begun again."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.agenda import rendez_vous
from commandes.forms import QuantitesForm
from commandes.models import Commande
from commandes.queries import FiltreEtal
from commandes.routes.passage import paiement_ouvert
from commandes.routes.visite import bp, cle_du_visiteur, par_htmx
from socle import horloge
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.paiements.queries import paiements_de
from socle.web.acces import connecte
from socle.web.transactions import abandonner


@bp.get("/compte/commandes")
@connecte
def mes_commandes() -> ResponseReturnValue:
    return render_template(
        "commandes/mes_commandes.html",
        commandes=queries.commandes_du_compte(moi(), horloge.maintenant()),
    )


@bp.get("/commandes/<reference>")
@connecte
def commande(reference: str) -> ResponseReturnValue:
    trouvee = queries.commande_de(moi(), reference)
    paiements = paiements_de("commande", reference)
    produits = {x.offre.produit_id for part in trouvee.parts for x in part.lignes}
    return render_template(
        "commandes/commande.html",
        commande=trouvee,
        plateforme=trouvee.vente.plateforme,
        instant=horloge.maintenant(),
        paiements=paiements,
        ouvert=paiement_ouvert(paiements),
        ailleurs=queries.offres_de_produits(produits, horloge.maintenant()),
    )


@bp.get("/commandes/<reference>/rendez-vous.ics")
@connecte
def agenda(reference: str) -> ResponseReturnValue:
    trouvee = queries.commande_de(moi(), reference)
    nom = f"attachment; filename=commande-{trouvee.reference}.ics"
    reponse = Response(rendez_vous(trouvee), content_type="text/calendar; charset=utf-8")
    reponse.headers["Content-Disposition"] = nom
    return reponse


@bp.get("/commandes/<reference>/modifier")
@connecte
def modifier(reference: str) -> ResponseReturnValue:
    trouvee = queries.commande_de(moi(), reference)
    services.exiger_modifiable(trouvee)
    return _montrer_modification(trouvee, QuantitesForm())


@bp.post("/commandes/<reference>/modifier")
@connecte
def enregistrer(reference: str) -> ResponseReturnValue:
    """Change the order, or only tell what the change would come to (``apercu``)."""
    form = QuantitesForm()
    trouvee = queries.commande_de(moi(), reference)
    try:
        quantites = form.saisie()
        if form.apercu.data or par_htmx():
            return _montrer_modification(trouvee, form, quantites)
        services.modifier_commande(trouvee, quantites, par=moi(), majeur=form.majeur.data)
    except Refus as refus:
        abandonner()
        return _montrer_modification(queries.commande_de(moi(), reference), form, refus=refus)
    flash(_("Votre commande est changée. Un courriel vous le confirme."), "succes")
    return redirect(url_for(".commande", reference=reference), 303)


@bp.get("/commandes/<reference>/annuler")
@connecte
def renoncer(reference: str) -> ResponseReturnValue:
    """Ask before giving up."""
    trouvee = queries.commande_de(moi(), reference)
    paiements = paiements_de("commande", reference)
    return render_template(
        "commandes/annuler.html",
        commande=trouvee,
        plateforme=trouvee.vente.plateforme,
        instant=horloge.maintenant(),
        rendu=sum(p.net_centimes for p in paiements),
    )


@bp.post("/commandes/<reference>/annuler")
@connecte
def annuler(reference: str) -> ResponseReturnValue:
    trouvee = queries.commande_de(moi(), reference)
    services.annuler_commande(trouvee, par=moi(), motif=_("à votre demande"))
    flash(_("Votre commande est annulée."), "succes")
    return redirect(url_for(".commande", reference=reference), 303)


@bp.post("/commandes/<reference>/reprendre")
@connecte
def reprendre(reference: str) -> ResponseReturnValue:
    """Turn an unpaid order back into a cart."""
    trouvee = queries.commande_de(moi(), reference)
    services.reprendre_commande(trouvee, cle_du_visiteur(), par=moi())
    return redirect(url_for(".panier", vente=trouvee.vente_id), 303)


@bp.post("/commandes/<reference>/recommander")
@connecte
def recommander(reference: str) -> ResponseReturnValue:
    trouvee = queries.commande_de(moi(), reference)
    panier = services.recommander(trouvee, cle_du_visiteur())
    return redirect(url_for(".panier", vente=panier.vente_id), 303)


def _montrer_modification(
    trouvee: Commande,
    form: QuantitesForm,
    quantites: dict[int, int] | None = None,
    refus: Refus | None = None,
) -> ResponseReturnValue:
    """The lines of an order and what else its sale offers, as they were written."""
    avant = {x.offre_id: x.quantite for part in trouvee.parts for x in part.lignes}
    voulues = quantites if quantites is not None else _ecrites(avant)
    total = services.estimer_modification(trouvee, voulues)
    if par_htmx() and refus is None:
        return render_template("commandes/_ecart.html", commande=trouvee, total=total)
    page = render_template(
        "commandes/modifier.html",
        commande=trouvee,
        plateforme=trouvee.vente.plateforme,
        form=form,
        avant=avant,
        quantites=avant | voulues,
        total=total,
        etal=queries.etal(trouvee.vente_id, FiltreEtal()),
        apercu=quantites is not None,
        refus=refus,
    )
    return page, refus.statut if refus else 200


def _ecrites(avant: dict[int, int]) -> dict[int, int]:
    """What a refused form had written, where it can be read; else the order as it is."""
    try:
        return QuantitesForm().saisie() if request.method == "POST" else avant
    except Refus:
        return avant
