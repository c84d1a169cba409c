"""Why a whole file cannot be read. One bad row never refuses a file."""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class FichierIllisible(Refus):
    """``raison`` is a sentence that says what the file is, or what ails it."""

    statut = HTTPStatus.UNPROCESSABLE_ENTITY
    phrase = _l("Ce fichier ne peut pas être lu. %(raison)s")
