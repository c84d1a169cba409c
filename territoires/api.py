"""Platforms and communes as open data."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, url_for

from socle import parametres
from socle.langue import _l
from socle.parametres import ParametreInvalide
from socle.reglages import Reglages
from socle.web.acces import public
from socle.web.openapi import decrit
from territoires import queries
from territoires.models import Commune, GenrePlateforme, Plateforme

bp = Blueprint("api_territoires", __name__, url_prefix="/api/v1")

LIMITE = 10
LIMITE_MAXIMUM = 50


@dataclass(frozen=True, slots=True)
class FichePlateforme:
    """``departements`` are the codes of its perimeter; ``adresse`` is its home page."""

    slug: str
    nom: str
    genre: GenrePlateforme
    departements: list[str]
    lat: float
    lon: float
    adresse: str


@dataclass(frozen=True, slots=True)
class ListePlateformes:
    total: int
    elements: list[FichePlateforme]


@dataclass(frozen=True, slots=True)
class FicheCommune:
    """A commune of INSEE's code; 84, mostly overseas, have no position."""

    code_insee: str
    nom: str
    departement: str
    region: str
    codes_postaux: list[str]
    population: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class ListeCommunes:
    elements: list[FicheCommune]


def _fiche_plateforme(plateforme: Plateforme) -> FichePlateforme:
    reglages: Reglages = current_app.config["REGLAGES"]
    return FichePlateforme(
        slug=plateforme.slug,
        nom=plateforme.nom,
        genre=plateforme.genre,
        departements=plateforme.departements,
        lat=plateforme.centre_lat,
        lon=plateforme.centre_lon,
        adresse=reglages.base_url.rstrip("/")
        + url_for("accueil.plateforme", plateforme=plateforme.slug),
    )


def _fiche_commune(commune: Commune) -> FicheCommune:
    return FicheCommune(
        code_insee=commune.code_insee,
        nom=commune.nom,
        departement=commune.departement,
        region=commune.region,
        codes_postaux=commune.codes_postaux,
        population=commune.population,
        lat=commune.lat,
        lon=commune.lon,
    )


@bp.get("/plateformes")
@public
@decrit("Les plateformes et leur périmètre", reponse=ListePlateformes)
def plateformes() -> ListePlateformes:
    fiches = [_fiche_plateforme(p) for p in queries.plateformes()]
    return ListePlateformes(len(fiches), fiches)


@bp.get("/communes")
@public
@decrit(
    "Les communes d’un nom ou d’un code postal",
    reponse=ListeCommunes,
    parametres=[
        parametres.texte(
            "q", "Début d’un nom ou d’un code postal, deux caractères au moins.", requis=True
        ),
        parametres.entier(
            "limite", "Nombre de communes au plus.", maximum=LIMITE_MAXIMUM, defaut=LIMITE
        ),
    ],
    detail="Les accents, la casse et les traits d’union ne comptent pas, « st » vaut « saint ». "
    "Les plus peuplées d’abord.",
)
def communes(q: str, limite: int) -> ListeCommunes:
    if len(q) < 2:
        raise ParametreInvalide(parametre="q", attendu=_l("deux caractères au moins"))
    return ListeCommunes([_fiche_commune(c) for c in queries.chercher_communes(q, limite=limite)])
