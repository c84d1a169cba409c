"""What proves who somebody is: password fingerprints and signed links.

A file of its own because both need the settings (cost of a fingerprint, signing key) and nothing
else does: the cost of argon2 and the life of a link are decided here, once.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadSignature, URLSafeSerializer

from socle import horloge
from socle.comptes.errors import LienPerime
from socle.reglages import Reglages


class Usage(StrEnum):
    """What a signed link is for; a link of one kind never opens another's door."""

    CONFIRMATION = "confirmation"
    REINITIALISATION = "reinitialisation"
    COURRIEL = "courriel"


DUREES: dict[Usage, timedelta] = {
    Usage.CONFIRMATION: timedelta(days=3),
    Usage.REINITIALISATION: timedelta(hours=2),
    Usage.COURRIEL: timedelta(days=1),
}


class _Preuves:
    hacheur: PasswordHasher
    cle: str
    production: bool


def hacheur_pour(env: str) -> PasswordHasher:
    """argon2id with RFC 9106's second recommended cost (64 MiB, 3 passes); nearly free in tests."""
    couts = profiles.CHEAPEST if env == "test" else profiles.RFC_9106_LOW_MEMORY
    return PasswordHasher.from_parameters(couts)


def brancher_preuves(reglages: Reglages) -> None:
    """Take the cost of fingerprints and the signing key from ``reglages``."""
    _Preuves.hacheur = hacheur_pour(reglages.env)
    _Preuves.cle = reglages.secret_key
    _Preuves.production = reglages.production


def en_production() -> bool:
    """Whether what is public knowledge (the demonstration's password) must open nothing."""
    return _Preuves.production


def _normaliser(mot_de_passe: str) -> str:
    # The same accent may be typed as one character or as two, depending on the keyboard.
    return unicodedata.normalize("NFC", mot_de_passe)


def hacher(mot_de_passe: str) -> str:
    """The fingerprint to keep of ``mot_de_passe``."""
    return _Preuves.hacheur.hash(_normaliser(mot_de_passe))


@cache
def hacher_une_fois(mot_de_passe: str) -> str:
    """The same, computed once per process: for a password that everybody may know."""
    return hacher(mot_de_passe)


def correspond(mot_de_passe: str, empreinte: str) -> bool:
    """Whether ``empreinte`` is that of ``mot_de_passe``."""
    try:
        return _Preuves.hacheur.verify(empreinte, _normaliser(mot_de_passe))
    except (VerificationError, InvalidHashError):
        return False


def a_rehacher(empreinte: str) -> bool:
    """Whether ``empreinte`` was made with other costs than today's."""
    return _Preuves.hacheur.check_needs_rehash(empreinte)


def empreinte_de(texte: str) -> str:
    """A short fingerprint of a random text, to recognise it without giving it away."""
    return hashlib.sha256(texte.encode()).hexdigest()[:16]


def _signeur(usage: Usage) -> URLSafeSerializer:
    return URLSafeSerializer(_Preuves.cle, salt=f"comptes.{usage}")


def signer(usage: Usage, *valeurs: int | str) -> str:
    """The end of a link that only this site can have made, dated by the site's own clock."""
    return _signeur(usage).dumps([int(horloge.maintenant().timestamp()), *valeurs])


def lire(usage: Usage, jeton: str) -> list[Any]:
    """What ``signer`` was given; ``LienPerime`` when it is not ours, or too old."""
    try:
        quand, *valeurs = _signeur(usage).loads(jeton)
    except BadSignature as faute:
        raise LienPerime from faute
    if horloge.maintenant().timestamp() - quand > DUREES[usage].total_seconds():
        raise LienPerime
    return list(valeurs)
