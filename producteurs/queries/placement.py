"""The farms whose place is not known well enough: at their commune's centre, or far from it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from producteurs.models import Dossier, EtatDossier, PrecisionPosition, Producteur
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page
from territoires.models import KM_PAR_DEGRE, Commune

CHAMBRE = "chambre"
"""The source of a position that an agent decided; a centre that has it is left where it is."""
LOIN_KM = 15.0
CLOS = (EtatDossier.BROUILLON, EtatDossier.REFUSE, EtatDossier.RADIE)


def _loin() -> ColumnElement[bool]:
    """More than 15 km from the commune's centre, for a database without trigonometry.

    The square of a degree of longitude shrinks almost in a straight line between 40° and 52°; it
    is nearly that of the equator in the tropics.
    """
    nord, est = Producteur.lat - Commune.lat, Producteur.lon - Commune.lon
    retrait = case(
        (Commune.lat.between(40.0, 52.0), 0.4826 - 0.01744 * (Commune.lat - 46.0)), else_=0.93
    )
    return nord * nord + est * est * retrait > (LOIN_KM / KM_PAR_DEGRE) ** 2


def _a_placer(departements: Sequence[str]) -> list[ColumnElement[bool]]:
    approximative = and_(
        Producteur.precision == PrecisionPosition.COMMUNE, Producteur.position_source != CHAMBRE
    )
    return [
        Producteur.departement.in_(departements),
        Producteur.fusionne_dans_id.is_(None),
        Dossier.etat.not_in(CLOS),
        or_(approximative, _loin()),
    ]


def compter_a_placer(departements: Sequence[str]) -> int:
    """How many farms of these départements are to be placed; one query."""
    requete = select(func.count(Producteur.id)).join(Producteur.dossier).join(Producteur.commune)
    return session.scalar(requete.where(*_a_placer(departements))) or 0


def a_placer(departements: Sequence[str], numero: int) -> Page[Producteur]:
    """A page of them, the farthest astray first, then by commune; two queries."""
    total = compter_a_placer(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        select(Producteur)
        .join(Producteur.dossier)
        .join(Producteur.commune)
        .where(*_a_placer(departements))
        .options(contains_eager(Producteur.dossier), contains_eager(Producteur.commune))
        .order_by(
            Producteur.precision == PrecisionPosition.COMMUNE,
            Commune.recherche,
            Producteur.recherche,
            Producteur.id,
        )
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def producteur_a_placer(departements: Sequence[str], numero: int) -> Producteur:
    """The farm of this number in these départements, else ``Introuvable``; one query."""
    producteur = session.scalar(
        select(Producteur)
        .join(Producteur.dossier)
        .join(Producteur.commune)
        .where(
            Producteur.id == numero,
            Producteur.departement.in_(departements),
            Producteur.fusionne_dans_id.is_(None),
        )
        .options(contains_eager(Producteur.dossier), contains_eager(Producteur.commune))
    )
    if producteur is None:
        raise Introuvable
    return producteur
