"""Carrying an import on, batch after batch, each in its own transaction.

What is done is done when the process stops in the middle: the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from producteurs.models import Import
from producteurs.services.importation.ecriture import LOT, ecarter_ligne, ecrire_lot
from producteurs.services.importation.retour import defaire_lot
from socle.db import session, transaction
from socle.errors import Refus

log = structlog.get_logger()

FAUTES = (DataError, IntegrityError, Refus, ValueError, KeyError, TypeError)
"""What one row can be wrong by; a database that does not answer is no row's fault."""


def ecrire_import(numero: int) -> None:
    """Write what remains of an import until it ends, is stopped, or the process dies."""
    nombre = LOT
    while True:
        try:
            ecrites = _un_lot(numero, lambda i, n=nombre: ecrire_lot(i, nombre=n))  # type: ignore[misc]
        except FAUTES as faute:
            if nombre > 1:  # one of them is at fault: find it by smaller batches
                nombre = max(1, nombre // 10)
                continue
            log.warning("ligne_ecartee", numero=numero, erreur=str(faute))
            _un_lot(numero, _ecarter)
            continue
        if not ecrites:
            return
        nombre = LOT


def defaire_ce_qui_reste(numero: int) -> None:
    """Undo what remains of an import."""
    while _un_lot(numero, defaire_lot):
        pass


def _ecarter(un_import: Import) -> int:
    ecarter_ligne(un_import)
    return 1


def _un_lot(numero: int, faire: Callable[[Import], int]) -> int:
    """One transaction; what it read is forgotten, so that memory does not grow with the file."""
    try:
        with transaction():
            un_import = session.get(Import, numero)
            return faire(un_import) if un_import else 0
    finally:
        session.expunge_all()
