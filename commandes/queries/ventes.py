"""Sales and their offers, as the public sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from commandes.models import EtatVente, Offre, Vente, VenteProducteur
from livraisons.models import CreneauLivraison, Distribution, PointRelais
from producteurs.models import Dossier, Producteur
from socle import horloge
from socle.db import session
from socle.errors import Introuvable
from socle.pages import Page


def _dans_l_etat(etat: EtatVente, instant: datetime) -> ColumnElement[bool]:
    if etat is EtatVente.ANNULEE:
        return Vente.annulee_le.is_not(None)
    fenetre = {
        EtatVente.A_VENIR: Vente.ouverture > instant,
        EtatVente.OUVERTE: and_(Vente.ouverture <= instant, Vente.cloture > instant),
        EtatVente.EN_PREPARATION: and_(Vente.cloture <= instant, Vente.fin > instant),
        EtatVente.TERMINEE: Vente.fin <= instant,
    }[etat]
    return and_(Vente.annulee_le.is_(None), fenetre)


def retraits() -> tuple[Any, ...]:
    """What loads the windows of a sale: one query for distributions, one for slots."""
    return (
        selectinload(Vente.distributions)
        .joinedload(Distribution.point_relais)
        .joinedload(PointRelais.commune),
        selectinload(Vente.creneaux).joinedload(CreneauLivraison.zone),
    )


def fermes() -> Any:
    """What loads the farms of a sale that are in order today: one query."""
    en_regle = select(Dossier.producteur_id).where(Dossier.en_regle(horloge.aujourdhui()))
    participations = Vente.participations.and_(VenteProducteur.producteur_id.in_(en_regle))
    return selectinload(participations).joinedload(VenteProducteur.producteur)


def _entieres(*conditions: ColumnElement[bool]) -> Select[Vente]:
    """Sales with platform, windows and farms, the next deadline first."""
    return (
        select(Vente)
        .where(*conditions)
        .options(joinedload(Vente.plateforme), fermes(), *retraits())
        .order_by(Vente.cloture, Vente.id)
    )


def ventes_de(
    plateformes: Iterable[int], etats: Iterable[EtatVente], instant: datetime
) -> Sequence[Vente]:
    """The sales of these platforms in one of these states, next deadline first, with windows and
    farms in order. Five queries."""
    dans_un_etat = or_(*(_dans_l_etat(etat, instant) for etat in etats))
    return session.scalars(
        _entieres(Vente.plateforme_id.in_(list(plateformes)), dans_un_etat)
    ).all()


def page_de_ventes(
    plateformes: Iterable[int] | None,
    etats: Iterable[EtatVente],
    instant: datetime,
    *,
    numero: int,
    par_page: int,
) -> Page[Vente]:
    """A page of the same, of these platforms or (None) of all; six queries."""
    conditions = [or_(*(_dans_l_etat(etat, instant) for etat in etats))]
    if plateformes is not None:
        conditions.append(Vente.plateforme_id.in_(list(plateformes)))
    total = session.scalar(select(func.count()).select_from(Vente).where(*conditions)) or 0
    numero = min(numero, max(1, -(-total // par_page)))
    trouvees = session.scalars(
        _entieres(*conditions).limit(par_page).offset((numero - 1) * par_page)
    ).all()
    return Page(trouvees, total, numero, par_page)


def vente_entiere(numero: int) -> Vente:
    """One sale with platform, windows and farms in order, or ``Introuvable``."""
    trouvee = session.scalar(_entieres(Vente.id == numero))
    if trouvee is None:
        raise Introuvable
    return trouvee


def vente(numero: int) -> Vente:
    """One sale with its platform, or ``Introuvable``."""
    trouvee = session.scalar(
        select(Vente).where(Vente.id == numero).options(joinedload(Vente.plateforme))
    )
    if trouvee is None:
        raise Introuvable
    return trouvee


def vente_avec_retraits(numero: int) -> Vente:
    """One sale with its platform, distributions, relay points and slots. Three queries."""
    trouvee = session.scalar(
        select(Vente).where(Vente.id == numero).options(joinedload(Vente.plateforme), *retraits())
    )
    if trouvee is None:
        raise Introuvable
    return trouvee


def offres_de(
    vente_id: int, producteur_id: int | None = None, parmi: Collection[int] | None = None
) -> Sequence[Offre]:
    """The offers of a sale whose farms are in order, with product and farm, by farm.

    One query; sold-out offers are there too, with a stock of zero. ``producteur_id`` asks for
    one farm's, ``parmi`` for these numbers only.
    """
    requete = (
        select(Offre)
        .join(Offre.produit)
        .join(Offre.producteur)
        .join(Producteur.dossier)
        .where(Offre.vente_id == vente_id, Dossier.en_regle(horloge.aujourdhui()))
        .options(
            contains_eager(Offre.produit),
            contains_eager(Offre.producteur).joinedload(Producteur.commune),
        )
        .order_by(Producteur.nom, Producteur.id, Offre.id)
    )
    if producteur_id is not None:
        requete = requete.where(Offre.producteur_id == producteur_id)
    if parmi is not None:
        requete = requete.where(Offre.id.in_(sorted(parmi)))
    return session.scalars(requete).all()


def relire_offres(numeros: Collection[int]) -> None:
    """These offers as they stand now, once their stock is held: a merge of two entries that ended
    meanwhile has given them to another farm. One query."""
    session.scalars(
        select(Offre)
        .where(Offre.id.in_(sorted(numeros)))
        .options(joinedload(Offre.produit), joinedload(Offre.producteur))
        .execution_options(populate_existing=True)
    ).all()


def offres_de_produits(produits: Collection[int], instant: datetime) -> Sequence[Offre]:
    """Where these products can be had now: offers in stock of open sales, soonest deadline
    first. One query."""
    return session.scalars(
        select(Offre)
        .join(Offre.vente)
        .join(Offre.producteur)
        .join(Producteur.dossier)
        .where(
            Offre.produit_id.in_(sorted(produits)),
            Offre.stock > 0,
            _dans_l_etat(EtatVente.OUVERTE, instant),
            Dossier.en_regle(horloge.aujourdhui()),
        )
        .options(contains_eager(Offre.vente))
        .order_by(Vente.cloture, Offre.id)
    ).all()


def offre_de(vente_id: int, offre_id: int) -> Offre | None:
    """One offer of this sale whose farm is in order, with its product."""
    return session.scalar(
        select(Offre)
        .join(Offre.producteur)
        .join(Producteur.dossier)
        .where(
            Offre.vente_id == vente_id, Offre.id == offre_id, Dossier.en_regle(horloge.aujourdhui())
        )
        .options(joinedload(Offre.produit))
    )


def prochaine_vente(plateforme_id: int, instant: datetime, *, sauf: int) -> Vente | None:
    """The sale to propose instead: the open one that closes first, else the next to open."""
    ouverte = select(Vente).where(
        Vente.plateforme_id == plateforme_id,
        Vente.id != sauf,
        Vente.annulee_le.is_(None),
        Vente.cloture > instant,
    )
    return session.scalar(ouverte.order_by(Vente.ouverture > instant, Vente.cloture).limit(1))


def ventes_ouvertes_de(producteur_id: int, instant: datetime) -> Sequence[Vente]:
    """The open sales in which this producteur offers something, with windows."""
    return session.scalars(
        select(Vente)
        .where(
            _dans_l_etat(EtatVente.OUVERTE, instant),
            Vente.id.in_(select(Offre.vente_id).where(Offre.producteur_id == producteur_id)),
        )
        .options(joinedload(Vente.plateforme), *retraits())
        .order_by(Vente.cloture)
    ).all()
