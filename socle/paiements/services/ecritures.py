"""The ledger: lines that are appended until the sums are what they must be."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from socle import horloge
from socle.db import session
from socle.paiements.models import Ecriture


class EcrituresDesequilibrees(RuntimeError):
    """A programming error: the target of a reference does not add up to zero."""


def mettre_en_compte(reference: str, cible: Mapping[str, int], *, motif: str) -> list[Ecriture]:
    """Append the lines that bring ``reference`` to ``cible`` (cents by party, summing to zero).

    Parties receive positive amounts; ``encaisse`` and ``reste_du`` are negative. Called again
    with the same target it appends nothing, so it can follow any change of an order.
    """
    if sum(cible.values()) != 0:
        raise EcrituresDesequilibrees(reference)
    soldes = {
        partie: int(solde)
        for partie, solde in session.execute(
            select(Ecriture.partie, func.sum(Ecriture.montant_centimes))
            .where(Ecriture.reference == reference)
            .group_by(Ecriture.partie)
        )
    }
    instant = horloge.maintenant()
    lignes = [
        Ecriture(
            reference=reference,
            partie=partie,
            montant_centimes=ecart,
            motif=motif,
            ecrite_le=instant,
        )
        for partie in sorted({*cible, *soldes})
        if (ecart := cible.get(partie, 0) - soldes.get(partie, 0))
    ]
    session.add_all(lignes)
    return lignes
