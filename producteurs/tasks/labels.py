"""Asking the public registers: a day's farms spread over the day, and at once those asked for.

The network is waited for outside of any transaction; each farm has one of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from producteurs.models import Producteur
from producteurs.queries import labels as queries
from producteurs.queries.labels import Cible
from producteurs.registres.fautes import RegistreInjoignable
from producteurs.registres.ouverts import Registres, registres_ouverts
from producteurs.services import label, sirene
from socle import horloge
from socle.db import session, transaction
from socle.travaux import chacun, periodique

T = TypeVar("T")
log = structlog.get_logger()

PAUSE_S = 0.25  # between two farms: the registers bear more, and are everybody's
TOUR_S = 20.0  # mails wait while a turn lasts
PAR_TOUR = 80


@dataclass(frozen=True, slots=True)
class _Dit(Generic[T]):
    """What a register said, if it did; None is an answer: it knows no such SIRET."""

    repondu: bool
    reponse: T | None


@periodique(minutes=5)
def controler_les_registres() -> None:
    """Some of the farms whose last control is a day old; all of them have had theirs by night."""
    registres = registres_ouverts()
    _faire_un_tour(
        queries.a_controler(
            horloge.maintenant(),
            agencebio=registres.agencebio is not None,
            sirene=registres.sirene is not None,
            limite=PAR_TOUR,
        ),
        registres,
    )


@periodique(minutes=1, des_que_possible=True)
def controler_les_demandees() -> None:
    """The farms about which an agent has pressed « Vérifier maintenant »."""
    _faire_un_tour(queries.demandees(PAR_TOUR), registres_ouverts())


def _faire_un_tour(cibles: Sequence[Cible], registres: Registres) -> None:
    """One after the other, until they are done, the time is over or nobody answers any more."""
    session.rollback()
    fin = time.monotonic() + TOUR_S

    def controler(cible: Cible) -> None:
        if time.monotonic() < fin and not _muets(registres):
            _controler(cible, registres)
            time.sleep(PAUSE_S)

    chacun(cibles, controler, echec="registre_non_controle")


def _muets(registres: Registres) -> bool:
    services = [r for r in (registres.agencebio, registres.sirene) if r is not None]
    return bool(services) and all(r.se_repose for r in services)


def _controler(cible: Cible, registres: Registres) -> None:
    bio, annuaire = registres.agencebio, registres.sirene
    du_bio = _demander(bio.operateur, cible) if bio and cible.ab and not bio.se_repose else None
    de_sirene = (
        _demander(annuaire.etablissement, cible) if annuaire and not annuaire.se_repose else None
    )
    with transaction():
        producteur = session.get_one(Producteur, cible.id)
        if de_sirene and de_sirene.repondu:
            sirene.noter_sirene(producteur, de_sirene.reponse, siret=cible.siret)
        elif de_sirene:
            sirene.noter_sirene_muette(producteur)
        if du_bio and du_bio.repondu:
            label.controler_label_ab(producteur, du_bio.reponse, siret=cible.siret)
        elif du_bio:
            label.noter_agence_bio_muette(producteur)
        sirene.oublier_la_demande(producteur)


def _demander(question: Callable[[str], T | None], cible: Cible) -> _Dit[T]:
    try:
        return _Dit(True, question(cible.siret))
    except RegistreInjoignable as faute:
        log.warning("registre_injoignable", siret=cible.siret, faute=str(faute)[:200])
        return _Dit(False, None)
