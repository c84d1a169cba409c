"""A farmer's week: what to harvest, to pack, to bring where and when; today first."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from commandes import queries
from commandes.models import EtatVente
from producteurs.models import Producteur
from producteurs.queries import producteur_du_compte
from socle import horloge
from socle.comptes.connexion import moi
from socle.comptes.models import Role
from socle.web.acces import habilite

bp = Blueprint("espace_commandes", "commandes", url_prefix="/espace", template_folder="templates")
producteur_seulement = habilite(Role.PRODUCTEUR)


@bp.get("/fermes/<int:numero>/semaine")
@producteur_seulement
def semaine(numero: int) -> ResponseReturnValue:
    producteur = producteur_du_compte(moi(), numero)
    return render_template(
        "commandes/espace/semaine.html",
        producteur=producteur,
        jour=horloge.aujourdhui(),
        instant=horloge.maintenant(),
        ventes=queries.semaine(producteur.id, horloge.maintenant()),
    )


def vers_la_vente(
    producteur: Producteur, endpoint: str, etats: Collection[EtatVente]
) -> ResponseReturnValue:
    """For a link that names no sale: the page of the one that presses most, else the week."""
    for suivie in queries.semaine(producteur.id, horloge.maintenant()):
        if suivie.etat in etats:
            adresse = url_for(f".{endpoint}", numero=producteur.id, vente=suivie.vente.id)
            return redirect(adresse)
    return redirect(url_for(".semaine", numero=producteur.id))
