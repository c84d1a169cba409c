"""What the public registers say of farms: whom to ask about, what an agent has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from producteurs.models import (
    AVIS_FAVORABLES,
    ActiviteSirene,
    AvisBio,
    Dossier,
    EtatDossier,
    EtatLabel,
    EtatSirene,
    Genre,
    Label,
    Producteur,
    SorteLabel,
    VerificationSirene,
)
from socle.db import session
from socle.errors import Introuvable
from socle.journal.models import LigneJournal
from socle.pages import PAR_PAGE, Page

VIE_D_UN_CONTROLE = timedelta(hours=20)
APRES_UN_ECHEC = timedelta(hours=1)
HISTORIQUE = 50
JAMAIS = datetime(1970, 1, 1, tzinfo=UTC)
SUIVIS = frozenset(EtatDossier) - {EtatDossier.BROUILLON, EtatDossier.REFUSE, EtatDossier.RADIE}
"""The files of the farms that are asked about."""
ATTENDUES = {
    Genre.FERME: {ActiviteSirene.PRODUCTION},
    Genre.TRANSFORMATEUR: {ActiviteSirene.TRANSFORMATION, ActiviteSirene.PRODUCTION},
    Genre.COMMERCE: {ActiviteSirene.REVENTE, ActiviteSirene.PRODUCTION},
}
"""What a NAF code may hint at without a surprise; a cook's may be anything."""


@dataclass(frozen=True, slots=True)
class Cible:
    """Whom to ask the registers about, and whether it claims to be organic."""

    id: int
    siret: str
    ab: bool


def _cibles() -> Any:
    return (
        select(Producteur.id, Producteur.siret, Label.sorte.is_not(None))
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .outerjoin(Label, and_(Label.producteur_id == Producteur.id, Label.sorte == SorteLabel.AB))
        .outerjoin(VerificationSirene, VerificationSirene.producteur_id == Producteur.id)
        .where(Producteur.siret != "")
    )


def _du(repondu: Any, echoue: Any, instant: datetime) -> ColumnElement[bool]:
    """Whether the last answer is a day old, and no attempt failed an hour ago."""
    return and_(
        func.coalesce(repondu, JAMAIS) < instant - VIE_D_UN_CONTROLE,
        func.coalesce(echoue, JAMAIS) < instant - APRES_UN_ECHEC,
    )


def a_controler(
    instant: datetime, *, agencebio: bool, sirene: bool, limite: int
) -> Sequence[Cible]:
    """The farms about which one of these registers is due to be asked, the oldest answers first."""
    dues: list[ColumnElement[bool]] = []
    if agencebio:
        du = _du(Label.controle_le, Label.echoue_le, instant)
        dues.append(and_(Label.sorte.is_not(None), du))
    if sirene:
        du = _du(VerificationSirene.repondu_le, VerificationSirene.echoue_le, instant)
        dues.append(or_(du, VerificationSirene.siret != Producteur.siret))
    if not dues:
        return []
    requete = (
        _cibles()
        .where(Dossier.etat.in_(SUIVIS), or_(*dues))
        .order_by(
            func.coalesce(VerificationSirene.repondu_le, Label.controle_le, JAMAIS), Producteur.id
        )
        .limit(limite)
    )
    return [Cible(*ligne) for ligne in session.execute(requete)]


def demandees(limite: int) -> Sequence[Cible]:
    """The farms about which an agent wants the registers asked at once."""
    requete = (
        _cibles()
        .where(VerificationSirene.demande_le.is_not(None))
        .order_by(VerificationSirene.demande_le)
        .limit(limite)
    )
    return [Cible(*ligne) for ligne in session.execute(requete)]


def _label_a_voir() -> ColumnElement[bool]:
    """What a register contradicts and no agent has decided since."""
    return and_(
        Label.tranche_le.is_(None),
        or_(
            Label.etat == EtatLabel.ECHU,
            and_(
                Label.etat.in_([EtatLabel.DECLARE, EtatLabel.VERIFIE]),
                Label.avis.in_([AvisBio.ARRETE, AvisBio.INCONNU]),
            ),
            and_(
                Label.etat == EtatLabel.RETIRE,
                Label.echu_le.is_(None),
                Label.avis.in_(AVIS_FAVORABLES),
            ),
        ),
    )


