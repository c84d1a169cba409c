"""A farmer's week: the sales that he is in, what he offers, has sold, and brings where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from commandes.models import (
    Commande,
    EtatCommande,
    EtatPart,
    EtatVente,
    LigneCommande,
    Offre,
    Part,
    Vente,
    VenteProducteur,
)
from livraisons.models import CreneauLivraison, Distribution, Livraison, PointRelais
from socle import horloge
from socle.db import session
from socle.errors import Introuvable

EtatsParFenetre = dict[tuple[int, int | None, int | None], dict[EtatPart, int]]


@dataclass(frozen=True, slots=True)
class Depot:
    """What a producteur brings to one distribution, or hands to one round, of a sale."""

    fenetre: Distribution | CreneauLivraison
    parts: int
    pretes: int

    @property
    def jour(self) -> date:
        return self.fenetre.debut.astimezone(horloge.PARIS).date()

    @property
    def point_relais(self) -> PointRelais | None:
        return self.fenetre.point_relais if isinstance(self.fenetre, Distribution) else None


@dataclass(frozen=True, slots=True)
class SemaineVente:
    """A sale as one of its producteurs works on it: what he offers, has sold, and brings where."""

    vente: Vente
    etat: EtatVente
    offres: int
    depots: tuple[Depot, ...]

    @property
    def parts(self) -> int:
        return sum(d.parts for d in self.depots)

    @property
    def pretes(self) -> int:
        return sum(d.pretes for d in self.depots)


ORDRE_DU_TRAVAIL = (
    EtatVente.EN_PREPARATION,
    EtatVente.OUVERTE,
    EtatVente.A_VENIR,
    EtatVente.TERMINEE,
)
"""What presses most comes first."""


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


def semaine(producteur_id: int, instant: datetime) -> list[SemaineVente]:
    """The sales of this producteur that end today or later, what presses most first.
    Five queries."""
    minuit = horloge.a_paris(instant.astimezone(horloge.PARIS).date(), time())
    ventes = ventes_du_producteur(producteur_id, minuit)
    numeros = [v.id for v in ventes]
    offres = dict(
        session.execute(
            select(Offre.vente_id, func.count())
            .where(Offre.producteur_id == producteur_id, Offre.vente_id.in_(numeros))
            .group_by(Offre.vente_id)
        ).all()
    )
    comptes = _parts_par_fenetre(producteur_id, numeros)
    lues = [
        SemaineVente(
            vente,
            vente.etat(instant),
            offres.get(vente.id, 0),
            (
                *(_depot(d, comptes[vente.id, d.id, None]) for d in vente.distributions),
                *(_depot(c, comptes[vente.id, None, c.id]) for c in vente.creneaux),
            ),
        )
        for vente in ventes
    ]
    return sorted(lues, key=lambda v: ORDRE_DU_TRAVAIL.index(v.etat))


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


def offres_du_producteur(producteur_id: int, vente_id: int) -> dict[int, Offre]:
    """What this producteur offers in a sale, by number of product, whatever his dossier says.
    One query."""
    offres = session.scalars(
        select(Offre)
        .where(Offre.producteur_id == producteur_id, Offre.vente_id == vente_id)
        .options(joinedload(Offre.produit))
    )
    return {o.produit_id: o for o in offres}


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
