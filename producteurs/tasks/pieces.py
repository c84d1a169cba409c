"""Papers that end: the farm is told in time."""

from __future__ import annotations

from producteurs.models import Piece
from producteurs.services import pieces
from socle import horloge
from socle.db import session, transaction
from socle.travaux import chacun, periodique


@periodique(minutes=1440)
def rappeler_les_pieces() -> None:
    """Write to each farm one of whose papers ends within 30 days, then within 7."""
    chacun(pieces.pieces_a_rappeler(horloge.aujourdhui()), _rappeler, echec="rappel_de_piece")


def _rappeler(numero: int) -> None:
    with transaction():
        pieces.rappeler_piece(session.get_one(Piece, numero))
