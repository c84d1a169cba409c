"""Reading one producteur, and those of an account."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from producteurs.models import Dossier, Producteur
from socle.comptes.models import Compte, Habilitation, Role
from socle.db import session
from socle.errors import Introuvable
from socle.typographie import sans_accents


def _fiche(requete: Select[Any]) -> Select[Any]:
    """With all that a farm's page says of it: four queries."""
    return requete.options(
        joinedload(Producteur.commune),
        joinedload(Producteur.dossier),
        selectinload(Producteur.familles_liees),
        selectinload(Producteur.modes_lies),
        selectinload(Producteur.labels),
    )


def producteur_public(slug: str, jour: date) -> Producteur:
    """The producteur at this address if its dossier is in order on ``jour``; four queries."""
    requete = (
        select(Producteur)
        .join(Producteur.dossier)
        .where(Producteur.slug == slug, Dossier.en_regle(jour))
    )
    trouve: Producteur | None = session.scalars(_fiche(requete)).one_or_none()
    if trouve is None:
        raise Introuvable
    return trouve


def producteurs_en_regle(
    departements: Sequence[str],
    jour: date,
    *,
    texte: str = "",
    parmi: Collection[int] | None = None,
    limite: int | None = None,
) -> Sequence[Producteur]:
    """The producteurs of these départements that may sell on ``jour``, by name, whose name,
    commune or products hold ``texte``, among these numbers if given. One query."""
    requete = (
        select(Producteur)
        .join(Producteur.dossier)
        .where(Producteur.departement.in_(departements), Dossier.en_regle(jour))
        .options(joinedload(Producteur.commune))
        .order_by(Producteur.nom)
        .limit(limite)
    )
    if parmi is not None:
        requete = requete.where(Producteur.id.in_(list(parmi)))
    for mot in sans_accents(texte).split():
        requete = requete.where(Producteur.recherche.contains(mot))
    return session.scalars(requete).all()


def producteurs_du_compte(compte: Compte) -> Sequence[Producteur]:
    """The producteurs that this account speaks for, by name; three queries."""
    numeros = [int(objet) for objet in compte.objets(Role.PRODUCTEUR)]
    return session.scalars(
        select(Producteur)
        .where(Producteur.id.in_(numeros))
        .options(
            joinedload(Producteur.commune),
            joinedload(Producteur.dossier),
            selectinload(Producteur.familles_liees),
            selectinload(Producteur.modes_lies),
        )
        .order_by(Producteur.nom)
    ).all()


def producteur_du_compte(compte: Compte, numero: int) -> Producteur:
    """One producteur that this account speaks for, or ``Introuvable``; four queries."""
    if not compte.peut(Role.PRODUCTEUR, numero):
        raise Introuvable
    trouve: Producteur | None = session.scalars(
        _fiche(select(Producteur).where(Producteur.id == numero))
    ).one_or_none()
    if trouve is None:
        raise Introuvable
    return trouve


def relire_sous_verrou(producteur: Producteur) -> None:
    """The record as it stands now, which nobody else changes before this transaction ends.

    Its dossier and catalogue are changed under this same lock, so that what the chamber decides,
    what the farm says and what it sells wait for each other. Everything that was read before may
    be as old as the wait: the dossier is read again too. Orders, which only point at the row, do
    not wait; SQLite ignores the lock: a writing transaction has the whole database.
    """
    session.flush()
    session.execute(
        select(Producteur.id).where(Producteur.id == producteur.id).with_for_update(key_share=True)
    )
    session.refresh(producteur)
    session.refresh(producteur.dossier)


def destinataires(producteur: Producteur) -> list[str]:
    """Whom to write to about this producteur: its own address and its people's, each once."""
    personnes = session.scalars(
        select(Compte.courriel)
        .join(Habilitation, Habilitation.compte_id == Compte.id)
        .where(Habilitation.role == Role.PRODUCTEUR, Habilitation.objet == str(producteur.id))
        .order_by(Compte.id)
    )
    return list(dict.fromkeys(a.lower() for a in [*personnes, producteur.courriel] if a))


def adresse_prise(slug: str) -> bool:
    """Whether a producteur already has this address."""
    return session.scalar(select(Producteur.id).where(Producteur.slug == slug)) is not None


def producteur_par_siret(siret: str) -> Producteur | None:
    """The producteur registered under this SIRET."""
    return session.scalar(select(Producteur).where(Producteur.siret == siret))
