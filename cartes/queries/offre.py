"""What a farm sells, and the open sales through which it can be had.

The statements are built once: on a page that is read this often, building them costs as much as
running them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from commandes.models import Offre, Vente, VenteCreneau, VenteDistribution, VenteProducteur
from livraisons.models import CreneauLivraison, Distribution
from producteurs.models import Dossier, Producteur, Produit
from socle.db import InstantUTC, session

VOISINES_MONTREES = 6


@dataclass(frozen=True, slots=True)
class ProduitMontre:
    """A product and the open sales that offer it: (number of the sale, units left)."""

    produit: Produit
    offres: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Voisine:
    """Another farm of the same sales, fetched at the same place."""

    slug: str
    nom: str


@lru_cache
def _requete_ventes() -> Any:
    """Open sales where the farm offers something, beside each of their distributions."""
    instant: Any = bindparam("instant", type_=InstantUTC)
    sien = select(Offre.vente_id).where(Offre.producteur_id == bindparam("producteur"))
    return (
        select(Vente, Distribution)
        .outerjoin(VenteDistribution, VenteDistribution.vente_id == Vente.id)
        .outerjoin(Distribution, Distribution.id == VenteDistribution.distribution_id)
        .outerjoin(Distribution.point_relais)
        .options(contains_eager(Distribution.point_relais))
        .where(
            Vente.annulee_le.is_(None),
            Vente.ouverture <= instant,
            Vente.cloture > instant,
            Vente.id.in_(sien),
        )
        .order_by(Vente.cloture, Vente.id, Distribution.debut)
    )


@lru_cache
def _requete_creneaux() -> Any:
    return (
        select(VenteCreneau.vente_id, CreneauLivraison)
        .join(CreneauLivraison, CreneauLivraison.id == VenteCreneau.creneau_id)
        .join(CreneauLivraison.zone)
        .options(contains_eager(CreneauLivraison.zone))
        .where(VenteCreneau.vente_id.in_(bindparam("ventes", expanding=True)))
        .order_by(CreneauLivraison.debut)
    )


def ventes_ouvertes(producteur_id: int, instant: datetime) -> Sequence[Vente]:
    """The open sales where the farm offers something, with their windows, the next to close
    first; two queries, one when there is none."""
    distributions: dict[Vente, list[Distribution]] = {}
    valeurs = {"producteur": producteur_id, "instant": instant}
    for vente, distribution in session.execute(_requete_ventes(), valeurs):
        siennes = distributions.setdefault(vente, [])
        if distribution is not None:
            siennes.append(distribution)
    if not distributions:
        return []
    creneaux: dict[int, list[CreneauLivraison]] = {vente.id: [] for vente in distributions}
    for vente_id, creneau in session.execute(_requete_creneaux(), {"ventes": list(creneaux)}):
        creneaux[vente_id].append(creneau)
    for vente, siennes in distributions.items():
        set_committed_value(vente, "distributions", siennes)
        set_committed_value(vente, "creneaux", creneaux[vente.id])
    return list(distributions)


@lru_cache
def _requete_produits(avec_offres: bool) -> Any:
    requete: Any = (
        select(Produit, Offre.vente_id, Offre.stock).outerjoin(
            Offre,
            (Offre.produit_id == Produit.id)
            & Offre.vente_id.in_(bindparam("ventes", expanding=True)),
        )
        if avec_offres
        else select(Produit)
    )
    return requete.where(Produit.producteur_id == bindparam("producteur"), Produit.actif).order_by(
        Produit.nature, Produit.nom, Produit.id
    )


def produits_de(producteur_id: int, ventes: Sequence[int] = ()) -> Sequence[ProduitMontre]:
    """What the farm sells, by name, baskets first, with its offers in these sales; one query."""
    valeurs = {"producteur": producteur_id, "ventes": list(ventes)}
    montres: dict[int, ProduitMontre] = {}
    for produit, *offre in session.execute(_requete_produits(bool(ventes)), valeurs):
        deja = montres[produit.id].offres if produit.id in montres else ()
        en_vente = bool(offre) and offre[0] is not None
        montres[produit.id] = ProduitMontre(produit, (*deja, tuple(offre)) if en_vente else deja)
    return list(montres.values())


@lru_cache
def _requete_voisines() -> Any:
    jour: Any = bindparam("jour", type_=Date)
    de_ces_ventes = select(VenteProducteur.producteur_id).where(
        VenteProducteur.vente_id.in_(bindparam("ventes", expanding=True))
    )
    return (
        select(Producteur.slug, Producteur.nom)
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .where(
            Producteur.id != bindparam("producteur"),
            Dossier.en_regle(jour),
            Producteur.id.in_(de_ces_ventes),
        )
        .order_by(Producteur.nom)
        .limit(VOISINES_MONTREES)
    )


def voisines(producteur_id: int, ventes: Sequence[int], jour: date) -> Sequence[Voisine]:
    """The other farms of these sales that are in order; one query, none without a sale."""
    if not ventes:
        return []
    valeurs = {"producteur": producteur_id, "ventes": list(ventes), "jour": jour}
    return [Voisine(*ligne) for ligne in session.execute(_requete_voisines(), valeurs)]
