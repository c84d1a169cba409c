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

from sqlalchemy import Date, bindparam, exists, func, select
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

    @property
    def en_vente(self) -> bool:
        """Whether some is left in one of these sales."""
        return any(reste > 0 for _vente, reste in self.offres)


@dataclass(frozen=True, slots=True)
class Voisine:
    """Another farm of the same sales, fetched at the same place."""

    slug: str
    nom: str


@dataclass(frozen=True, slots=True)
class VentesOuvertes:
    """The open sales of a farm with their windows, and the other farms that are in them."""

    ventes: Sequence[Vente]
    voisines: Sequence[Voisine]


def _voisines() -> Any:
    """The other farms of a sale that are in order: « slug<tab>name » on lines of their own, so
    that they come with the sale (a name holds neither)."""
    jour: Any = bindparam("jour", type_=Date)
    return (
        select(func.aggregate_strings(Producteur.slug + "\t" + Producteur.nom, "\n"))
        .select_from(VenteProducteur)
        .join(Producteur, Producteur.id == VenteProducteur.producteur_id)
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .where(
            VenteProducteur.vente_id == Vente.id,
            Producteur.id != bindparam("producteur"),
            Dossier.en_regle(jour),
        )
        .correlate(Vente)
        .scalar_subquery()
    )


@lru_cache
def _requete_ventes() -> Any:
    """Open sales where the farm offers something, beside each of their distributions, with the
    other farms and whether they have home slots."""
    instant: Any = bindparam("instant", type_=InstantUTC)
    sien = select(Offre.vente_id).where(Offre.producteur_id == bindparam("producteur"))
    a_domicile = exists().where(VenteCreneau.vente_id == Vente.id)
    return (
        select(Vente, Distribution, _voisines(), a_domicile)
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


def ventes_ouvertes(
    producteur_id: int, instant: datetime, jour: date, *, lieu_connu: bool
) -> VentesOuvertes:
    """The open sales where the farm offers something, the next to close first; one query.

    One more for home slots: they can be had only where somebody lives, so they are read when
    that is known, or when a sale has nothing else.
    """
    distributions: dict[Vente, list[Distribution]] = {}
    creneaux: dict[int, list[CreneauLivraison]] = {}
    noms: set[str] = set()
    valeurs = {"producteur": producteur_id, "instant": instant, "jour": jour}
    for vente, distribution, autres, a_domicile in session.execute(_requete_ventes(), valeurs):
        siennes = distributions.setdefault(vente, [])
        if distribution is not None:
            siennes.append(distribution)
        if a_domicile and (lieu_connu or distribution is None):
            creneaux[vente.id] = []
        noms.update(autres.split("\n") if autres else ())
    if creneaux:
        for vente_id, creneau in session.execute(_requete_creneaux(), {"ventes": list(creneaux)}):
            creneaux[vente_id].append(creneau)
    for vente, siennes in distributions.items():
        set_committed_value(vente, "distributions", siennes)
        set_committed_value(vente, "creneaux", creneaux.get(vente.id, []))
    voisines = sorted((Voisine(*nom.split("\t", 1)) for nom in noms), key=lambda v: v.slug)
    return VentesOuvertes(list(distributions), voisines[:VOISINES_MONTREES])


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