def _activite_surprenante() -> ColumnElement[bool]:
    """Another activity than the kind of producteur lets expect; one who says that it resells may
    be registered as a shop."""
    surprises = [
        and_(Producteur.genre == genre, VerificationSirene.activite.not_in(attendues))
        for genre, attendues in ATTENDUES.items()
    ]
    avoue = and_(Producteur.revend, VerificationSirene.activite == ActiviteSirene.REVENTE)
    return and_(or_(*surprises), ~avoue)


def _sirene_a_voir() -> ColumnElement[bool]:
    return and_(
        VerificationSirene.tranche_le.is_(None),
        VerificationSirene.siret == Producteur.siret,
        or_(
            VerificationSirene.etat.in_([EtatSirene.FERME, EtatSirene.INTROUVABLE]),
            and_(VerificationSirene.etat == EtatSirene.OUVERT, _activite_surprenante()),
        ),
    )


def _a_voir(requete: Select[Any], departements: Sequence[str]) -> Select[Any]:
    """Farms with something for an agent to look at, within the agent's scope."""
    labels = select(Label.producteur_id).where(_label_a_voir())
    return (
        requete.join(Dossier, Dossier.producteur_id == Producteur.id)
        .outerjoin(VerificationSirene, VerificationSirene.producteur_id == Producteur.id)
        .where(
            Producteur.departement.in_(departements),
            Dossier.etat.in_(SUIVIS),
            or_(Producteur.id.in_(labels), _sirene_a_voir()),
        )
    )


def compter_labels(departements: Sequence[str]) -> int:
    """How many farms the registers contradict; one query."""
    requete = _a_voir(select(func.count(Producteur.id)), departements)
    return session.scalar(requete) or 0


@dataclass(frozen=True, slots=True)
class FermeAVoir:
    """One farm of the work list, with only what is to be decided of it."""

    producteur: Producteur
    labels: Sequence[Label]
    sirene: VerificationSirene | None


def fermes_a_voir(departements: Sequence[str], numero: int) -> Page[FermeAVoir]:
    """A page of the work list, by name; four queries."""
    total = compter_labels(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    requete: Any = select(Producteur, VerificationSirene, _sirene_a_voir())
    lignes = session.execute(
        _a_voir(requete, departements)
        .options(joinedload(Producteur.commune), contains_eager(Producteur.dossier))
        .order_by(Producteur.nom, Producteur.id)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    vus: dict[int, list[Label]] = {}
    numeros = [producteur.id for producteur, _sirene, _a in lignes]
    for label in session.scalars(
        select(Label).where(Label.producteur_id.in_(numeros), _label_a_voir()).order_by(Label.sorte)
    ):
        vus.setdefault(label.producteur_id, []).append(label)
    elements = [
        FermeAVoir(producteur, vus.get(producteur.id, []), sirene if a_voir else None)
        for producteur, sirene, a_voir in lignes
    ]
    return Page(elements, total, numero, PAR_PAGE)


def sirene_de(producteur: Producteur) -> VerificationSirene | None:
    """What SIRENE last said of the SIRET that this producteur has now; one query at most."""
    connue = session.get(VerificationSirene, producteur.id)
    return connue if connue and connue.siret == producteur.siret else None


def historique(producteur: Producteur) -> Sequence[LigneJournal]:
    """What happened to its labels and what SIRENE said, the latest first; one query."""
    return session.scalars(
        select(LigneJournal)
        .where(
            or_(
                and_(
                    LigneJournal.genre == "label",
                    LigneJournal.objet_id.startswith(f"{producteur.id}/"),
                ),
                and_(LigneJournal.genre == "sirene", LigneJournal.objet_id == str(producteur.id)),
            )
        )
        .options(joinedload(LigneJournal.par))
        .order_by(LigneJournal.id.desc())
        .limit(HISTORIQUE)
    ).all()


def producteur_du_perimetre(numero: int, departements: Sequence[str]) -> Producteur:
    """The producteur ``numero`` with its labels if it is of these départements, else
    ``Introuvable``; two queries."""
    trouve = session.scalar(
        select(Producteur)
        .where(Producteur.id == numero, Producteur.departement.in_(departements))
        .options(selectinload(Producteur.labels), joinedload(Producteur.dossier))
    )
    if trouve is None:
        raise Introuvable
    return trouve
