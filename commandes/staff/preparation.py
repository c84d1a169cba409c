"""What a farm harvests and packs for a sale: on screen, ticked, printed, as PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from commandes import documents, queries, services
from commandes.documents import Fiche, FichePreparation, FicheRecolte
from commandes.errors import PartChangee
from commandes.models import EtatVente, Vente
from commandes.staff.semaine import bp, producteur_seulement, vers_la_vente
from producteurs.models import Producteur
from producteurs.queries import producteur_du_compte
from socle import horloge
from socle.comptes.connexion import moi
from socle.web.transactions import abandonner

A_PREPARER = (EtatVente.EN_PREPARATION, EtatVente.OUVERTE)


def _ici(numero: int, vente: int) -> tuple[Producteur, Vente]:
    producteur = producteur_du_compte(moi(), numero)
    return producteur, queries.vente_du_producteur(producteur.id, vente)


def _recolte(producteur: Producteur, vente: Vente) -> FicheRecolte:
    return documents.fiche_de_recolte(
        producteur,
        vente,
        queries.recolte(producteur.id, vente.id),
        queries.paniers_a_composer(producteur.id, vente.id),
    )


def _preparation(producteur: Producteur, vente: Vente) -> FichePreparation:
    return documents.fiche_de_preparation(
        producteur,
        vente,
        queries.parts_a_preparer(producteur.id, vente.id),
        queries.paniers_a_composer(producteur.id, vente.id),
    )


FICHES: Mapping[str, Callable[[Producteur, Vente], Fiche]] = {
    "recolte": _recolte,
    "preparation": _preparation,
}


def _montrer(page: str, numero: int, vente: int | None) -> ResponseReturnValue:
    """One of the sheets on screen; without a sale, that of the one that presses most."""
    if vente is None:
        return vers_la_vente(producteur_du_compte(moi(), numero), page, A_PREPARER)
    producteur, en_vente = _ici(numero, vente)
    return render_template(
        f"commandes/espace/{page}.html",
        producteur=producteur,
        vente=en_vente,
        fiche=FICHES[page](producteur, en_vente),
        close=en_vente.cloture <= horloge.maintenant(),
    )


def _pdf(page: str, numero: int, vente: int) -> Response:
    """A personal list: shown in the browser, kept by nobody on the way."""
    nom = f'inline; filename="{page}-{vente}.pdf"'
    entetes = {"Content-Disposition": nom, "Cache-Control": "no-store"}
    contenu = documents.en_pdf(FICHES[page](*_ici(numero, vente)))
    return Response(contenu, mimetype="application/pdf", headers=entetes)


@bp.get("/fermes/<int:numero>/recolte", defaults={"vente": None}, endpoint="recolte")
@bp.get("/fermes/<int:numero>/ventes/<int:vente>/recolte")
@producteur_seulement
def recolte(numero: int, vente: int | None) -> ResponseReturnValue:
    return _montrer("recolte", numero, vente)


@bp.get("/fermes/<int:numero>/ventes/<int:vente>/recolte.pdf")
@producteur_seulement
def recolte_pdf(numero: int, vente: int) -> ResponseReturnValue:
    return _pdf("recolte", numero, vente)


@bp.get("/fermes/<int:numero>/preparation", defaults={"vente": None}, endpoint="preparation")
@bp.get("/fermes/<int:numero>/ventes/<int:vente>/preparation")
@producteur_seulement
def preparation(numero: int, vente: int | None) -> ResponseReturnValue:
    return _montrer("preparation", numero, vente)


@bp.get("/fermes/<int:numero>/ventes/<int:vente>/preparation.pdf")
@producteur_seulement
def preparation_pdf(numero: int, vente: int) -> ResponseReturnValue:
    return _pdf("preparation", numero, vente)


@bp.post("/fermes/<int:numero>/ventes/<int:vente>/preparation/<int:part>")
@producteur_seulement
def marquer(numero: int, vente: int, part: int) -> ResponseReturnValue:
    """Tick or untick; by htmx, the order alone comes back as it is now."""
    refus = _noter(numero, vente, part)
    if request.headers.get("HX-Request") == "true":
        return _ligne(numero, vente, part, refus)
    if refus:
        flash(str(refus), "attention")
    adresse = url_for(".preparation", numero=numero, vente=vente, _anchor=f"part-{part}")
    return redirect(adresse, 303)


def _ligne(numero: int, vente: int, part: int, refus: PartChangee | None) -> ResponseReturnValue:
    producteur, en_vente = _ici(numero, vente)
    montree = queries.part_a_preparer(producteur.id, en_vente.id, part)
    page = render_template(
        "commandes/espace/_commande.html",
        producteur=producteur,
        vente=en_vente,
        commande=documents.commande_de_fiche(montree),
        fiche=_preparation(producteur, en_vente),
        partie=True,
        refus=refus,
    )
    return page, 422 if refus else 200


def _noter(numero: int, vente: int, part: int) -> PartChangee | None:
    """Note that a share is packed, or not after all; the refusal if what is in it has changed."""
    producteur, en_vente = _ici(numero, vente)
    marquee = queries.part_a_preparer(producteur.id, en_vente.id, part)
    pret, vu = request.form.get("prete") == "1", request.form.get("contenu")
    try:
        services.marquer_prete(marquee, pret, par=moi(), vu=vu)
    except PartChangee as refus:
        abandonner()
        return refus
    return None
