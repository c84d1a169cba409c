"""The resident's blueprint, and the cart's key in the visitor's cookie."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, request, session
from sqlalchemy.exc import SQLAlchemyError

from commandes import queries, vocabulaire
from commandes.models import PanierEnCours

bp = Blueprint("commandes", "commandes", template_folder="templates")

CLE = "panier"


def panier_pour(vente_id: int) -> PanierEnCours | None:
    """This visitor's cart for one sale; no query for whoever has none."""
    cle = session.get(CLE)
    return queries.panier_en_cours(cle, vente_id) if cle else None


def cle_du_visiteur() -> str:
    """The secret that his carts are found by; drawn when the first product is put in."""
    if CLE not in session:
        session[CLE] = secrets.token_urlsafe(18)
    cle: str = session[CLE]
    return cle


def par_htmx() -> bool:
    """Whether a part of the page is enough."""
    return request.headers.get("HX-Request") == "true"


@bp.app_context_processor
def _pour_les_gabarits() -> dict[str, Any]:
    """The figure beside « Votre commande » on every page, and the words of orders."""
    cle = session.get(CLE)
    try:
        nombre = queries.compter_unites(cle) if cle else 0
    except SQLAlchemyError:  # the page that tells of a lost database cannot ask it anything
        nombre = 0
    return {"nombre_dans_commande": nombre, "mots": vocabulaire}
