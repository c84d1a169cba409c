"""What the farm is told of its papers."""

from __future__ import annotations

from producteurs.models import Piece
from producteurs.vocabulaire.registre import SORTES_PIECE
from socle import horloge
from socle.envois.courriel import Courriel, composer
from socle.langue import _
from socle.typographie import date_courte


def piece_acceptee(piece: Piece, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre pièce est acceptée", nom=piece.dossier.producteur.nom)
    return _composer(piece, adresse, sujet, "piece_acceptee")


def piece_refusee(piece: Piece, adresse: str) -> Courriel:
    sujet = _("%(nom)s : une pièce est à renvoyer", nom=piece.dossier.producteur.nom)
    return _composer(piece, adresse, sujet, "piece_refusee")


def piece_a_remplacer(piece: Piece, adresse: str) -> Courriel:
    sujet = _("%(nom)s : une pièce est à remplacer", nom=piece.dossier.producteur.nom)
    return _composer(piece, adresse, sujet, "piece_a_remplacer")


def phrase_de_fin(piece: Piece) -> str:
    """« Elle vaut jusqu’au 31/12/2026. », « Elle ne vaut plus depuis le 31/12/2026. »"""
    if piece.fin_le is None:
        return _("Elle vaut sans limite de date.")
    jour = date_courte(piece.fin_le)
    if piece.fin_le < horloge.aujourdhui():
        return _("Elle ne vaut plus depuis le %(jour)s.", jour=jour)
    return _("Elle vaut jusqu’au %(jour)s.", jour=jour)


def _composer(piece: Piece, adresse: str, sujet: str, gabarit: str) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/{gabarit}.txt",
        papier=piece,
        producteur=piece.dossier.producteur,
        sorte=SORTES_PIECE[piece.sorte],
        fin=phrase_de_fin(piece),
    )
