"""Reading the changes of records: those that wait for an agent, and those of one farm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from producteurs.models import Dossier, EtatDossier, EtatRevision, Producteur, Revision
from producteurs.queries.dossier import departements_du_compte
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page


def proposition_ouverte(producteur: Producteur) -> Revision | None:
    """The proposal that waits for an agent, as it is now, with who made it; one query."""
    return session.scalars(
        select(Revision)
        .where(Revision.producteur_id == producteur.id, Revision.etat == EtatRevision.PROPOSEE)
        .options(joinedload(Revision.proposee_par))
        .execution_options(populate_existing=True)
    ).one_or_none()


def revision_numero(producteur: Producteur, numero: int) -> Revision | None:
    """This revision, if it is one of this producteur; one query."""
    return session.scalars(
        select(Revision).where(Revision.id == numero, Revision.producteur_id == producteur.id)
    ).one_or_none()


def acceptees_depuis(producteur: Producteur, version: int) -> Sequence[Revision]:
    """What changed the record since this version of it, oldest first, with who asked for it."""
    return session.scalars(
        select(Revision)
        .where(
            Revision.producteur_id == producteur.id,
            Revision.etat == EtatRevision.ACCEPTEE,
            Revision.base >= version,
        )
        .options(joinedload(Revision.proposee_par))
        .order_by(Revision.base)
    ).all()


def _en_attente(departements: Sequence[str]) -> Any:
    return (
        select(Revision)
        .join(Revision.producteur)
        .join(Producteur.dossier)
        .where(
            Revision.etat == EtatRevision.PROPOSEE,
            Producteur.departement.in_(departements),
            Dossier.etat != EtatDossier.RADIE,
        )
    )


def compter_propositions(departements: Sequence[str]) -> int:
    """How many proposals wait for an agent of these départements; one query."""
    lignes = _en_attente(departements).subquery()
    return session.scalar(select(func.count()).select_from(lignes)) or 0


def propositions(departements: Sequence[str], numero: int) -> Page[Revision]:
    """A page of the proposals that wait, the longest wait first; two queries."""
    total = compter_propositions(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        _en_attente(departements)
        .options(
            contains_eager(Revision.producteur).joinedload(Producteur.commune),
            joinedload(Revision.proposee_par),
        )
        .order_by(Revision.proposee_le, Revision.id)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def revisions_pour(compte: Compte, numeros: Sequence[int]) -> Sequence[Revision]:
    """Those of these revisions on which this account decides, in order of farm; one query."""
    return session.scalars(
        select(Revision)
        .join(Revision.producteur)
        .where(
            Revision.id.in_(numeros),
            Producteur.departement.in_(departements_du_compte(compte)),
        )
        .options(contains_eager(Revision.producteur).joinedload(Producteur.dossier))
        .order_by(Revision.producteur_id, Revision.id)
    ).all()


def revision_pour(compte: Compte, numero: int) -> Revision:
    """One revision on which this account decides, else ``Introuvable``."""
    trouvees = revisions_pour(compte, [numero])
    if not trouvees:
        raise Introuvable
    return trouvees[0]


def revision_de(producteur: Producteur, numero: int) -> Revision:
    """One revision of this producteur, else ``Introuvable``."""
    trouvee = revision_numero(producteur, numero)
    if trouvee is None:
        raise Introuvable
    return trouvee


def historique(producteur: Producteur, numero: int) -> Page[Revision]:
    """A page of what was changed or proposed, newest first, with its people; two queries.

    A proposal that a newer one took the place of is not a step of its own.
    """
    conditions = and_(
        Revision.producteur_id == producteur.id,
        or_(Revision.etat != EtatRevision.RETIREE, Revision.decidee_par_id.is_not(None)),
    )
    total = session.scalar(select(func.count()).select_from(Revision).where(conditions)) or 0
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        select(Revision)
        .where(conditions)
        .options(joinedload(Revision.proposee_par), joinedload(Revision.decidee_par))
        .order_by(Revision.id.desc())
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)
