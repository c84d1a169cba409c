"""The chamber's work lists. The scope of an agent is in each query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, select, type_coerce
from sqlalchemy.orm import contains_eager, joinedload

from producteurs.models import Dossier, EtatDossier, Producteur, Situation
from producteurs.models.dossier import DELAI_EXPIRATION
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page
from socle.typographie import sans_accents
from territoires.models import Departement


@dataclass(frozen=True, slots=True)
class FiltreDossiers:
    """What an agent asks to see: one situation or all, and words of the name or a SIRET."""

    situation: Situation | None = None
    texte: str = ""


def departements_du_compte(compte: Compte) -> Sequence[str]:
    """The codes of the départements where this account decides; all of them for an admin."""
    if compte.peut(Role.ADMIN):
        return session.scalars(select(Departement.code).order_by(Departement.code)).all()
    return compte.objets(Role.CHAMBRE)


def _dans(departements: Sequence[str]) -> ColumnElement[bool]:
    return Producteur.departement.in_(departements)


def _situation(jour: date) -> ColumnElement[str]:
    """``Dossier.situation`` for the database."""
    bientot = jour + DELAI_EXPIRATION
    valide = Dossier.etat == EtatDossier.VALIDE
    return case(
        (and_(valide, Dossier.valide_jusqu_au < jour), Situation.EXPIRE.value),
        (and_(valide, Dossier.valide_jusqu_au < bientot), Situation.A_RENOUVELER.value),
        else_=type_coerce(Dossier.etat, String),
    )


def dossiers_a_decider(departements: Sequence[str]) -> Sequence[Dossier]:
    """What waits for a decision, the longest wait first, with its producteur; two queries."""
    return session.scalars(
        select(Dossier)
        .join(Dossier.producteur)
        .where(_dans(departements), Dossier.etat == EtatDossier.SOUMIS)
        .options(
            contains_eager(Dossier.producteur).joinedload(Producteur.commune),
            contains_eager(Dossier.producteur).selectinload(Producteur.familles_liees),
        )
        .order_by(Dossier.soumis_le, Dossier.id)
    ).all()


def nombres_par_situation(departements: Sequence[str], jour: date) -> Mapping[Situation, int]:
    """How many files stand in each situation, zeros included; one query."""
    situation = _situation(jour).label("situation")
    lignes = session.execute(
        select(situation, func.count())
        .select_from(Dossier)
        .join(Dossier.producteur)
        .where(_dans(departements))
        .group_by(situation)
    )
    comptes = {Situation(nom): nombre for nom, nombre in lignes}
    return {s: comptes.get(s, 0) for s in Situation}


def dossiers(
    departements: Sequence[str], filtre: FiltreDossiers, jour: date, numero: int
) -> Page[Dossier]:
    """A page of files, those to decide first, then the soonest to expire; two queries."""
    conditions: list[ColumnElement[bool]] = [_dans(departements)]
    if filtre.situation:
        conditions.append(_situation(jour) == filtre.situation.value)
    if mots := sans_accents(filtre.texte):
        siret = mots.replace(" ", "")
        conditions.append(
            Producteur.siret.startswith(siret)
            if siret.isdigit()
            else Producteur.recherche.contains(mots)
        )
    requete: Any = select(Dossier).join(Dossier.producteur).where(*conditions)
    total = session.scalar(select(func.count()).select_from(requete.subquery())) or 0
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        requete.options(contains_eager(Dossier.producteur).joinedload(Producteur.commune))
        .order_by(
            Dossier.etat != EtatDossier.SOUMIS,
            case((Dossier.etat == EtatDossier.SOUMIS, Dossier.soumis_le)),
            Dossier.valide_jusqu_au.asc().nulls_last(),
            Dossier.id,
        )
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def dossier_pour(compte: Compte, numero: int) -> Dossier:
    """The file of producteur ``numero`` if this account decides there, else ``Introuvable``.

    With all the facts that the decision needs; four queries, one more for an admin.
    """
    dossier = session.scalars(
        select(Dossier)
        .join(Dossier.producteur)
        .where(Producteur.id == numero, _dans(departements_du_compte(compte)))
        .options(
            contains_eager(Dossier.producteur).joinedload(Producteur.commune),
            contains_eager(Dossier.producteur).selectinload(Producteur.familles_liees),
            contains_eager(Dossier.producteur).selectinload(Producteur.modes_lies),
            contains_eager(Dossier.producteur).selectinload(Producteur.labels),
            joinedload(Dossier.decide_par),
        )
    ).one_or_none()
    if dossier is None:
        raise Introuvable
    return dossier
