"""A farm's page: what is public of it, what it sells, and how to get that where one lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, String, bindparam, case, func, select, type_coerce
from sqlalchemy.orm import aliased

from cartes.queries.registre import (
    BITS_FAMILLES,
    BITS_MODES,
    codes,
)
from commandes.models import Offre, Vente, VenteProducteur
from commandes.queries import ventes_ouvertes_de
from commandes.services import Verdict, rendre_verdicts
from commandes.vocabulaire import verdict_en_une_phrase
from livraisons.models import GenreZone, ZoneCommune, ZoneLivraison
from producteurs.models import (
    Dossier,
    Famille,
    Label,
    ModeVente,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    Produit,
)
from socle.db import session
from socle.errors import Introuvable
from territoires.models import Commune, Departement, Lieu, Perimetre, Plateforme

VOISINS_MONTRES = 6


@dataclass(frozen=True, slots=True)
class LabelMontre:
    """A claim with who checked it; ``etat`` is ``declare`` or ``verifie``."""

    sorte: str
    etat: str
    source: str
    verifie_le: date | None


@dataclass(frozen=True, slots=True)
class Fiche:
    """What is public of a farm in order. ``horaires`` as in ``Producteur``; times are of Paris."""

    id: int
    slug: str
    nom: str
    genre: str
    description: str
    adresse: str
    commune_code: str
    commune_nom: str
    departement: str
    du_departement: str
    """« de la Loire »."""
    lat: float
    lon: float
    telephone: str
    site: str
    horaires: Mapping[str, Sequence[Sequence[str]]]
    image: str
    verifie_le: datetime | None
    """When the chamber decided."""
    plateforme: str | None
    """The address of the smallest platform that covers it."""
    familles: tuple[str, ...]
    modes: tuple[str, ...]
    labels: tuple[LabelMontre, ...]


@dataclass(frozen=True, slots=True)
class ProduitMontre:
    """A product and the open sales that offer it: (number of the sale, units left)."""

    produit: Produit
    offres: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A delivery zone for words and for the map; ``communes`` are (code, name)."""

    nom: str
    genre: GenreZone
    centre: tuple[float, float] | None
    rayon_km: float | None
    polygone: Mapping[str, Any] | None
    frais_centimes: int
    minimum_centimes: int
    communes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Voisine:
    """Another farm of the same sales, fetched at the same place."""

    slug: str
    nom: str


def _somme(colonne: Any, producteur: Any, bits: Mapping[Any, Any]) -> Any:
    somme = func.sum(case(bits, value=colonne, else_=0))
    return select(func.coalesce(somme, 0)).where(producteur == Producteur.id).scalar_subquery()


def _plus_petite_plateforme() -> Any:
    autour = aliased(Perimetre)
    taille = (
        select(func.count())
        .where(autour.plateforme_id == Plateforme.id)
        .correlate(Plateforme)
        .scalar_subquery()
    )
    return (
        select(Plateforme.slug)
        .join(Perimetre, Perimetre.plateforme_id == Plateforme.id)
        .where(Perimetre.departement == Producteur.departement)
        .order_by(taille, Plateforme.slug)
        .limit(1)
        .correlate(Producteur)
        .scalar_subquery()
    )


@lru_cache
def _requete_fiche() -> Any:
    """One farm beside each of its labels, built once."""
    jour: Any = bindparam("jour", type_=Date)
    return (
        select(
            Producteur.id,
            Producteur.slug,
            Producteur.nom,
            type_coerce(Producteur.genre, String),
            Producteur.description,
            Producteur.adresse,
            Producteur.commune_code,
            Commune.nom,
            Producteur.departement,
            Departement.du,
            Producteur.lat,
            Producteur.lon,
            Producteur.telephone,
            Producteur.site,
            Producteur.horaires,
            Producteur.image,
            Dossier.decide_le,
            _plus_petite_plateforme(),
            _somme(ProducteurFamille.famille, ProducteurFamille.producteur_id, BITS_FAMILLES),
            _somme(ProducteurMode.mode, ProducteurMode.producteur_id, BITS_MODES),
            type_coerce(Label.sorte, String),
            type_coerce(Label.etat, String),
            Label.source,
            Label.verifie_le,
        )
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .join(Commune, Commune.code_insee == Producteur.commune_code)
        .join(Departement, Departement.code == Producteur.departement)
        .outerjoin(Label, Label.producteur_id == Producteur.id)
        .where(Producteur.slug == bindparam("slug"), Dossier.en_regle(jour))
        .order_by(Label.sorte)
    )


