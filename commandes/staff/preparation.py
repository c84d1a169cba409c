"""What a farm harvests and packs for a sale: on screen, ticked, printed, as PDF."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from commandes import documents, queries, services
from commandes.documents import FichePreparation, FicheRecolte
from commandes.models import EtatVente, Vente
from commandes.staff.semaine import bp, producteur_seulement, vers_la_vente
from producteurs.models import Producteur
from producteurs.queries import producteur_du_compte
from socle import horloge
from socle.comptes.connexion import moi

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


def _pdf(contenu: bytes, nom: str) -> Response:
    """A personal list: shown in the browser, kept by nobody on the way."""
    entetes = {"Content-Disposition": f'inline; filename="{nom}.pdf"', "Cache-Control": "no-store"}
    return Response(contenu, mimetype="application/pdf", headers=entetes)


@bp.get("/fermes/<int:numero>/recolte", defaults={"vente": None}, endpoint="recolte")
@bp.get("/fermes/<int:numero>/ventes/<int:vente>/recolte")
@producteur_seulement
def recolte(numero: int, vente: int | None) -> ResponseReturnValue:
    if vente is None:
        return vers_la_vente(producteur_du_compte(moi(), numero), "recolte", A_PREPARER)
    producteur, en_vente = _ici(numero, vente)
    return render_template(
        "commandes/espace/recolte.html",
        producteur=producteur,
        vente=en_vente,
        fiche=_recolte(producteur, en_vente),
        close=en_vente.cloture <= horloge.maintenant(),
    )


@bp.get("/fermes/<int:numero>/ventes/<int:vente>/recolte.pdf")
@producteur_seulement
def recolte_pdf(numero: int, vente: int) -> ResponseReturnValue:
    return _pdf(documents.en_pdf(_recolte(*_ici(numero, vente))), f"recolte-{vente}")


@bp.get("/fermes/<int:numero>/preparation", defaults={"vente": None}, endpoint="preparation")
@bp.get("/fermes/<int:numero>/ventes/<int:vente>/preparation")
@producteur_seulement
def preparation(numero: int, vente: int | None) -> ResponseReturnValue:
    if vente is None:
        return vers_la_vente(producteur_du_compte(moi(), numero), "preparation", A_PREPARER)
    producteur, en_vente = _ici(numero, vente)
    return render_template(
        "commandes/espace/preparation.html",
        producteur=producteur,
        vente=en_vente,
        fiche=_preparation(producteur, en_vente),
        close=en_vente.cloture <= horloge.maintenant(),
    )


@bp.get("/fermes/<int:numero>/ventes/<int:vente>/preparation.pdf")
@producteur_seulement
def preparation_pdf(numero: int, vente: int) -> ResponseReturnValue:
    return _pdf(documents.en_pdf(_preparation(*_ici(numero, vente))), f"preparation-{vente}")


@bp.post("/fermes/<int:numero>/ventes/<int:vente>/preparation/<int:part>")
@producteur_seulement
def marquer(numero: int, vente: int, part: int) -> ResponseReturnValue:
    producteur, en_vente = _ici(numero, vente)
    marquee = queries.part_a_preparer(producteur.id, en_vente.id, part)
    services.marquer_prete(marquee, request.form.get("prete") == "1", par=moi())
    if request.headers.get("HX-Request") == "true":
        return render_template(
            "commandes/espace/_commande.html",
            producteur=producteur,
            vente=en_vente,
            commande=documents.commande_de_fiche(marquee),
            fiche=_preparation(producteur, en_vente),
            partie=True,
        )
    adresse = url_for(".preparation", numero=numero, vente=vente, _anchor=f"part-{part}")
    return redirect(adresse, 303)
