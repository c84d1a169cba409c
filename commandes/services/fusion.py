"""What follows a farm whose entry is merged into another: its sales, its offers, its orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from commandes.models import Commande, LigneCommande, Offre, Part, Vente, VenteProducteur
from commandes.services.reglement import ecrire_au_grand_livre
from producteurs.errors.doublons import FermesDansLaMemeVente, VenduDepuisLaFusion
from producteurs.models import Produit
from socle import horloge
from socle.db import session
from socle.langue import _
from socle.paiements.queries import paiements_de

Deplaces = dict[str, Any]


def deplacer(de: int, vers: int) -> Deplaces:
    """The farm ``vers`` takes the place of ``de`` in its sales, past and to come.

    Nothing moves in an ended sale where both sold: each order keeps one share of each. Raise
    ``FermesDansLaMemeVente`` when such a sale has not ended.
    """
    partagees = _ventes_partagees(de, vers)
    ventes, offres = _tenir(
        (VenteProducteur.producteur_id == de) & VenteProducteur.vente_id.not_in(partagees),
        Part.producteur_id == de,
        (Offre.producteur_id == de) & Offre.vente_id.not_in(partagees),
    )
    parts = session.scalars(
        select(Part)
        .join(Part.commande)
        .where(Part.producteur_id == de, Commande.vente_id.not_in(partagees))
        .order_by(Part.id)
    ).all()
    deplaces: Deplaces = {
        "offres": list(offres),
        "parts": [part.id for part in parts],
        "ventes": list(ventes),
    }
    _donner(deplaces, de, vers)
    _remettre_en_compte(parts, motif=_("fiches de ferme fusionnées"))
    return deplaces


def ramener(deplaces: Deplaces, de: int, vers: int) -> None:
    """Give everything back. Raise ``VenduDepuisLaFusion`` when what had moved was put on sale, or
    ordered, since then."""
    _tenir(
        (VenteProducteur.producteur_id == de) & VenteProducteur.vente_id.in_(deplaces["ventes"]),
        Part.id.in_(deplaces["parts"]),
        Offre.id.in_(deplaces["offres"]),
    )
    _refuser_si_vendu(deplaces, de, vers)
    parts = session.scalars(
        select(Part).where(Part.id.in_(deplaces["parts"])).order_by(Part.id)
    ).all()
    _donner(deplaces, de, vers)
    _remettre_en_compte(parts, motif=_("fusion de fiches annulée"))


def _tenir(
    des_ventes: ColumnElement[bool], des_parts: ColumnElement[bool], des_offres: ColumnElement[bool]
) -> tuple[Sequence[int], Sequence[int]]:
    """Hold these places in sales, the orders that have these shares, then these offers, as whoever
    publishes, orders or cancels takes them; the numbers of the sales and of the offers.

    Farms publish under a lock on their place, buyers take stock under one on the offer: offers
    being published and orders being placed end first, and are seen.
    """
    ventes = session.scalars(
        select(VenteProducteur.vente_id)
        .where(des_ventes)
        .order_by(VenteProducteur.vente_id)
        .with_for_update()
    ).all()
    session.scalars(
        select(Commande.id)
        .where(Commande.id.in_(select(Part.commande_id).where(des_parts)))
        .order_by(Commande.id)
        .with_for_update()
    ).all()
    offres = session.scalars(
        select(Offre.id).where(des_offres).order_by(Offre.id).with_for_update()
    ).all()
    return ventes, offres


def _ventes_partagees(de: int, vers: int) -> list[int]:
    """The sales where both have a place, an offer or an order; refused if one has not ended."""
    ventes = session.scalars(
        select(Vente).where(Vente.id.in_(_ventes_de(de)), Vente.id.in_(_ventes_de(vers)))
    ).all()
    instant = horloge.maintenant()
    for vente in ventes:
        if vente.annulee_le is None and instant < vente.fin:
            raise FermesDansLaMemeVente(vente=vente.titre)
    return [vente.id for vente in ventes]


def _ventes_de(numero: int) -> Any:
    return (
        select(VenteProducteur.vente_id)
        .where(VenteProducteur.producteur_id == numero)
        .union(
            select(Offre.vente_id).where(Offre.producteur_id == numero),
            select(Commande.vente_id)
            .join(Part, Part.commande_id == Commande.id)
            .where(Part.producteur_id == numero),
        )
    )


def _donner(deplaces: Deplaces, de: int, vers: int) -> None:
    session.flush()
    for table, colonne, numeros in (
        (Offre, Offre.id, deplaces["offres"]),
        (Part, Part.id, deplaces["parts"]),
        (VenteProducteur, VenteProducteur.vente_id, deplaces["ventes"]),
    ):
        session.execute(
            update(table)
            .where(colonne.in_(numeros), table.producteur_id == de)
            .values(producteur_id=vers)
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def _remettre_en_compte(parts: Sequence[Part], *, motif: str) -> None:
    """Every cent goes on having its party: the ledger says who the farm is now."""
    numeros = {part.commande_id for part in parts}
    for commande in session.scalars(
        select(Commande).where(Commande.id.in_(numeros)).order_by(Commande.id)
    ):
        paiements = paiements_de("commande", commande.reference)
        ecrire_au_grand_livre(commande, paiements, motif=motif)


def _refuser_si_vendu(deplaces: Deplaces, de: int, vers: int) -> None:
    """The catalogue has come back before the sales: no offer of it may be left behind, and no
    order may mix what was there with what has come since."""
    restees = (
        select(func.count())
        .select_from(Offre)
        .join(Offre.produit)
        .where(
            Produit.producteur_id == vers,
            Offre.producteur_id == de,
            Offre.id.not_in(deplaces["offres"]),
        )
    )
    melees = (
        select(func.count())
        .select_from(LigneCommande)
        .where(
            or_(
                LigneCommande.offre_id.in_(deplaces["offres"])
                & LigneCommande.part_id.not_in(deplaces["parts"]),
                LigneCommande.offre_id.not_in(deplaces["offres"])
                & LigneCommande.part_id.in_(deplaces["parts"]),
            )
        )
    )
    if session.scalar(restees) or session.scalar(melees):
        raise VenduDepuisLaFusion