def fiche(slug: str, jour: date) -> Fiche:
    """The farm at this address if its dossier is in order on ``jour``, else ``Introuvable``."""
    lignes = session.execute(_requete_fiche(), {"slug": slug, "jour": jour}).all()
    if not lignes:
        raise Introuvable
    *faits, familles, modes = lignes[0][:-4]
    labels = tuple(LabelMontre(*ligne[-4:]) for ligne in lignes if ligne[-4])
    return Fiche(*(*faits, codes(familles, Famille), codes(modes, ModeVente), labels))


def produits_de(producteur_id: int, ventes: Sequence[int] = ()) -> Sequence[ProduitMontre]:
    """What the farm sells, by name, baskets first, with its offers in these sales; one query."""
    offres = (Offre.produit_id == Produit.id) & Offre.vente_id.in_(ventes)
    requete = (
        select(Produit, Offre.vente_id, Offre.stock)
        .outerjoin(Offre, offres)
        .where(Produit.producteur_id == producteur_id, Produit.actif)
        .order_by(Produit.nature, Produit.nom, Produit.id)
    )
    par_produit: dict[int, ProduitMontre] = {}
    for produit, vente, stock in session.execute(requete):
        deja = par_produit.get(produit.id)
        trouvees = (*(deja.offres if deja else ()), *([(vente, stock)] if vente else ()))
        par_produit[produit.id] = ProduitMontre(produit, trouvees)
    return list(par_produit.values())


def zones_montrees(producteur_id: int) -> Sequence[Zone]:
    """Where the farm delivers itself, by name of zone; one query."""
    requete = (
        select(
            ZoneLivraison.id,
            ZoneLivraison.nom,
            ZoneLivraison.genre,
            ZoneLivraison.centre_lat,
            ZoneLivraison.centre_lon,
            ZoneLivraison.rayon_km,
            ZoneLivraison.polygone,
            ZoneLivraison.frais_centimes,
            ZoneLivraison.minimum_centimes,
            Commune.code_insee,
            Commune.nom,
        )
        .outerjoin(ZoneCommune, ZoneCommune.zone_id == ZoneLivraison.id)
        .outerjoin(Commune, Commune.code_insee == ZoneCommune.commune_code)
        .where(ZoneLivraison.producteur_id == producteur_id, ZoneLivraison.actif)
        .order_by(ZoneLivraison.nom, ZoneLivraison.id, Commune.population.desc())
    )
    zones: dict[int, Zone] = {}
    for numero, nom, genre, lat, lon, rayon, polygone, frais, minimum, *ici in session.execute(
        requete
    ):
        communes = (
            *(zones[numero].communes if numero in zones else ()),
            *([tuple(ici)] if ici[0] else ()),
        )
        centre = None if lat is None else (lat, lon)
        zones[numero] = Zone(nom, genre, centre, rayon, polygone, frais, minimum, communes)
    return list(zones.values())


def voisines(producteur_id: int, ventes: Sequence[int], jour: date) -> Sequence[Voisine]:
    """The other farms of these sales that are in order; one query, none without a sale."""
    if not ventes:
        return []
    requete = (
        select(Producteur.slug, Producteur.nom)
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .where(
            Producteur.id != producteur_id,
            Dossier.en_regle(jour),
            Producteur.id.in_(
                select(VenteProducteur.producteur_id).where(VenteProducteur.vente_id.in_(ventes))
            ),
        )
        .order_by(Producteur.nom)
        .limit(VOISINS_MONTRES)
    )
    return [Voisine(*ligne) for ligne in session.execute(requete)]


@dataclass(frozen=True, slots=True)
class PageDeFerme:
    """All that a farm's page shows. ``verdicts`` are by number of sale."""

    ferme: Fiche
    ventes: Sequence[Vente]
    verdicts: Mapping[int, Verdict]
    phrases: Mapping[int, str]
    """Each verdict in one sentence."""
    produits: Sequence[ProduitMontre]
    zones: Sequence[Zone]
    voisines: Sequence[Voisine]


def page_de_ferme(slug: str, instant: datetime, jour: date, lieu: Lieu | None) -> PageDeFerme:
    """The page of a farm for somebody at ``lieu``. Four queries without an open sale, seven with
    (eight when a home delivery is to be judged); else ``Introuvable``."""
    ferme = fiche(slug, jour)
    ventes = ventes_ouvertes_de(ferme.id, instant)
    numeros = [vente.id for vente in ventes]
    verdicts = rendre_verdicts(ventes, lieu=lieu, instant=instant) if ventes else {}
    return PageDeFerme(
        ferme=ferme,
        ventes=ventes,
        verdicts=verdicts,
        phrases={n: verdict_en_une_phrase(verdict) for n, verdict in verdicts.items()},
        produits=produits_de(ferme.id, numeros),
        zones=zones_montrees(ferme.id),
        voisines=voisines(ferme.id, numeros, jour),
    )
