"""The chamber's work lists. The scope of an agent is in each query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatVisite,
    Producteur,
    Situation,
    Visite,
)
from producteurs.models.dossier import DELAI_EXPIRATION
from socle import horloge
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


def _a_instruire(
    departements: Sequence[str], agent: Compte | None, instant: datetime
) -> list[ColumnElement[bool]]:
    """What waits for the chamber: files sent or being read, renewals asked for, appeals.

    A visit still to come waits for its day; an appeal, for somebody else than who decided.
    """
    a_venir = exists().where(
        Visite.dossier_id == Dossier.id,
        Visite.etat == EtatVisite.PREVUE,
        Visite.prevue_le > instant,
    )
    attend = or_(
        Dossier.etat.in_((EtatDossier.SOUMIS, EtatDossier.INSTRUCTION)),
        and_(Dossier.etat == EtatDossier.VISITE, ~a_venir),
        and_(Dossier.etat == EtatDossier.VALIDE, Dossier.renouvellement_demande_le.is_not(None)),
        and_(
            Dossier.etat == EtatDossier.APPEL,
            or_(Dossier.decide_par_id.is_(None), Dossier.decide_par_id != agent.id)
            if agent
            else true(),
        ),
    )
    return [_dans(departements), attend]


_ATTENTE = case(
    (Dossier.etat == EtatDossier.VALIDE, Dossier.renouvellement_demande_le),
    else_=Dossier.soumis_le,
)
"""Since when the farm waits."""


def compter_a_instruire(departements: Sequence[str], agent: Compte | None = None) -> int:
    """How many files ``a_instruire`` lists; one query."""
    conditions = _a_instruire(departements, agent, horloge.maintenant())
    return (
        session.scalar(
            select(func.count()).select_from(Dossier).join(Dossier.producteur).where(*conditions)
        )
        or 0
    )


def a_instruire(departements: Sequence[str], agent: Compte, numero: int) -> Page[Dossier]:
    """A page of what waits for this agent, the longest wait first, with the facts that a decision
    needs; seven queries at most."""
    conditions = _a_instruire(departements, agent, horloge.maintenant())
    total = compter_a_instruire(departements, agent)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    ferme = contains_eager(Dossier.producteur)
    elements = session.scalars(
        select(Dossier)
        .join(Dossier.producteur)
        .where(*conditions)
        .options(
            ferme.joinedload(Producteur.commune),
            ferme.selectinload(Producteur.familles_liees),
            ferme.selectinload(Producteur.modes_lies),
            ferme.selectinload(Producteur.labels),
            selectinload(Dossier.pieces),
            joinedload(Dossier.instruit_par),
            joinedload(Dossier.decide_par),
        )
        .order_by(_ATTENTE.asc().nulls_last(), Dossier.id)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def suivant_a_instruire(departements: Sequence[str], agent: Compte) -> int | None:
    """The number of the producteur whose file has waited longest for this agent."""
    conditions = _a_instruire(departements, agent, horloge.maintenant())
    return session.scalar(
        select(Dossier.producteur_id)
        .join(Dossier.producteur)
        .where(*conditions)
        .order_by(_ATTENTE.asc().nulls_last(), Dossier.id)
        .limit(1)
    )


def dossiers_pres_de_l_echeance(jour: date) -> Sequence[int]:
    """The numbers of the valid files whose end is near enough to be told, the nearest first."""
    return session.scalars(
        select(Dossier.id)
        .where(
            Dossier.etat == EtatDossier.VALIDE,
            Dossier.valide_jusqu_au.between(jour, jour + DELAI_EXPIRATION),
        )
        .order_by(Dossier.valide_jusqu_au, Dossier.id)
    ).all()


def fermee_par_elle_meme(dossier: Dossier) -> bool:
    """Whether it is the farm that stopped, by its account or a mail's link, not the chamber that
    closed its file nor a merge."""
    if dossier.etat is not EtatDossier.RADIE or dossier.producteur.fusionne_dans_id is not None:
        return False
    qui = dossier.decide_par
    return qui is None or str(dossier.producteur_id) in qui.objets(Role.PRODUCTEUR)


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
            case((Dossier.etat == EtatDossier.VALIDE, Dossier.valide_jusqu_au)).asc().nulls_last(),
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
            joinedload(Dossier.instruit_par),
        )
    ).one_or_none()
    if dossier is None:
        raise Introuvable
    return dossier
