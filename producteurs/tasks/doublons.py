"""Looking every night for the farms that are there twice."""

from __future__ import annotations

from producteurs.services.doublons import Changement, changements_du_registre, proposer
from socle.db import session, transaction
from socle.travaux import chacun, periodique


@periodique(minutes=1440)
def chercher_doublons() -> None:
    """Bring the list of possible duplicates up to date; each pair in its own transaction."""
    changements = changements_du_registre()
    session.rollback()  # it only read, for seconds: no writer has waited
    chacun(changements, _ecrire, echec="doublon_non_propose")


def _ecrire(changement: Changement) -> None:
    with transaction():
        proposer(changement)
