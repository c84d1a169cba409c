"""Papers that farms send and agents examine, for the tests of this room."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from producteurs.models import Piece, Producteur, SortePiece
from producteurs.services import pieces
from producteurs.services.pieces import SaisiePiece
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.fichiers.prives import garder_papier
from tests import fabrique
from tests.scans import pdf


def agent(departement: str = "42") -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, departement)])


def saisie(sorte: SortePiece = SortePiece.MSA, **autres: Any) -> SaisiePiece:
    return SaisiePiece(sorte, garder_papier(io.BytesIO(pdf())), "attestation.pdf", **autres)


def deposee(ferme: Producteur, sorte: SortePiece = SortePiece.MSA, **autres: Any) -> Piece:
    jeanne = fabrique.compte("Jeanne")
    return pieces.deposer_piece(ferme.dossier, saisie(sorte, **autres), par=jeanne)


def acceptee(
    ferme: Producteur, sorte: SortePiece = SortePiece.MSA, fin_le: date | None = None
) -> Piece:
    piece = deposee(ferme, sorte)
    pieces.accepter_piece(piece, par=agent(), fin_le=fin_le)
    return piece


def dans(jours: int) -> date:
    return horloge.aujourdhui() + timedelta(days=jours)
