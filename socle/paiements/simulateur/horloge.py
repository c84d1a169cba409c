"""The simulator's own clock, which can be set, so that sessions expire without waiting."""

from __future__ import annotations

import time


class Horloge:
    """Seconds since 1970, shifted by what was set. Signatures of webhooks use the real time."""

    def __init__(self) -> None:
        self._decalage_s = 0.0

    def maintenant(self) -> int:
        return int(time.time() + self._decalage_s)

    def avancer(self, secondes: float) -> None:
        self._decalage_s += secondes

    def regler(self, instant: float) -> None:
        """From now on it is ``instant`` (seconds since 1970), and time goes on from there."""
        self._decalage_s = instant - time.time()
