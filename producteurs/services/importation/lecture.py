"""The background reading of a file: one process at a time, which says that it is alive."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from producteurs.models import EtatImport, Import
from producteurs.queries.imports import relire_import
from producteurs.services.importation.ligne import LigneAnalysee
from producteurs.services.importation.rangement import ranger_lignes
from producteurs.services.importation.reception import passer, vider
from socle import horloge
from socle.db import session

BAIL = timedelta(minutes=2)
"""A reader that has said nothing for so long is dead: another one begins again."""


def prendre_la_lecture(un_import: Import) -> str | None:
    """Begin to read from the first row; a token to go on with, None when somebody else reads."""
    relire_import(un_import)
    if un_import.etat is not EtatImport.ANALYSE:
        return None
    bail = un_import.resume.get("bail")
    if bail and horloge.maintenant() - datetime.fromisoformat(bail["vu_le"]) < BAIL:
        return None
    vider(un_import)
    jeton = secrets.token_hex(8)
    _renouveler(un_import, jeton)
    return jeton


def poursuivre_la_lecture(
    un_import: Import, jeton: str, lot: Iterable[LigneAnalysee], *, total: int
) -> bool:
    """Keep a batch of rows; False when the import was stopped, or is now read by another."""
    if not _tenue(un_import, jeton):
        return False
    faites = un_import.faites + ranger_lignes(un_import, lot)
    un_import.total = max(total, faites)
    un_import.faites = faites
    _renouveler(un_import, jeton)
    return True


def finir_la_lecture(un_import: Import, jeton: str, resume: Mapping[str, Any]) -> None:
    """Every row was read: somebody may look at them."""
    if _tenue(un_import, jeton):
        un_import.resume = dict(resume)
        un_import.total = un_import.faites
        passer(un_import, EtatImport.A_VERIFIER, par=None)


def renoncer_a_lire(un_import: Import, jeton: str, motif: str) -> None:
    """The file cannot be read at all, and why."""
    if _tenue(un_import, jeton):
        vider(un_import)
        un_import.resume = {"refus": motif}
        un_import.fini_le = horloge.maintenant()
        passer(un_import, EtatImport.ECHOUE, par=None, motif=motif)


def _tenue(un_import: Import, jeton: str) -> bool:
    relire_import(un_import)
    bail = un_import.resume.get("bail", {})
    return un_import.etat is EtatImport.ANALYSE and bail.get("jeton") == jeton


def _renouveler(un_import: Import, jeton: str) -> None:
    vu_le = horloge.maintenant().isoformat()
    un_import.resume = {**un_import.resume, "bail": {"jeton": jeton, "vu_le": vu_le}}
    session.flush()
