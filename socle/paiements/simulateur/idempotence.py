"""Idempotency keys: the same demand gets the same answer for a day, another one is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from socle.paiements.simulateur.errors import ClePartagee, ErreurStripe
from socle.paiements.simulateur.horloge import Horloge

MEMOIRE_S = 24 * 3600
"""Stripe may forget a key after this long; what is asked again under it is then done again."""


@dataclass(frozen=True, slots=True)
class Reponse:
    corps: dict[str, Any]
    statut: int = 200
    rejouee: bool = False


@dataclass
class Idempotence:
    """Answers by key. Two demands with one key wait for each other."""

    horloge: Horloge
    _reponses: dict[str, tuple[int, Any, Reponse]] = field(default_factory=dict)
    _verrou: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def repondre(
        self, cle: str | None, demande: Any, executer: Callable[[], dict[str, Any]]
    ) -> Reponse:
        """Run ``executer`` unless ``cle`` was answered before; ``demande`` must compare equal.

        An error is an answer too (a refused refund stays refused under its key), except those
        that Stripe finds before doing anything.
        """
        if cle is None:
            return _executer(executer)
        with self._verrou:
            instant = self.horloge.maintenant()
            if cle in self._reponses and instant < self._reponses[cle][0] + MEMOIRE_S:
                return self._rejouer(cle, demande)
            reponse = _executer(executer)
            self._reponses[cle] = (instant, demande, reponse)
            return reponse

    def _rejouer(self, cle: str, demande: Any) -> Reponse:
        _, premiere, reponse = self._reponses[cle]
        if premiere != demande:
            raise ClePartagee(
                "Keys for idempotent requests can only be used with the same parameters they "
                f"were first used with. Try using a key other than '{cle}' if you meant to "
                "execute a different request."
            )
        return Reponse(reponse.corps, reponse.statut, rejouee=True)


def _executer(executer: Callable[[], dict[str, Any]]) -> Reponse:
    try:
        return Reponse(executer())
    except ErreurStripe as erreur:
        if not erreur.rejouable:
            raise
        return Reponse(erreur.corps(), erreur.statut)
