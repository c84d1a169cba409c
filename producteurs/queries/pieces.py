"""Reading the papers of the dossiers: what is asked, what is there, what waits for an agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatLabel,
    EtatPiece,
    Label,
    Piece,
    Producteur,
    ReglesChambre,
    SorteLabel,
    SortePiece,
)
from producteurs.queries.regles import regles_de, regles_des
from socle import horloge
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page

DELAI_FIN = timedelta(days=60)
"""How long before the end of a paper an agent sees it coming."""
REPOS_APRES_RAPPEL = timedelta(days=10)
"""How long an agent's list is quiet about an ending paper once the farm was told."""
_FERMES = (EtatDossier.BROUILLON, EtatDossier.RADIE)


@dataclass(frozen=True, slots=True)
class Besoin:
    """One sort of paper of a dossier: whether the chamber asks for it, and all that came of it,
    the newest first. ``compte`` is the accepted one that holds on that day."""

    sorte: SortePiece
    requise: bool
    pieces: Sequence[Piece]
    compte: Piece | None

    @property
    def a_examiner(self) -> Sequence[Piece]:
        return [p for p in self.pieces if p.etat is EtatPiece.DEPOSEE]

    @property
    def manque(self) -> bool:
        """Required, and neither valid nor waiting to be examined: the farm has to send it."""
        return self.requise and self.compte is None and not self.a_examiner

    @property
    def refusee(self) -> Piece | None:
        """The last one sent, when it was refused and nothing else counts."""
        derniere = self.pieces[0] if self.pieces else None
        if self.compte is None and derniere and derniere.etat is EtatPiece.REFUSEE:
            return derniere
        return None

    def finit_bientot(self, jour: date) -> bool:
        """Whether the one that counts ends within the delay, and nothing came to replace it."""
        fin = self.compte.fin_le if self.compte else None
        return fin is not None and fin < jour + DELAI_FIN and not self.a_examiner


def sortes_requises(producteur: Producteur) -> list[SortePiece]:
    """What the chamber asks of this producteur, in the order of the sorts; two queries.

    The settings of its département for its kind, and the certificate of one that claims to be
    organic, whatever they say.
    """
    bio = select(Label.sorte).where(
        Label.producteur_id == producteur.id,
        Label.sorte == SorteLabel.AB,
        Label.etat != EtatLabel.RETIRE,
    )
    regles = regles_de(producteur.departement)
    return _demandees(producteur, regles, bio=session.scalar(bio) is not None)


def _demandees(producteur: Producteur, regles: ReglesChambre, *, bio: bool) -> list[SortePiece]:
    voulues = {*regles.pieces.get(producteur.genre.value, []), *([SortePiece.BIO] if bio else [])}
    return [sorte for sorte in SortePiece if sorte.value in voulues]


def besoins(dossier: Dossier, jour: date | None = None) -> Sequence[Besoin]:
    """Every sort that is asked for or was sent, the required first; three queries."""
    jour = jour or horloge.aujourdhui()
    requises = sortes_requises(dossier.producteur)
    pieces = session.scalars(
        select(Piece)
        .where(Piece.dossier_id == dossier.id)
        .options(joinedload(Piece.examinee_par), joinedload(Piece.deposee_par))
        .order_by(Piece.id.desc())
    ).all()
    return _assortir(requises, pieces, jour)


def besoins_de_chacun(dossiers: Sequence[Dossier], jour: date) -> Mapping[int, Sequence[Besoin]]:
    """The same by number of dossier, for many whose papers and labels are read; one query."""
    regles = regles_des([dossier.producteur.departement for dossier in dossiers])
    lus = {}
    for dossier in dossiers:
        ferme = dossier.producteur
        bio = any(x.sorte is SorteLabel.AB and x.etat is not EtatLabel.RETIRE for x in ferme.labels)
        requises = _demandees(ferme, regles[ferme.departement], bio=bio)
        lus[dossier.id] = _assortir(requises, dossier.pieces[::-1], jour)
    return lus


def _assortir(
    requises: Sequence[SortePiece], pieces: Sequence[Piece], jour: date
) -> Sequence[Besoin]:
    lignes = []
    for sorte in SortePiece:
        siennes = [p for p in pieces if p.sorte is sorte]
        if siennes or sorte in requises:
            lignes.append(Besoin(sorte, sorte in requises, siennes, _qui_compte(siennes, jour)))
    return sorted(lignes, key=lambda besoin: not besoin.requise)


def _qui_compte(pieces: Sequence[Piece], jour: date) -> Piece | None:
    """The accepted paper that lasts longest after ``jour``, the newest if several do."""
    valables = [p for p in pieces if p.etat is EtatPiece.ACCEPTEE and vaut(p, jour)]
    return max(valables, key=lambda p: (p.fin_le or date.max, p.id), default=None)


def vaut(piece: Piece, jour: date) -> bool:
    """Whether its own end has not passed on ``jour``."""
    return piece.fin_le is None or piece.fin_le >= jour


def pieces_manquantes(dossier: Dossier, jour: date | None = None) -> list[SortePiece]:
    """The required papers that the farm has yet to send: never sent, refused, or ended."""
    return [besoin.sorte for besoin in besoins(dossier, jour) if besoin.manque]


