"""Which records are to be asked about, which wait for an answer, and whose link this is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from producteurs.models import (
    DemandeConfirmation,
    Dossier,
    EtatDossier,
    Fraicheur,
    Producteur,
    ReglesChambre,
)
from socle import horloge
from socle.comptes.models import Habilitation, Role
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page

DEMANDES_PAR_NUIT = 100
NUITS_POUR_TOUTES = 30


def demande_ouverte(producteur: Producteur) -> DemandeConfirmation | None:
    """The request that this producteur has not answered, if any."""
    return session.scalar(
        select(DemandeConfirmation).where(
            DemandeConfirmation.producteur_id == producteur.id,
            DemandeConfirmation.repondue_le.is_(None),
        )
    )


def demande_du_lien(empreinte: str) -> DemandeConfirmation | None:
    """The request whose last link has this hash, with the record to show; four queries."""
    return session.scalar(
        select(DemandeConfirmation)
        .where(DemandeConfirmation.jeton == empreinte)
        .options(
            joinedload(DemandeConfirmation.producteur).options(
                joinedload(Producteur.commune),
                joinedload(Producteur.dossier),
                selectinload(Producteur.familles_liees),
                selectinload(Producteur.modes_lies),
                selectinload(Producteur.labels),
            )
        )
    )


def a_un_compte(producteur: Producteur) -> bool:
    """Whether somebody signs in for this producteur."""
    return (
        session.scalar(
            select(Habilitation.id).where(
                Habilitation.role == Role.PRODUCTEUR, Habilitation.objet == str(producteur.id)
            )
        )
        is not None
    )


def a_avancer(jour: date) -> Sequence[int]:
    """Numbers of the public records that a request of theirs waits for, then of those to ask
    about, the longest unconfirmed first; three queries, and one for the settings.

    Farms that came in by one file are not all asked, then called, on one day: of these there are
    ``DEMANDES_PAR_NUIT``, or as many as it takes to ask all farms within ``NUITS_POUR_TOUTES``.
    """
    attend = (
        select(DemandeConfirmation.id)
        .where(
            DemandeConfirmation.producteur_id == Producteur.id,
            DemandeConfirmation.repondue_le.is_(None),
        )
        .exists()
    )
    publiques = select(Producteur.id).join(Producteur.dossier).where(Dossier.en_regle(jour))
    toutes = session.scalar(select(func.count()).select_from(publiques.subquery())) or 0
    en_attente = session.scalars(publiques.where(attend).order_by(Producteur.id)).all()
    a_demander = session.scalars(
        publiques.where(~attend, _trop_ancien(jour))
        .order_by(Producteur.confirme_le, Producteur.id)
        .limit(max(DEMANDES_PAR_NUIT, -(-toutes // NUITS_POUR_TOUTES)))
    ).all()
    return [*en_attente, *a_demander]


def _trop_ancien(jour: date) -> ColumnElement[bool]:
    """Whether the last confirmation has lived as long as the record's chamber lets it."""

    def avant(jours: int) -> ColumnElement[bool]:
        """Confirmed so many days ago, or more, by the calendar of Paris."""
        limite = jour - timedelta(days=jours - 1)
        return Producteur.confirme_le < horloge.a_paris(limite, time())

    reglees = session.execute(
        select(ReglesChambre.departement, ReglesChambre.confirmation_jours)
    ).all()
    ailleurs = avant(ReglesChambre.par_defaut("").confirmation_jours)
    if not reglees:
        return ailleurs
    return or_(
        and_(Producteur.departement.not_in([code for code, _ in reglees]), ailleurs),
        *(and_(Producteur.departement == code, avant(jours)) for code, jours in reglees),
    )


def _silencieuses(departements: Sequence[str], jour: date) -> tuple[ColumnElement[bool], ...]:
    """Those that did not answer in time, of a file that is still valid, and not put off."""
    return (
        Producteur.departement.in_(departements),
        DemandeConfirmation.repondue_le.is_(None),
        Dossier.fraicheur != Fraicheur.CONFIRME,
        Dossier.etat == EtatDossier.VALIDE,
        Dossier.valide_jusqu_au >= jour,
        or_(
            DemandeConfirmation.rappeler_le.is_(None),
            DemandeConfirmation.rappeler_le <= jour,
        ),
    )


def _relier(requete: Any) -> Any:
    return requete.join(DemandeConfirmation.producteur).join(Producteur.dossier)


def compter_sans_reponse(departements: Sequence[str]) -> int:
    """How many farms of these départements an agent is to call; one query."""
    requete = select(func.count()).select_from(DemandeConfirmation)
    conditions = _silencieuses(departements, horloge.aujourdhui())
    return session.scalar(_relier(requete).where(*conditions)) or 0


def sans_reponse(departements: Sequence[str], numero: int) -> Page[DemandeConfirmation]:
    """A page of the farms to call, the longest silence first; two queries."""
    conditions = _silencieuses(departements, horloge.aujourdhui())
    total = compter_sans_reponse(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        _relier(select(DemandeConfirmation))
        .where(*conditions)
        .options(
            contains_eager(DemandeConfirmation.producteur).options(
                contains_eager(Producteur.dossier), joinedload(Producteur.commune)
            )
        )
        .order_by(Producteur.confirme_le, DemandeConfirmation.id)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def demande_pour(departements: Sequence[str], numero: int) -> DemandeConfirmation:
    """The open request of producteur ``numero`` in these départements, else ``Introuvable``."""
    demande = session.scalar(
        _relier(select(DemandeConfirmation)).where(
            Producteur.id == numero,
            Producteur.departement.in_(departements),
            DemandeConfirmation.repondue_le.is_(None),
        )
    )
    if demande is None:
        raise Introuvable
    found: DemandeConfirmation = demande
    return found
