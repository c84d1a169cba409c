"""The current order: quantities, where and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.errors import OptionARechoisir, RetraitAChoisir
from commandes.forms import QuantiteForm, RetraitForm
from commandes.models import PanierEnCours, Vente
from commandes.queries import FiltreEtal
from commandes.routes.ventes import contenu_du_panier, montrer_vente
from commandes.routes.visite import CLE, bp, cle_du_visiteur, panier_pour, par_htmx
from commandes.services import Bilan, dresser_bilan
from socle import horloge
from socle.errors import Introuvable, Refus
from socle.web.acces import public
from socle.web.transactions import abandonner
from territoires.contexte import lieu_courant
from territoires.models import Lieu

DEPUIS_LE_PANIER = "panier"


@bp.get("/commande")
@public
def panier() -> ResponseReturnValue:
    return montrer_panier()


@bp.post("/commande/<int:vente>/lignes/<int:offre>")
@public
def poser(vente: int, offre: int) -> ResponseReturnValue:
    """Want so many units; answered by the page one came from, or by its part that changed."""
    trouvee = queries.vente_avec_retraits(vente)
    try:
        services.poser_quantite(cle_du_visiteur(), trouvee, offre, QuantiteForm().saisie())
    except Refus as refus:
        abandonner()
        return _montrer_ligne(queries.vente_avec_retraits(vente), (offre, refus))
    if par_htmx():
        return _montrer_ligne(trouvee, None, numero=offre)
    if request.args.get("depuis") == DEPUIS_LE_PANIER:
        return redirect(url_for(".panier", _anchor=f"vente-{vente}"), 303)
    filtre = FiltreEtal.lire(request.args).adresse
    return redirect(url_for(".vente", numero=vente, **filtre, _anchor=f"offre-{offre}"), 303)


@bp.post("/commande/<int:vente>/retrait")
@public
def choisir_retrait(vente: int) -> ResponseReturnValue:
    """Keep where and when; the way goes on to the checkout."""
    bilan = _bilan_de(vente)
    try:
        option = bilan.verdict.choisir(RetraitForm().saisie())
    except (OptionARechoisir, RetraitAChoisir) as refus:
        return montrer_panier(faute=(vente, refus))
    services.choisir_option(bilan.panier, option)
    if par_htmx():
        return _bloc(bilan.panier.vente, replace(bilan, option=option))
    return redirect(url_for(".valider", vente=vente), 303)


@bp.get("/commande/<int:vente>/retrait")
@bp.get("/commande/<int:vente>/lignes/<int:offre>")
@public
def revenir(vente: int, offre: int | None = None) -> ResponseReturnValue:
    """A page that showed a refusal was loaded again."""
    return redirect(url_for(".panier", vente=vente), 303)


def bilans() -> Sequence[Bilan]:
    """This visitor's carts, last touched first; ``?vente=`` puts one before the others."""
    cle = session.get(CLE)
    paniers = queries.paniers_en_cours(cle) if cle else []
    voulue = request.args.get("vente", type=int)
    paniers = sorted(paniers, key=lambda p: p.vente_id != voulue)
    return [dresser_bilan(p, lieu=lieu_courant()) for p in paniers]


def montrer_panier(*, faute: tuple[int, Refus] | None = None) -> ResponseReturnValue:
    """The page of the current order; ``faute`` is a sale and the refusal of what was asked."""
    page = render_template(
        "commandes/panier.html", bilans=bilans(), instant=horloge.maintenant(), faute=faute
    )
    return page, faute[1].statut if faute else 200


def bilan_pour(vente: int, lieu: Lieu | None) -> Bilan | None:
    """This visitor's cart for one sale and what it comes to at ``lieu``, unless it is empty."""
    trouve = panier_pour(vente)
    if trouve is None or not trouve.lignes:
        return None
    queries.vente_avec_retraits(vente)
    return dresser_bilan(trouve, lieu=lieu)


def _bilan_de(vente: int) -> Bilan:
    bilan = bilan_pour(vente, lieu_courant())
    if bilan is None:
        raise Introuvable
    return bilan


def _montrer_ligne(
    vente: Vente, faute: tuple[int, Refus] | None, *, numero: int = 0
) -> ResponseReturnValue:
    """What a change of quantity changes on the page that it came from."""
    trouve = panier_pour(vente.id)
    if request.args.get("depuis") == DEPUIS_LE_PANIER:
        return _montrer_bloc(vente, trouve, faute)
    if not par_htmx():
        return montrer_vente(vente, trouve, faute=faute)
    offre = queries.offre_de(vente.id, faute[0] if faute else numero)
    page = render_template(
        "commandes/_ligne.html", vente=vente, offre=offre, faute=faute, **contenu_du_panier(trouve)
    )
    return page, 422 if faute else 200


def _montrer_bloc(
    vente: Vente, trouve: PanierEnCours | None, faute: tuple[int, Refus] | None
) -> ResponseReturnValue:
    if not par_htmx():
        return montrer_panier(faute=(vente.id, faute[1]) if faute else None)
    bilan = dresser_bilan(trouve, lieu=lieu_courant()) if trouve and trouve.lignes else None
    return _bloc(vente, bilan, faute)


def _bloc(
    vente: Vente, bilan: Bilan | None, faute: tuple[int, Refus] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "commandes/_bloc_panier.html",
        vente=vente,
        bilan=bilan,
        instant=horloge.maintenant(),
        faute=(vente.id, faute[1]) if faute else None,
    )
    return page, 422 if faute else 200
