"""Whether a source says the same of a farm as last time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from producteurs.services.importation.ligne import Brute


def empreinte(brute: Brute, colonnes: Iterable[str]) -> str:
    """A hash of the cells that we read, as they stand: a column that we ignore changes nothing."""
    lues = {nom: brute.valeurs.get(nom, "") for nom in sorted(set(colonnes))}
    return hashlib.sha256(json.dumps(lues, ensure_ascii=False).encode(errors="replace")).hexdigest()
