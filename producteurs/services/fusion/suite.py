"""What follows an entry into another, and comes back. Rooms above hand theirs by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from producteurs.errors.doublons import PanierMelange
from producteurs.models import (
    Composition,
    OrigineImport,
    Piece,
    Producteur,
    Produit,
    Signalement,
    Visite,
)
from socle.comptes.models import Compte, Habilitation, Role
from socle.db import Base, session

Deplaces = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SuiteFusion:
    """What a room above does with what it keeps under the number of an entry.

    ``deplacer(de, vers)`` gives to ``vers`` what ``de`` had and returns, as JSON, what is needed to
    bring it back; ``ramener(deplaces, de, vers)`` gives ``vers`` back what came from it, once its
    products are its own again. Both raise a ``FusionImpossible`` that says why when that cannot be.
    """

    deplacer: Callable[[int, int], Deplaces]
    ramener: Callable[[Deplaces, int, int], None]


SuitesFusion = Mapping[str, SuiteFusion]

# Rows that say whose they are by one column: (name, table, column).
_A_LA_FERME: Sequence[tuple[str, Any, Any]] = (
    ("produits", Produit, Produit.producteur_id),
    ("origines", OrigineImport, OrigineImport.producteur_id),
    ("signalements", Signalement, Signalement.producteur_id),
)
_AU_DOSSIER: Sequence[tuple[str, Any, Any]] = (
    ("pieces", Piece, Piece.dossier_id),
    ("visites", Visite, Visite.dossier_id),
)


def changer_de_ferme(table: type[Base], colonne: Any, de: int, vers: int) -> list[int]:
    """Give ``vers`` the rows of ``de``; their numbers."""
    cle = table.__mapper__.primary_key[0]
    numeros = list(session.scalars(select(cle).where(colonne == de).order_by(cle)))
    rendre_a(table, colonne, numeros, de, vers)
    return numeros


def rendre_a(table: type[Base], colonne: Any, numeros: Sequence[int], de: int, vers: int) -> None:
    """Give ``vers`` those of these rows that ``de`` still has."""
    cle = table.__mapper__.primary_key[0]
    session.execute(
        update(table).where(cle.in_(numeros), colonne == de).values({colonne.key: vers})
    )


def deplacer(absorbe: Producteur, garde: Producteur) -> Deplaces:
    """People, products and baskets, papers, visits, reports and the names of sources follow."""
    deplaces: Deplaces = {
        nom: changer_de_ferme(table, colonne, absorbe.id, garde.id)
        for nom, table, colonne in _A_LA_FERME
    }
    for nom, table, colonne in _AU_DOSSIER:
        deplaces[nom] = changer_de_ferme(table, colonne, absorbe.dossier.id, garde.dossier.id)
    return deplaces | _deplacer_les_gens(absorbe.id, garde.id)


def ramener(deplaces: Deplaces, garde: Producteur, absorbe: Producteur) -> None:
    """What had followed comes back. Raise ``PanierMelange``."""
    _refuser_les_paniers_meles(set(deplaces["produits"]))
    for nom, table, colonne in _A_LA_FERME:
        rendre_a(table, colonne, deplaces[nom], garde.id, absorbe.id)
    for nom, table, colonne in _AU_DOSSIER:
        rendre_a(table, colonne, deplaces[nom], garde.dossier.id, absorbe.dossier.id)
    _ramener_les_gens(deplaces, garde.id, absorbe.id)


def _refuser_les_paniers_meles(venus: set[int]) -> None:
    lignes = session.execute(
        select(Composition.panier_id, Composition.produit_id, Produit.nom)
        .join(Produit, Produit.id == Composition.panier_id)
        .where(Composition.panier_id.in_(venus) | Composition.produit_id.in_(venus))
    )
    for panier, produit, nom in lignes:
        if (panier in venus) != (produit in venus):
            raise PanierMelange(panier=nom)


def personnes_de(producteur: Producteur) -> Sequence[str]:
    """Where those who speak for this entry are written to; a file's address is nobody's word."""
    return session.scalars(
        select(Compte.courriel)
        .join(Compte.habilitations)
        .where(Habilitation.role == Role.PRODUCTEUR, Habilitation.objet == str(producteur.id))
        .order_by(Compte.id)
    ).all()


def _des_gens(numero: int) -> Sequence[Habilitation]:
    return session.scalars(
        select(Habilitation)
        .where(Habilitation.role == Role.PRODUCTEUR, Habilitation.objet == str(numero))
        .order_by(Habilitation.id)
    ).all()


def _deplacer_les_gens(de: int, vers: int) -> Deplaces:
    """Whoever already speaks for ``vers`` keeps one role there, and gets two back if need be."""
    presents = {h.compte_id for h in _des_gens(vers)}
    suivent, otees = [], []
    for habilitation in _des_gens(de):
        if habilitation.compte_id in presents:
            otees.append([habilitation.id, habilitation.compte_id])
            session.delete(habilitation)
        else:
            suivent.append(habilitation.id)
            habilitation.objet = str(vers)
    session.flush()
    return {"personnes": suivent, "personnes_otees": otees}


def _ramener_les_gens(deplaces: Deplaces, de: int, vers: int) -> None:
    for habilitation in _des_gens(de):
        if habilitation.id in deplaces["personnes"]:
            habilitation.objet = str(vers)
    for numero, compte in deplaces["personnes_otees"]:
        session.add(
            Habilitation(id=numero, compte_id=compte, role=Role.PRODUCTEUR, objet=str(vers))
        )
    session.flush()
