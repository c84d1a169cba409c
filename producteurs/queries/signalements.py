"""What the public reported, by farm. The scope of an agent is in each query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from producteurs.models import EtatSignalement, MotifSignalement, Producteur, Signalement
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page


@dataclass(frozen=True, slots=True)
class FermeSignalee:
    """A farm, and what waits for an agent about it, oldest first."""

    producteur: Producteur
    signalements: Sequence[Signalement]

    @property
    def motifs(self) -> set[MotifSignalement]:
        return {s.motif for s in self.signalements}


def _ouverts(requete: Any, departements: Sequence[str]) -> Any:
    return requete.join(Signalement.producteur).where(
        Signalement.etat == EtatSignalement.OUVERT, Producteur.departement.in_(departements)
    )


def compter_signalements(departements: Sequence[str]) -> int:
    """How many farms of these départements were reported and wait for an agent; one query."""
    requete = select(func.count(func.distinct(Signalement.producteur_id)))
    return session.scalar(_ouverts(requete.select_from(Signalement), departements)) or 0


def fermes_signalees(departements: Sequence[str], numero: int) -> Page[FermeSignalee]:
    """A page of the reported farms, the oldest report first; three queries."""
    total = compter_signalements(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    fermes = session.scalars(
        _ouverts(select(Signalement.producteur_id), departements)
        .group_by(Signalement.producteur_id)
        .order_by(func.min(Signalement.id))
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    par_ferme: dict[int, list[Signalement]] = {ferme: [] for ferme in fermes}
    for signalement in session.scalars(
        select(Signalement)
        .where(Signalement.producteur_id.in_(fermes), Signalement.etat == EtatSignalement.OUVERT)
        .options(
            joinedload(Signalement.producteur).options(
                joinedload(Producteur.commune), joinedload(Producteur.dossier)
            )
        )
        .order_by(Signalement.id)
    ):
        par_ferme[signalement.producteur_id].append(signalement)
    elements = [FermeSignalee(lot[0].producteur, lot) for lot in par_ferme.values() if lot]
    return Page(elements, total, numero, PAR_PAGE)


def signalements_de(
    departements: Sequence[str], ferme: int, numeros: Collection[int] | None
) -> Sequence[Signalement]:
    """Those of these reports that are about this farm, in these départements, settled or not;
    its open ones when None. ``Introuvable`` when there is none."""
    ouverts = Signalement.etat == EtatSignalement.OUVERT
    trouves = session.scalars(
        select(Signalement)
        .join(Signalement.producteur)
        .where(
            Signalement.producteur_id == ferme,
            ouverts if numeros is None else Signalement.id.in_(list(numeros)),
            Producteur.departement.in_(departements),
        )
        .order_by(Signalement.id)
    ).all()
    if not trouves:
        raise Introuvable
    return trouves


def deja_signale(
    producteur: Producteur, motif: MotifSignalement, texte: str, courriel: str
) -> bool:
    """Whether the same person, as far as one can tell, said the same and waits for an answer."""
    return (
        session.scalar(
            select(Signalement.id)
            .where(
                Signalement.producteur_id == producteur.id,
                Signalement.motif == motif,
                Signalement.texte == texte,
                Signalement.courriel == courriel,
                Signalement.etat == EtatSignalement.OUVERT,
            )
            .limit(1)
        )
        is not None
    )


def adresses_a_oublier(avant: datetime) -> Sequence[int]:
    """Numbers of the reports settled before this instant that still hold an address."""
    return session.scalars(
        select(Signalement.id)
        .where(Signalement.traite_le < avant, Signalement.courriel != "")
        .order_by(Signalement.id)
    ).all()
