"""Reading the visits of a dossier."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from producteurs.models import Dossier, EtatVisite, Producteur, Visite
from socle.db import session
from socle.errors import Introuvable


def visites_du_dossier(dossier: Dossier) -> Sequence[Visite]:
    """The visits of a dossier with who reported on them, the newest first; one query."""
    return session.scalars(
        select(Visite)
        .where(Visite.dossier_id == dossier.id)
        .options(joinedload(Visite.par))
        .order_by(Visite.prevue_le.desc(), Visite.id.desc())
    ).all()


def visite_prevue(dossier: Dossier) -> Visite | None:
    """The visit that is still to come, or whose report is awaited."""
    requete = select(Visite).where(
        Visite.dossier_id == dossier.id, Visite.etat == EtatVisite.PREVUE
    )
    return session.scalars(requete).first()


def visite_du_dossier(dossier: Dossier, numero: int) -> Visite:
    """One visit of a dossier that was read for somebody entitled, or ``Introuvable``."""
    visite = session.scalars(
        select(Visite).where(Visite.id == numero, Visite.dossier_id == dossier.id)
    ).one_or_none()
    if visite is None:
        raise Introuvable
    return visite


def visite_pour(departements: Sequence[str], producteur: int, numero: int) -> Visite:
    """The visit ``numero`` of this producteur if it is in these départements, with its dossier,
    its producteur and its commune, else ``Introuvable``. One query."""
    visite = session.scalars(
        select(Visite)
        .join(Visite.dossier)
        .join(Dossier.producteur)
        .where(
            Producteur.departement.in_(departements),
            Producteur.id == producteur,
            Visite.id == numero,
        )
        .options(
            contains_eager(Visite.dossier)
            .contains_eager(Dossier.producteur)
            .joinedload(Producteur.commune),
            joinedload(Visite.par),
        )
    ).one_or_none()
    if visite is None:
        raise Introuvable
    return visite


def photo_de_visite(visite: Visite, rang: int) -> str:
    """The key of the photo of this rank, from 1, or ``Introuvable``."""
    if not 1 <= rang <= len(visite.photos):
        raise Introuvable
    return visite.photos[rang - 1]
