"""The side menus of the staff's and the farmer's spaces: each sees the doors that open for him."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from livraisons.queries import points_par_numeros
from producteurs.queries import producteurs_du_compte
from socle.comptes.models import Role
from socle.langue import _

Entree = dict[str, str]


def _entree(adresse: str, mot: str, icone: str, phrase: str = "", groupe: str = "") -> Entree:
    return {"adresse": adresse, "mot": mot, "icone": icone, "phrase": phrase, "groupe": groupe}


def menu_equipe() -> list[Entree]:
    """What the chamber's and the platform's agents may open."""
    entrees = [_entree(url_for("accueil.equipe"), _("Bureau"), "house")]
    if current_user.peut(Role.CHAMBRE):
        entrees.append(
            _entree(
                url_for("equipe_producteurs.dossiers"),
                _("Fermes à valider"),
                "patch-check",
                _("Décider des dossiers, suivre leur validité."),
            )
        )
    if current_user.peut(Role.PLATEFORME):
        entrees += [
            _entree(
                url_for("equipe_commandes.ventes"),
                _("Ventes"),
                "calendar-event",
                _("Ouvrir une vente, suivre ses commandes."),
            ),
            _entree(
                url_for("equipe_livraisons.index"),
                _("Relais et zones"),
                "geo-alt",
                _("Tenir les points relais et les zones de livraison."),
            ),
        ]
    return entrees


def menu_espace() -> list[Entree]:
    """The farms and relay points that this account keeps. Two queries."""
    entrees = []
    for ferme in producteurs_du_compte(current_user):
        entrees += [
            _entree(url_for(endpoint, numero=ferme.id), mot, icone, groupe=ferme.nom)
            for endpoint, mot, icone in (
                ("espace_commandes.semaine", _("Ma semaine"), "calendar-event"),
                ("espace_producteurs.ferme", _("Ma fiche"), "shop"),
                ("espace_producteurs.catalogue", _("Mes produits"), "basket"),
                ("espace_livraisons.zones", _("Mes livraisons"), "truck"),
            )
        ]
    numeros = [int(n) for n in current_user.objets(Role.RELAIS)]
    entrees += [
        _entree(url_for("espace_relais.remises", numero=p.id), p.nom, "geo-alt", groupe=_("Relais"))
        for p in (points_par_numeros(numeros) if numeros else ())
    ]
    return entrees


def _pour_les_gabarits() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {}
    if request.path.startswith("/equipe/"):
        return {"menu_equipe": menu_equipe()}
    return {"menu_espace": menu_espace()} if request.path.startswith("/espace/") else {}


def brancher_menus(app: Flask) -> None:
    """Give the menus to the pages of both spaces."""
    app.context_processor(_pour_les_gabarits)
