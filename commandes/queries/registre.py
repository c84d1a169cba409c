"""The sales of a platform for its agents, and the orders of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from commandes.models import (
    Commande,
    EtatCommande,
    Offre,
    Vente,
    VenteCreneau,
    VenteProducteur,
)
from commandes.queries.commandes import commande_par_reference
from livraisons.models import (
    CreneauLivraison,
    Distribution,
    Livraison,
    PointRelais,
)
from producteurs.models import Producteur
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Introuvable
from territoires.models import Plateforme


@dataclass(frozen=True, slots=True)
class ChiffresVente:
    """What a sale has come to: orders confirmed, their total in cents, offers on the shelf."""

    commandes: int = 0
    total_centimes: int = 0
    offres: int = 0


def _tenue_par(compte: Compte) -> ColumnElement[bool]:
    """Platforms that this account holds; all of them for an admin."""
    if compte.peut(Role.ADMIN):
        return true()
    return Plateforme.slug.in_(compte.objets(Role.PLATEFORME))


def vente_pour(compte: Compte, numero: int) -> Vente:
    """One sale of a platform of this account, with its windows and farms, or ``Introuvable``.
    Four queries."""
    vente = session.scalar(
        select(Vente)
        .join(Vente.plateforme)
        .where(Vente.id == numero, _tenue_par(compte))
        .options(
            joinedload(Vente.plateforme),
            selectinload(Vente.distributions)
            .joinedload(Distribution.point_relais)
            .joinedload(PointRelais.commune),
            selectinload(Vente.creneaux).joinedload(CreneauLivraison.zone),
            selectinload(Vente.participations)
            .joinedload(VenteProducteur.producteur)
            .joinedload(Producteur.commune),
        )
    )
    if vente is None:
        raise Introuvable
    return vente


def creneau_pour(compte: Compte, numero: int) -> CreneauLivraison:
    """One home slot that serves a sale of a platform of this account, or ``Introuvable``."""
    creneau = session.scalar(
        select(CreneauLivraison)
        .where(
            CreneauLivraison.id == numero,
            CreneauLivraison.id.in_(
                select(VenteCreneau.creneau_id)
                .join(Vente, Vente.id == VenteCreneau.vente_id)
                .join(Vente.plateforme)
                .where(_tenue_par(compte))
            ),
        )
        .options(joinedload(CreneauLivraison.zone))
    )
    if creneau is None:
        raise Introuvable
    return creneau


def chiffres_des_ventes(ventes: Iterable[int]) -> dict[int, ChiffresVente]:
    """The figures of these sales by number, zeros included. Two queries."""
    numeros = list(ventes)
    offres = dict(
        session.execute(
            select(Offre.vente_id, func.count())
            .where(Offre.vente_id.in_(numeros))
            .group_by(Offre.vente_id)
        ).all()
    )
    chiffres = {n: ChiffresVente(offres=offres.get(n, 0)) for n in numeros}
    for vente_id, nombre, total in session.execute(
        select(Commande.vente_id, func.count(), func.sum(Commande.total_centimes))
        .where(Commande.vente_id.in_(numeros), Commande.etat == EtatCommande.CONFIRMEE)
        .group_by(Commande.vente_id)
    ):
        chiffres[vente_id] = ChiffresVente(nombre, int(total), offres.get(vente_id, 0))
    return chiffres


def offres_par_ferme(vente_id: int) -> dict[int, int]:
    """How many products each farm offers in a sale, by number of producteur. One query."""
    return dict(
        session.execute(
            select(Offre.producteur_id, func.count())
            .where(Offre.vente_id == vente_id)
            .group_by(Offre.producteur_id)
        ).all()
    )


def registre_de_vente(vente_id: int) -> Sequence[Commande]:
    """Every order of a sale, whatever became of it, newest first, with how it is fetched.
    One query."""
    return session.scalars(
        select(Commande)
        .where(Commande.vente_id == vente_id)
        .options(
            joinedload(Commande.livraison).options(
                joinedload(Livraison.distribution).joinedload(Distribution.point_relais),
                joinedload(Livraison.creneau).joinedload(CreneauLivraison.zone),
            )
        )
        .order_by(Commande.placee_le.desc(), Commande.id.desc())
    ).all()


def commande_de_vente(vente: Vente, reference: str) -> Commande:
    """One order of this sale, or ``Introuvable``."""
    commande = commande_par_reference(reference)
    if commande.vente_id != vente.id:
        raise Introuvable
    return commande
