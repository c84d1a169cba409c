"""Money is whole euro cents. Reading what people type, writing what they read."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l

PRIX_MAXIMAL_CENTIMES = 1_000_000
_NOMBRE = re.compile(r"[0-9]{1,7}([.,][0-9]{1,2})?")
_ESPACES = re.compile(r"[\s\u00a0\u202f€]")


class PrixIllisible(Refus):
    phrase = _l("Écrivez un prix en euros, comme 12,50.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


def lire_prix(texte: str) -> int:
    """Cents from ``12,5``, ``12.50`` or `` 12,50 € ``; negative, exponent or absurd is refused."""
    chiffres = _ESPACES.sub("", texte)
    if not _NOMBRE.fullmatch(chiffres):
        raise PrixIllisible
    centimes = int(Decimal(chiffres.replace(",", ".")) * 100)
    if centimes > PRIX_MAXIMAL_CENTIMES:
        raise PrixIllisible
    return centimes


def ecrire_prix(centimes: int) -> str:
    """« 12,50 € » with the no-break spaces of French typography."""
    signe = "-" if centimes < 0 else ""
    euros, reste = divmod(abs(centimes), 100)
    milliers = f"{euros:,}".replace(",", "\u202f")
    return f"{signe}{milliers},{reste:02d}\u00a0€"


def arrondir(centimes: Decimal) -> int:
    """Whole cents, half a cent up (the rule of commerce in France)."""
    return int(centimes.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def part_de_tva(ttc_centimes: int, taux_pour_mille: int) -> int:
    """The VAT contained in a price, in cents; ``taux_pour_mille`` 55 is 5.5 %."""
    return ttc_centimes - arrondir(Decimal(ttc_centimes) * 1000 / (1000 + taux_pour_mille))
