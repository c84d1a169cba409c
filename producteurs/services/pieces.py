"""The papers of a dossier: sent by the farm, examined by the chamber, recalled before their end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from producteurs.errors import MotifManquant
from producteurs.errors.pieces import (
    DossierFerme,
    FinDePieceManquante,
    FinDePieceRefusee,
    PieceDejaExaminee,
    PieceSansRappel,
    TropDePiecesEnAttente,
)
from producteurs.mails import pieces as mails
from producteurs.mails.pieces import phrase_de_fin
from producteurs.models import (
    PASSAGES_PIECE,
    Dossier,
    EtatDossier,
    EtatPiece,
    Piece,
    SortePiece,
)
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from producteurs.queries.pieces import DELAI_FIN, nombre_en_attente, pieces_qui_finissent
from producteurs.vocabulaire.phrases import majuscule
from producteurs.vocabulaire.registre import ETATS_PIECE, SORTES_PIECE
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.courriel import Courriel
from socle.envois.services import envoyer
from socle.etats import verifier_passage
from socle.fichiers.prives import Garde, nom_propre
from socle.journal.services import noter
from socle.typographie import date_courte

EN_ATTENTE_MAXIMUM = 20
ANNEES_MAXIMUM = 15
RAPPELS = (timedelta(days=7), timedelta(days=30))
"""How long before its end the farm is told of it, the nearest first."""
SORTES_DATEES = frozenset({SortePiece.BIO, SortePiece.ASSURANCE})
"""Papers that always say until when they hold."""


@dataclass(frozen=True, slots=True)
class SaisiePiece:
    """A paper that a farm sends; ``nom`` is what its file was called on the phone."""

    sorte: SortePiece
    papier: Garde
    nom: str
    fin_le: date | None = None


def deposer_piece(dossier: Dossier, saisie: SaisiePiece, *, par: Compte) -> Piece:
    """The farm sends a paper, which waits for an agent; a newer one may always be sent.

    Raise ``DossierFerme``, ``TropDePiecesEnAttente`` or ``FinDePieceRefusee``.
    """
    _verifier_fin(saisie.fin_le)
    relire_sous_verrou(dossier.producteur)
    if dossier.etat is EtatDossier.RADIE:
        raise DossierFerme
    if nombre_en_attente(dossier) >= EN_ATTENTE_MAXIMUM:
        raise TropDePiecesEnAttente(maximum=EN_ATTENTE_MAXIMUM)
    piece = Piece(
        dossier=dossier,
        sorte=saisie.sorte,
        etat=EtatPiece.DEPOSEE,
        nom_fichier=nom_propre(saisie.nom, saisie.papier.type_mime),
        type_mime=saisie.papier.type_mime,
        octets=saisie.papier.octets,
        cle=saisie.papier.cle,
        deposee_le=horloge.maintenant(),
        deposee_par=par,
        fin_le=saisie.fin_le,
    )
    session.add(piece)
    session.flush()
    _noter(piece, de="", par=par)
    return piece


def accepter_piece(
    piece: Piece, *, par: Compte, fin_le: date | None, vu: EtatPiece | None = None
) -> None:
    """The paper counts until ``fin_le`` included; without end when None, where its sort has none.

    ``vu`` is the state that the agent had on the screen. Raise ``PieceDejaExaminee``,
    ``FinDePieceManquante`` or ``FinDePieceRefusee``.
    """
    if fin_le is None and piece.sorte in SORTES_DATEES:
        raise FinDePieceManquante
    _verifier_fin(fin_le)
    _examiner(piece, EtatPiece.ACCEPTEE, par=par, motif="", vu=vu)
    piece.fin_le = fin_le
    piece.rappelee_le = None
    _prevenir(piece, mails.piece_acceptee)


def refuser_piece(piece: Piece, *, par: Compte, motif: str, vu: EtatPiece | None = None) -> None:
    """The paper does not count, and the farm is told why; it may send another."""
    if not motif.strip():
        raise MotifManquant
    _examiner(piece, EtatPiece.REFUSEE, par=par, motif=motif.strip(), vu=vu)
    _prevenir(piece, mails.piece_refusee)


def rappeler_piece(piece: Piece, *, par: Compte | None = None) -> None:
    """The farm is told that a paper ends, or has ended, and how to send the next one.

    By an agent (``par``, noted in the journal) or by the clock.
    """
    relire_sous_verrou(piece.dossier.producteur)
    session.refresh(piece)
    if piece.id not in pieces_qui_finissent(horloge.aujourdhui() + DELAI_FIN):
        raise PieceSansRappel
    piece.rappelee_le = horloge.maintenant()
    if par is not None:
        _noter(piece, de=piece.etat, vers="rappelee", par=par, motif=phrase_de_fin(piece))
    _prevenir(piece, mails.piece_a_remplacer)


def pieces_a_rappeler(jour: date) -> list[int]:
    """The numbers of the papers whose farm is to be told today: once 30 days before the end, once
    7 days before; a day on which nothing ran is caught up the next."""
    a_venir = pieces_qui_finissent(jour + max(RAPPELS) + timedelta(days=1))
    return [numero for numero in a_venir if _a_rappeler(session.get_one(Piece, numero), jour)]


def _a_rappeler(piece: Piece, jour: date) -> bool:
    if piece.fin_le is None or piece.fin_le < jour:
        return False
    du = next((piece.fin_le - delai for delai in RAPPELS if piece.fin_le - delai <= jour), None)
    if du is None:
        return False
    dit = piece.rappelee_le and piece.rappelee_le.astimezone(horloge.PARIS).date()
    return dit is None or dit < du


def _examiner(
    piece: Piece, vers: EtatPiece, *, par: Compte, motif: str, vu: EtatPiece | None
) -> None:
    """One step of the table under the lock of the farm: of two agents at once the second is told
    what the first decided."""
    relire_sous_verrou(piece.dossier.producteur)
    session.refresh(piece)
    if piece.dossier.etat is EtatDossier.RADIE:
        raise DossierFerme
    de = piece.etat
    if vu is not None and vu is not de:
        raise PieceDejaExaminee(etat=ETATS_PIECE[de])
    verifier_passage(PASSAGES_PIECE, de, vers)
    piece.etat, piece.motif = vers, motif
    piece.examinee_le, piece.examinee_par = horloge.maintenant(), par
    _noter(piece, de=de, par=par, motif=motif)


def _verifier_fin(fin_le: date | None) -> None:
    jour = horloge.aujourdhui()
    maximum = jour + timedelta(days=365 * ANNEES_MAXIMUM)
    if fin_le is not None and not jour <= fin_le <= maximum:
        raise FinDePieceRefusee(maximum=date_courte(maximum))


def _noter(piece: Piece, *, de: str, par: Compte, vers: str = "", motif: str = "") -> None:
    """In the journal of the dossier: which paper, and why."""
    quoi = f"{majuscule(SORTES_PIECE[piece.sorte])} ({piece.nom_fichier})."
    noter(
        "dossier",
        piece.dossier_id,
        de=de,
        vers=vers or piece.etat,
        par=par,
        motif=f"{quoi} {motif}".strip(),
    )


def _prevenir(piece: Piece, message: Callable[[Piece, str], Courriel]) -> None:
    session.flush()
    for adresse in destinataires(piece.dossier.producteur):
        envoyer(message(piece, adresse))
