"""Identifiers that look like Stripe's."""

from __future__ import annotations

import secrets
import string
from typing import Any

Objet = dict[str, Any]
"""One object of Stripe's API, ready to be written as JSON."""

VERSION_API = "2026-10-28.endive"
"""The version of Stripe's API that the objects follow: that of the library in the lock file."""

_SIGNES = string.ascii_letters + string.digits


def identifiant(prefixe: str, longueur: int = 24) -> str:
    return f"{prefixe}_{''.join(secrets.choice(_SIGNES) for _ in range(longueur))}"
