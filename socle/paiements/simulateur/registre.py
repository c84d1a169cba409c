"""What the simulator remembers, and the lock that guards it; kept in a file if one is named."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from socle.paiements.simulateur.errors import ObjetInconnu
from socle.paiements.simulateur.objets.identifiants import Objet

_NOMS = {
    "sessions": "checkout session",
    "intents": "payment_intent",
    "charges": "charge",
    "remboursements": "refund",
    "evenements": "event",
}


@dataclass
class Registre:
    """Objects by identifier, oldest first. Change them only inside ``ecriture()``."""

    fichier: Path | None = None
    sessions: dict[str, Objet] = field(default_factory=dict)
    donnees_intent: dict[str, Objet] = field(default_factory=dict)
    libelles: dict[str, str] = field(default_factory=dict)
    intents: dict[str, Objet] = field(default_factory=dict)
    charges: dict[str, Objet] = field(default_factory=dict)
    remboursements: dict[str, Objet] = field(default_factory=dict)
    evenements: dict[str, Objet] = field(default_factory=dict)
    _verrou: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        if self.fichier and self.fichier.exists():
            garde = json.loads(self.fichier.read_text(encoding="utf-8"))
            for nom in (*_NOMS, "donnees_intent", "libelles"):
                getattr(self, nom).update(garde[nom])

    @contextmanager
    def lecture(self) -> Iterator[Registre]:
        with self._verrou:
            yield self

    @contextmanager
    def ecriture(self) -> Iterator[Registre]:
        """One change at a time; what was changed is on disk when it is over."""
        with self._verrou:
            yield self
            if self.fichier:
                self._garder(self.fichier)

    def trouver(self, sorte: str, identifiant: str, *, param: str) -> Objet:
        """The object itself, not a copy. Raises ``ObjetInconnu``."""
        trouve: Objet | None = getattr(self, sorte).get(identifiant)
        if trouve is None:
            raise ObjetInconnu(_NOMS[sorte], identifiant, param=param)
        return trouve

    def _garder(self, fichier: Path) -> None:
        contenu = {nom: getattr(self, nom) for nom in (*_NOMS, "donnees_intent", "libelles")}
        provisoire = fichier.with_suffix(".ecriture")
        provisoire.write_text(json.dumps(contenu), encoding="utf-8")
        provisoire.replace(fichier)
