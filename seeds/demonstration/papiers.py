"""The papers of the demonstration's farms: specimens that say so, set once a sort."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path

from producteurs.models import Piece, Producteur, SortePiece
from producteurs.queries.pieces import sortes_requises
from producteurs.services.pieces import SORTES_DATEES, SaisiePiece, accepter_piece, deposer_piece
from producteurs.vocabulaire import SORTES_PIECE, majuscule
from socle.comptes.models import Compte
from socle.documents.composition import composer
from socle.fichiers.prives import garder_papier

MODELE = Path(__file__).parent / "papier.typ"
MENTION = "Spécimen de la démonstration, sans valeur"
LIGNES = (
    "Ce papier a été dessiné pour la démonstration.",
    "Une vraie ferme envoie ici une photo ou un PDF de son propre papier.",
)


def deposer_papiers(producteur: Producteur, *, par: Compte) -> list[Piece]:
    """All that the chamber asks of this producteur, sent and waiting to be read."""
    return [deposer_papier(producteur, sorte, par=par) for sorte in sortes_requises(producteur)]


def deposer_papier(producteur: Producteur, sorte: SortePiece, *, par: Compte) -> Piece:
    """One paper, from a phone."""
    papier = garder_papier(io.BytesIO(_specimen(sorte)))
    saisie = SaisiePiece(sorte=sorte, papier=papier, nom=f"{sorte.value}.pdf")
    return deposer_piece(producteur.dossier, saisie, par=par)


def accepter_papiers(pieces: list[Piece], *, par: Compte, jusqu_a: date) -> None:
    """The agent has read them; those that have an end hold until this day."""
    for piece in pieces:
        accepter_piece(piece, par=par, fin_le=jusqu_a if piece.sorte in SORTES_DATEES else None)


@cache
def _specimen(sorte: SortePiece) -> bytes:
    donnees = {
        "titre": majuscule(str(SORTES_PIECE[sorte])),
        "mention": MENTION,
        "lignes": list(LIGNES),
    }
    return composer(MODELE, donnees)
