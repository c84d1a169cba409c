"""Looking every night for the farms that are there twice."""

from __future__ import annotations

from producteurs.services.doublons import Changement, changements_du_registre, proposer
from socle.db import transaction
from socle.travaux import chacun, periodique


@periodique(minutes=1440)
def chercher_doublons() -> None:
    """Bring the list of possible duplicates up to date; each pair in its own transaction."""
    # Compared outside of any transaction that writes: it takes seconds.
    chacun(changements_du_registre(), _ecrire, echec="doublon_non_propose")


def _ecrire(changement: Changement) -> None:
    with transaction():
        proposer(changement)
