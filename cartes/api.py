"""The registry as open data: the same farms as the list and the map, by the same filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint

from cartes.queries import PARAMETRES, FermeEnListe, Filtres, fiche, produits_de, rechercher
from cartes.queries.fiche import Fiche, LabelMontre
from cartes.queries.offre import ProduitMontre
from socle import horloge
from socle.web.acces import public
from socle.web.openapi import decrit
from territoires.queries import plateforme

bp = Blueprint("api_producteurs", __name__, url_prefix="/api/v1")


@dataclass(frozen=True, slots=True)
class CommuneDuProducteur:
    code_insee: str
    nom: str


@dataclass(frozen=True, slots=True)
class ProducteurEnListe:
    slug: str
    nom: str
    commune: CommuneDuProducteur
    lat: float
    lon: float
    familles: Sequence[str]
    modes: Sequence[str]
    labels: Sequence[str]
    labels_verifies: Sequence[str]
    confirme_le: date
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Producteurs:
    total: int
    page: int
    elements: Sequence[ProducteurEnListe]


@dataclass(frozen=True, slots=True)
class ProduitDuProducteur:
    nom: str
    nature: str
    famille: str
    description: str
    vente: str
    unite: str
    contenance: int | None
    contenance_unite: str
    prix_centimes: int
    prix_au_kilo_centimes: int | None
    allergenes: Sequence[str]
    origine: str
    de_qui: str
    mois: Sequence[int]


@dataclass(frozen=True, slots=True)
class ProducteurEnDetail:
    slug: str
    nom: str
    genre: str
    description: str
    adresse: str
    commune: CommuneDuProducteur
    departement: str
    lat: float
    lon: float
    telephone: str
    site: str
    horaires: Mapping[str, Sequence[Sequence[str]]]
    familles: Sequence[str]
    modes: Sequence[str]
    labels: Sequence[LabelMontre]
    verifie_le: date | None
    confirme_le: date
    revend: bool
    produits: Sequence[ProduitDuProducteur]


def _en_liste(ferme: FermeEnListe) -> ProducteurEnListe:
    return ProducteurEnListe(
        slug=ferme.slug,
        nom=ferme.nom,
        commune=CommuneDuProducteur(ferme.commune_code, ferme.commune_nom),
        lat=ferme.lat,
        lon=ferme.lon,
        familles=ferme.familles,
        modes=ferme.modes,
        labels=ferme.labels,
        labels_verifies=ferme.verifies,
        confirme_le=horloge.jour_de(ferme.confirme_le),
        distance_km=ferme.distance_km,
    )


def _en_detail(ferme: Fiche, produits: Sequence[ProduitMontre]) -> ProducteurEnDetail:
    return ProducteurEnDetail(
        slug=ferme.slug,
        nom=ferme.nom,
        genre=ferme.genre,
        description=ferme.description,
        adresse=ferme.adresse,
        commune=CommuneDuProducteur(ferme.commune_code, ferme.commune_nom),
        departement=ferme.departement,
        lat=ferme.lat,
        lon=ferme.lon,
        telephone=ferme.telephone,
        site=ferme.site,
        horaires=ferme.horaires,
        familles=ferme.familles,
        modes=ferme.modes,
        labels=ferme.labels,
        verifie_le=horloge.jour_de(ferme.verifie_le) if ferme.verifie_le else None,
        confirme_le=horloge.jour_de(ferme.confirme_le),
        revend=ferme.revend,
        produits=[_produit(montre) for montre in produits],
    )


def _produit(montre: ProduitMontre) -> ProduitDuProducteur:
    produit = montre.produit
    return ProduitDuProducteur(
        nom=produit.nom,
        nature=produit.nature.value,
        famille=produit.famille.value,
        description=produit.description,
        vente=produit.vente.value,
        unite=produit.unite.value,
        contenance=produit.contenance,
        contenance_unite=produit.contenance_unite,
        prix_centimes=produit.prix_centimes,
        prix_au_kilo_centimes=produit.prix_au_kilo_centimes,
        allergenes=produit.allergenes,
        origine=produit.origine,
        de_qui=produit.de_qui,
        mois=produit.mois,
    )


@bp.get("/producteurs")
@public
@decrit(
    "Les producteurs vérifiés",
    detail="Les plus proches d’abord quand une position est donnée, sinon par ordre alphabétique.",
    parametres=PARAMETRES,
    reponse=Producteurs,
    erreurs={404: "Il n’y a pas de plateforme à cette adresse."},
)
def producteurs(**valeurs: Any) -> Producteurs:
    filtres = Filtres(**valeurs)
    departements = plateforme(filtres.plateforme).departements if filtres.plateforme else None
    page = rechercher(filtres, horloge.aujourdhui(), departements=departements).page
    return Producteurs(page.total, page.numero, [_en_liste(f) for f in page.elements])


@bp.get("/producteurs/<slug>")
@public
@decrit(
    "Un producteur et ce qu’il vend",
    detail="« vente » vaut « poids » quand le prix est celui d’un kilogramme ; on commande alors "
    "des portions de « contenance » grammes. « horaires » va de « 0 », lundi, à « 6 ».",
    reponse=ProducteurEnDetail,
    erreurs={404: "Aucun producteur vérifié n’est à cette adresse."},
)
def producteur(slug: str) -> ProducteurEnDetail:
    ferme = fiche(slug, horloge.aujourdhui())
    return _en_detail(ferme, produits_de(ferme.id))