def pieces_non_acceptees(dossier: Dossier, jour: date | None = None) -> list[SortePiece]:
    """The required papers of which none accepted holds: an agent has something to look at first."""
    return [b.sorte for b in besoins(dossier, jour) if b.requise and b.compte is None]


def pieces_a_examiner(dossier: Dossier) -> list[Piece]:
    """The papers of this dossier that wait for an agent, the oldest first; one query."""
    return list(
        session.scalars(
            select(Piece)
            .where(Piece.dossier_id == dossier.id, Piece.etat == EtatPiece.DEPOSEE)
            .order_by(Piece.id)
        )
    )


def nombre_en_attente(dossier: Dossier) -> int:
    """How many papers of this dossier wait for an agent."""
    requete = select(func.count()).where(
        Piece.dossier_id == dossier.id, Piece.etat == EtatPiece.DEPOSEE
    )
    return session.scalar(requete) or 0


def piece_du_dossier(dossier: Dossier, numero: int) -> Piece:
    """One paper of a dossier that was read for somebody entitled, or ``Introuvable``."""
    piece = session.scalars(
        select(Piece)
        .where(Piece.id == numero, Piece.dossier_id == dossier.id)
        .options(joinedload(Piece.examinee_par), joinedload(Piece.deposee_par))
    ).one_or_none()
    if piece is None:
        raise Introuvable
    return piece


def piece_pour(departements: Sequence[str], producteur: int, numero: int) -> Piece:
    """The paper ``numero`` of this producteur if it is in these départements, with its dossier and
    its producteur, else ``Introuvable``. One query."""
    piece: Piece | None = session.scalars(
        _avec_ferme(departements)
        .where(Producteur.id == producteur, Piece.id == numero)
        .options(joinedload(Piece.examinee_par), joinedload(Piece.deposee_par))
    ).one_or_none()
    if piece is None:
        raise Introuvable
    return piece


def compter_pieces(departements: Sequence[str]) -> int:
    """How many papers wait for an agent of these départements: to examine, or ending."""
    requete = (
        select(func.count())
        .select_from(Piece)
        .join(Piece.dossier)
        .join(Dossier.producteur)
        .where(Producteur.departement.in_(departements), _a_traiter())
    )
    return session.scalar(requete) or 0


def pieces_a_traiter(departements: Sequence[str], numero: int) -> Page[Piece]:
    """A page of the same: those to examine first, the oldest first, then those that end, the
    soonest first. Two queries."""
    total = compter_pieces(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        _avec_ferme(departements)
        .where(_a_traiter())
        .options(contains_eager(Piece.dossier, Dossier.producteur).joinedload(Producteur.commune))
        .order_by(
            Piece.etat != EtatPiece.DEPOSEE,
            case((Piece.etat == EtatPiece.ACCEPTEE, Piece.fin_le)),
            Piece.id,
        )
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def pieces_qui_finissent(avant: date) -> Sequence[int]:
    """The numbers of the accepted papers that count, end before this day and have no successor,
    in all départements; those of closed dossiers left aside."""
    requete = (
        select(Piece.id)
        .join(Piece.dossier)
        .where(Dossier.etat.not_in(_FERMES), _qui_finit(avant))
        .order_by(Piece.id)
    )
    return session.scalars(requete).all()


def _avec_ferme(departements: Sequence[str]) -> Select[Any]:
    return (
        select(Piece)
        .join(Piece.dossier)
        .join(Dossier.producteur)
        .where(Producteur.departement.in_(departements))
        .options(contains_eager(Piece.dossier).contains_eager(Dossier.producteur))
    )


def _a_traiter() -> ColumnElement[bool]:
    """What an agent has to do something about, today."""
    jour = horloge.aujourdhui()
    recente = Piece.rappelee_le >= horloge.maintenant() - REPOS_APRES_RAPPEL
    finie_depuis = and_(Piece.fin_le < jour, func.date(Piece.rappelee_le) <= Piece.fin_le)
    a_rappeler = or_(Piece.rappelee_le.is_(None), ~recente, finie_depuis)
    return and_(
        Dossier.etat.not_in(_FERMES),
        or_(
            Piece.etat == EtatPiece.DEPOSEE,
            and_(_qui_finit(jour + DELAI_FIN), a_rappeler),
        ),
    )


def _qui_finit(avant: date) -> ColumnElement[bool]:
    """Accepted, ending before this day, the last of its sort to end, and nothing newer waiting."""
    autre = aliased(Piece)
    successeur = (
        select(autre.id)
        .where(
            autre.dossier_id == Piece.dossier_id,
            autre.sorte == Piece.sorte,
            or_(
                and_(
                    autre.etat == EtatPiece.ACCEPTEE,
                    or_(
                        autre.fin_le.is_(None),
                        autre.fin_le > Piece.fin_le,
                        and_(autre.fin_le == Piece.fin_le, autre.id > Piece.id),
                    ),
                ),
                and_(autre.etat == EtatPiece.DEPOSEE, autre.id > Piece.id),
            ),
        )
        .correlate(Piece)
    )
    return and_(Piece.etat == EtatPiece.ACCEPTEE, Piece.fin_le < avant, ~successeur.exists())
