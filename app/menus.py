"""The side menus of the staff's and the farmer's spaces: each sees the doors that open for him."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from livraisons.queries import points_par_numeros
from producteurs.queries import producteurs_du_compte
from socle.comptes.models import Role
from socle.langue import _, _l

Entree = dict[str, Any]
# The entry under which the other pages of a room are found.
ENTREE_DE_LA_SALLE = {
    "equipe_producteurs": "equipe_producteurs.dossiers",
    "equipe_commandes": "equipe_commandes.ventes",
    "equipe_livraisons": "equipe_livraisons.index",
    "espace_commandes": "espace_commandes.semaine",
    "espace_producteurs": "espace_producteurs.ferme",
    "espace_livraisons": "espace_livraisons.zones",
    "espace_relais": "espace_relais.remises",
}
# The work lists of the chamber's desk: page, word, icon. The desk shows them with their counts.
TRAVAUX = (
    ("a_instruire", _l("À instruire"), "patch-check"),
    ("propositions", _l("Modifications"), "pencil"),
    ("pieces", _l("Pièces"), "file-earmark-text"),
    ("signalements", _l("Signalements"), "flag"),
    ("labels", _l("Labels"), "award"),
    ("sans_reponse", _l("Sans réponse"), "clock-history"),
    ("doublons", _l("Doublons"), "copy"),
    ("a_placer", _l("À placer"), "geo-alt"),
)
PAGES_DES_TRAVAUX = frozenset(page for page, _mot, _icone in TRAVAUX)
PAGES_DES_PRODUITS = {"produit", "nouveau_produit", "panier", "nouveau_panier", "catalogue"}


def _entree_tenue() -> str:
    """The endpoint of the entry to which the asked page belongs."""
    salle, page = request.blueprint or "", (request.endpoint or "").rpartition(".")[2]
    if salle == "espace_producteurs" and page in PAGES_DES_PRODUITS:
        return "espace_producteurs.catalogue"
    if salle == "equipe_producteurs":
        return _entree_du_registre()
    return ENTREE_DE_LA_SALLE.get(salle, "")


def _entree_du_registre() -> str:
    """A work list, the imports and the settings stand for themselves; the rest is the files."""
    mot = request.path.removeprefix("/equipe/producteurs/").partition("/")[0].replace("-", "_")
    if mot == "fusions":
        mot = "doublons"
    connus = PAGES_DES_TRAVAUX | {"imports", "regles"}
    return f"equipe_producteurs.{mot if mot in connus else 'dossiers'}"


def _entree(
    endpoint: str,
    mot: str,
    icone: str,
    *,
    phrase: str = "",
    groupe: str = "",
    numero: int | None = None,
) -> Entree:
    """One door; ``dedans``: the asked page is behind it (of the same ``numero``, if it has one)."""
    valeurs: dict[str, Any] = {} if numero is None else {"numero": numero}
    demande = (request.view_args or {}).get("numero")
    return {
        "adresse": url_for(endpoint, **valeurs),
        "mot": mot,
        "icone": icone,
        "phrase": phrase,
        "groupe": groupe,
        "dedans": _entree_tenue() == endpoint and numero in {None, demande},
    }


def menu_equipe() -> list[Entree]:
    """What the chamber's and the platform's agents may open."""
    entrees = [_entree("accueil.equipe", _("Bureau"), "house")]
    if current_user.peut(Role.CHAMBRE):
        entrees += _entrees_de_la_chambre()
    if current_user.peut(Role.PLATEFORME):
        entrees += [
            _entree(
                "equipe_commandes.ventes",
                _("Ventes"),
                "calendar-event",
                phrase=_("Ouvrir une vente, suivre ses commandes."),
            ),
            _entree(
                "equipe_livraisons.index",
                _("Relais et zones"),
                "geo-alt",
                phrase=_("Tenir les points relais et les zones de livraison."),
            ),
        ]
    return entrees


def _entrees_de_la_chambre() -> list[Entree]:
    registre, travaux = _("Le registre"), _("Listes de travail")
    return [
        _entree(
            "equipe_producteurs.dossiers",
            _("Toutes les fermes"),
            "shop",
            phrase=_("Chercher une ferme, décider de son dossier, suivre sa validité."),
            groupe=registre,
        ),
        _entree(
            "equipe_producteurs.imports",
            _("Imports"),
            "download",
            phrase=_("Faire entrer un fichier de producteurs, le vérifier, le défaire."),
            groupe=registre,
        ),
        _entree(
            "equipe_producteurs.regles",
            _("Règles de la chambre"),
            "card-checklist",
            phrase=_("Pièces demandées, grille de visite, délais."),
            groupe=registre,
        ),
        *(
            _entree(f"equipe_producteurs.{page}", str(mot), icone, groupe=travaux)
            for page, mot, icone in TRAVAUX
        ),
    ]


def menu_espace() -> list[Entree]:
    """The farms and relay points that this account keeps. Two queries."""
    entrees = []
    for ferme in producteurs_du_compte(current_user):
        entrees += [
            _entree(endpoint, mot, icone, groupe=ferme.nom, numero=ferme.id)
            for endpoint, mot, icone in (
                ("espace_commandes.semaine", _("Ma semaine"), "calendar-event"),
                ("espace_producteurs.ferme", _("Ma fiche"), "shop"),
                ("espace_producteurs.catalogue", _("Mes produits"), "basket"),
                ("espace_livraisons.zones", _("Mes livraisons"), "truck"),
            )
        ]
    numeros = [int(n) for n in current_user.objets(Role.RELAIS)]
    entrees += [
        _entree("espace_relais.remises", p.nom, "geo-alt", groupe=_("Relais"), numero=p.id)
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
