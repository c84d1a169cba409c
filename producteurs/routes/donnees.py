"""Open data of a platform: what is public of its farms, in formats that programs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from producteurs.opendata.nouvelles import ecrire_atom
from producteurs.opendata.publication import ecrire_csv, ecrire_geojson, ecrire_jsonld
from producteurs.opendata.schema import CHAMPS
from producteurs.opendata.table_schema import GEOMETRIE, LICENCE, table_schema
from producteurs.queries.ouvertes import compter_ouvertes, fermes_nouvelles, fermes_ouvertes
from producteurs.routes.cadre import public_bp
from socle import horloge
from socle.errors import Introuvable
from socle.langue import _
from socle.web.acces import public
from socle.web.limites import limiteur
from territoires.models import Plateforme

GARDE_S = 3600
SCHEMA_CREE_LE = "2026-11-22"


def _lien(endpoint: str, **valeurs: Any) -> str:
    lien: Any = current_app.jinja_env.globals["lien"]
    return str(lien(endpoint, **valeurs))


def _page_de(slug: str) -> str:
    return _lien("cartes.fiche", slug=slug)


def _accueil(plateforme: Plateforme) -> str:
    return _lien("producteurs.donnees", plateforme=plateforme.slug)


def _fichier(plateforme: Plateforme, nom: str) -> str:
    return _lien("producteurs.fichier_ouvert", plateforme=plateforme.slug, nom=nom)


def _csv(plateforme: Plateforme) -> bytes:
    return ecrire_csv(fermes_ouvertes(plateforme.departements, horloge.aujourdhui()), _page_de)


def _geojson(plateforme: Plateforme) -> bytes:
    return ecrire_geojson(fermes_ouvertes(plateforme.departements, horloge.aujourdhui()), _page_de)


def _jsonld(plateforme: Plateforme) -> bytes:
    return ecrire_jsonld(
        fermes_ouvertes(plateforme.departements, horloge.aujourdhui()),
        _page_de,
        titre=_("Producteurs vérifiés : %(nom)s", nom=plateforme.nom),
        accueil=_accueil(plateforme),
    )


def _schema(plateforme: Plateforme) -> bytes:
    decrit = table_schema(_fichier(plateforme, "schema.json"), SCHEMA_CREE_LE)
    return current_app.json.dumps(decrit, ensure_ascii=False, indent=2).encode()


def _atom(plateforme: Plateforme) -> bytes:
    return ecrire_atom(
        fermes_nouvelles(plateforme.departements, horloge.aujourdhui()),
        _page_de,
        titre=_("Les nouvelles fermes : %(nom)s", nom=plateforme.nom),
        editeur=plateforme.nom,
        fil=_fichier(plateforme, "nouvelles.atom"),
        accueil=_lien("accueil.plateforme", plateforme=plateforme.slug),
        instant=horloge.maintenant(),
    )


@dataclass(frozen=True, slots=True)
class _Fichier:
    """How one file is made, and what it is called on the line."""

    ecrire: Callable[[Plateforme], bytes]
    type_mime: str
    telecharge: bool = False


FICHIERS: Mapping[str, _Fichier] = {
    "producteurs.csv": _Fichier(_csv, "text/csv; charset=utf-8", telecharge=True),
    "producteurs.geojson": _Fichier(_geojson, "application/geo+json"),
    "producteurs.jsonld": _Fichier(_jsonld, "application/ld+json"),
    "schema.json": _Fichier(_schema, "application/json"),
    "nouvelles.atom": _Fichier(_atom, "application/atom+xml; charset=utf-8"),
}


@public_bp.get("/<plateforme>/donnees/")
@public
def donnees(plateforme: Plateforme) -> ResponseReturnValue:
    return render_template(
        "producteurs/donnees.html",
        nombres=compter_ouvertes(plateforme.departements, horloge.aujourdhui()),
        champs=[*(c.decrit() for c in CHAMPS), GEOMETRIE],
        licence=LICENCE,
    )


@public_bp.get("/<plateforme>/donnees/<nom>")
@public
@limiteur.limit("60/minute")
def fichier_ouvert(plateforme: Plateforme, nom: str) -> ResponseReturnValue:
    fichier = FICHIERS.get(nom)
    if fichier is None:
        raise Introuvable
    reponse = Response(fichier.ecrire(plateforme), content_type=fichier.type_mime)
    # Kept by the reader alone: the answer may carry the cookie that remembers the platform.
    reponse.headers["Cache-Control"] = f"private, max-age={GARDE_S}"
    reponse.headers["Access-Control-Allow-Origin"] = "*"
    if fichier.telecharge:
        nom = f"{plateforme.slug}-{nom}"
        reponse.headers.set("Content-Disposition", "attachment", filename=nom)
    reponse.add_etag()
    return reponse.make_conditional(request)
