"""Carrying an import on, batch after batch, each in its own transaction.

What is done is done when the process stops in the middle: the next one goes on from there. The
reading alone begins again, as nothing of it is in the registry.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from producteurs.errors.importation import AgenceBioMuette
from producteurs.models import Import
from producteurs.opendata.analyse import Analyse, analyser
from producteurs.opendata.colonnes import Correspondance
from producteurs.queries.imports import origines_connues
from producteurs.registres.agencebio import AgenceBio
from producteurs.registres.fautes import RegistreInjoignable
from producteurs.services.importation.ecriture import LOT, ecarter_ligne, ecrire_lot
from producteurs.services.importation.lecture import (
    finir_la_lecture,
    poursuivre_la_lecture,
    prendre_la_lecture,
    renoncer_a_lire,
)
from producteurs.services.importation.ligne import LigneAnalysee
from producteurs.services.importation.rapprochement import RapprocheurDuRegistre
from producteurs.services.importation.retour import defaire_lot
from socle.db import session, transaction
from socle.errors import Refus
from socle.fichiers.prives import garder_brut, lire_prive
from territoires.geoplateforme import GeocodeurParLots

T = TypeVar("T")
log = structlog.get_logger()

MOTS = 100
FAUTES = (DataError, IntegrityError, Refus, ValueError, KeyError, TypeError)
"""What one row can be wrong by; a database that does not answer is no row's fault."""


def lire_import(
    numero: int,
    geocodeur: GeocodeurParLots | None = None,
    agence_bio: AgenceBio | None = None,
) -> None:
    """Read a file from its first row to its last, unless somebody else does, or stops it.

    One that is asked of the Agence Bio is fetched first, and kept.
    """
    jeton = _pour(numero, prendre_la_lecture)
    if jeton is None:
        return
    try:
        _chercher(numero, agence_bio)
        analyse = _ouvrir(numero, geocodeur)
        lus = all(_ranger(numero, jeton, analyse, lot) for lot in analyse.lots())
    except Refus as refus:
        motif = str(refus)
        _pour(numero, lambda i: renoncer_a_lire(i, jeton, motif))
        return
    if lus:
        mots = dict(analyse.depouillement.mots.most_common(MOTS))
        resume = analyse.resume() | {"mots": mots}
        _pour(numero, lambda i: finir_la_lecture(i, jeton, resume))


def _chercher(numero: int, agence_bio: AgenceBio | None) -> None:
    """Ask the register while nothing is held, then keep its answer as the import's file."""
    un_import = session.get_one(Import, numero)
    cle, departement = un_import.cle, un_import.options.get("agence_bio")
    session.rollback()
    if cle or not departement:
        return
    try:
        operateurs = list(agence_bio.operateurs(departement)) if agence_bio else None
    except RegistreInjoignable as panne:
        raise AgenceBioMuette from panne
    if operateurs is None:
        raise AgenceBioMuette
    contenu = json.dumps({"nbTotal": len(operateurs), "items": operateurs}).encode()

    def garder(un_import: Import) -> None:
        un_import.cle = garder_brut(contenu, "application/json").cle

    _pour(numero, garder)


def _ouvrir(numero: int, geocodeur: GeocodeurParLots | None) -> Analyse:
    """What was kept of the source comes first, unless this file has other columns."""
    un_import = session.get_one(Import, numero)
    source, departements = un_import.source, un_import.departements
    contenu = lire_prive(un_import.cle)
    gardee = Correspondance.de_json(source.correspondance)
    analyse: Analyse | None = None
    connus = origines_connues(source.id)
    for correspondance in (gardee, None):
        analyse = analyser(
            contenu,
            nom=un_import.nom_fichier,
            departements=departements,
            correspondance=correspondance if correspondance and correspondance.colonnes else None,
            categories=source.categories,
            connus=connus,
            rapprocheur=RapprocheurDuRegistre(departements),
            geocodeur=geocodeur,
        )
        if not gardee.colonnes or gardee.convient(analyse.tableau.colonnes):
            break
    session.rollback()  # nothing is held while the geocoder answers
    session.expunge_all()
    assert analyse is not None
    return analyse


def _ranger(numero: int, jeton: str, analyse: Analyse, lot: Sequence[LigneAnalysee]) -> bool:
    total = analyse.total
    return bool(_pour(numero, lambda i: poursuivre_la_lecture(i, jeton, lot, total=total)))


def ecrire_import(numero: int, *, secondes: float | None = None) -> bool:
    """Write what remains of an import until it ends or is stopped, for ``secondes`` at most.

    True when some may remain.
    """
    nombre, fin = LOT, time.monotonic() + (secondes or 0)
    while True:
        try:
            ecrites = _pour(numero, lambda i, n=nombre: ecrire_lot(i, nombre=n))  # type: ignore[misc]
        except FAUTES as faute:
            if nombre > 1:  # one of them is at fault: find it by smaller batches
                nombre = max(1, nombre // 10)
                continue
            log.warning("ligne_ecartee", numero=numero, erreur=str(faute))
            _pour(numero, ecarter_ligne)
            continue
        if not ecrites:
            return False
        nombre = LOT
        if secondes is not None and time.monotonic() > fin:
            return True


def defaire_ce_qui_reste(numero: int, *, secondes: float | None = None) -> bool:
    """Undo what remains of an import, for ``secondes`` at most; True when some may remain."""
    fin = time.monotonic() + (secondes or 0)
    while _pour(numero, defaire_lot):
        if secondes is not None and time.monotonic() > fin:
            return True
    return False


def _pour(numero: int, faire: Callable[[Import], T]) -> T:
    """One transaction; what it read is forgotten, so that memory does not grow with the file."""
    try:
        with transaction():
            return faire(session.get_one(Import, numero))
    finally:
        session.expunge_all()
