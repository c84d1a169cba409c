"""A farmer's week: the sales that he is in, what he offers, has sold, and brings where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from commandes.models import (
    Commande,
    EtatCommande,
    EtatPart,
    LigneCommande,
    Offre,
    Part,
    Vente,
    VenteProducteur,
)
from livraisons.models import CreneauLivraison, Distribution, Livraison, PointRelais
from socle.db import session
from socle.errors import Introuvable

EtatsParFenetre = dict[tuple[int, int | None, int | None], dict[EtatPart, int]]


@dataclass(frozen=True, slots=True)
class Depot:
    """What a producteur brings to one distribution, or hands to one round, of a sale."""

    fenetre: Distribution | CreneauLivraison
    parts: int
    pretes: int


@dataclass(frozen=True, slots=True)
class SemaineVente:
    """A sale as one of its producteurs works on it: what he offers, has sold, and brings where."""

    vente: Vente
    offres: int
    depots: tuple[Depot, ...]

    @property
    def parts(self) -> int:
        return sum(d.parts for d in self.depots)

    @property
    def pretes(self) -> int:
        return sum(d.pretes for d in self.depots)


def _ventes_de(producteur_id: int) -> Select[Vente]:
    return (
        select(Vente)
        .join(VenteProducteur, VenteProducteur.vente_id == Vente.id)
        .where(VenteProducteur.producteur_id == producteur_id, Vente.annulee_le.is_(None))
        .options(
            joinedload(Vente.plateforme),
            selectinload(Vente.distributions)
            .joinedload(Distribution.point_relais)
            .joinedload(PointRelais.commune),
            selectinload(Vente.creneaux).joinedload(CreneauLivraison.zone),
        )
    )


def ventes_du_producteur(producteur_id: int, depuis: datetime) -> Sequence[Vente]:
    """The sales that this producteur may join or is in, that end after ``depuis``."""
    return session.scalars(
        _ventes_de(producteur_id).where(Vente.fin > depuis).order_by(Vente.cloture, Vente.id)
    ).all()


def vente_du_producteur(producteur_id: int, numero: int) -> Vente:
    """One sale that this producteur may join or is in, with its windows, or ``Introuvable``."""
    vente = session.scalar(_ventes_de(producteur_id).where(Vente.id == numero))
    if vente is None:
        raise Introuvable
    return vente


def semaine(producteur_id: int, depuis: datetime) -> list[SemaineVente]:
    """The sales of this producteur that end after ``depuis``, with his work. Five queries."""
    ventes = ventes_du_producteur(producteur_id, depuis)
    numeros = [v.id for v in ventes]
    offres = dict(
        session.execute(
            select(Offre.vente_id, func.count())
            .where(Offre.producteur_id == producteur_id, Offre.vente_id.in_(numeros))
            .group_by(Offre.vente_id)
        )
    )
    comptes = _parts_par_fenetre(producteur_id, numeros)
    return [
        SemaineVente(
            vente,
            offres.get(vente.id, 0),
            (
                *(_depot(d, comptes[vente.id, d.id, None]) for d in vente.distributions),
                *(_depot(c, comptes[vente.id, None, c.id]) for c in vente.creneaux),
            ),
        )
        for vente in ventes
    ]


def _parts_par_fenetre(producteur_id: int, ventes: list[int]) -> EtatsParFenetre:
    comptes: EtatsParFenetre = defaultdict(dict)
    for vente_id, distribution_id, creneau_id, etat, nombre in session.execute(
        select(
            Commande.vente_id,
            Livraison.distribution_id,
            Livraison.creneau_id,
            Part.etat,
            func.count(),
        )
        .join(Part.commande)
        .join(Commande.livraison)
        .where(
            Part.producteur_id == producteur_id,
            Commande.vente_id.in_(ventes),
            Commande.etat == EtatCommande.CONFIRMEE,
        )
        .group_by(Commande.vente_id, Livraison.distribution_id, Livraison.creneau_id, Part.etat)
    ):
        comptes[vente_id, distribution_id, creneau_id][etat] = nombre
    return comptes


def _depot(fenetre: Distribution | CreneauLivraison, etats: dict[EtatPart, int]) -> Depot:
    return Depot(fenetre, sum(etats.values()), etats.get(EtatPart.PRETE, 0))


def unites_commandees(producteur_id: int, vente_id: int) -> dict[int, int]:
    """Units that orders hold (paid or being paid) by number of product, in one query."""
    lignes = session.execute(
        select(Offre.produit_id, func.sum(LigneCommande.quantite))
        .join(LigneCommande.offre)
        .join(LigneCommande.part)
        .join(Part.commande)
        .where(
            Offre.producteur_id == producteur_id,
            Offre.vente_id == vente_id,
            Commande.etat.in_([EtatCommande.A_PAYER, EtatCommande.CONFIRMEE]),
        )
        .group_by(Offre.produit_id)
    )
    return {produit_id: int(quantite) for produit_id, quantite in lignes}
