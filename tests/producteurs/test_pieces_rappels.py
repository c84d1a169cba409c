"""Papers that end: when the farm is told, what the agent sees coming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from producteurs.errors.pieces import (
    PieceSansRappel,
)
from producteurs.models import (
    EtatDossier,
    Piece,
    SortePiece,
)
from producteurs.queries import pieces as lues
from producteurs.services import pieces
from producteurs.tasks.pieces import rappeler_les_pieces
from socle import horloge
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.papiers import acceptee, agent, dans, deposee

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]
JOUR = timedelta(days=1)


def a_jour(jours: int) -> Any:
    return horloge.arretee_a(horloge.maintenant() + timedelta(days=jours))


def test_la_ferme_est_prevenue_a_trente_puis_a_sept_jours_une_fois_chacun(
    courriels: Courriels,
) -> None:
    acceptee(fabrique.producteur(), SortePiece.BIO, dans(100))
    session.commit()
    avant = len(courriels())
    envois: dict[int, int] = {}
    for ecoules in range(60, 110):
        with a_jour(ecoules):
            rappeler_les_pieces()
            rappeler_les_pieces()
        if nouveaux := len(courriels()) - avant - sum(envois.values()):
            envois[ecoules] = nouveaux
    assert envois == {70: 1, 93: 1}
    assert "à remplacer" in courriels()[-1].sujet


def test_un_jour_sans_tache_se_rattrape(courriels: Courriels) -> None:
    acceptee(fabrique.producteur(), fin_le=dans(100))
    session.commit()
    avant = len(courriels())
    for ecoules in (75, 98, 99):
        with a_jour(ecoules):
            rappeler_les_pieces()
    assert len(courriels()) == avant + 2


def test_rien_n_est_rappele_quand_la_suivante_est_la() -> None:
    ferme = fabrique.producteur()
    acceptee(ferme, SortePiece.BIO, dans(20))
    autre = fabrique.producteur()
    acceptee(autre, SortePiece.BIO, dans(20))
    deposee(ferme, SortePiece.BIO)
    acceptee(autre, SortePiece.BIO, dans(300))
    assert pieces.pieces_a_rappeler(horloge.aujourdhui()) == []


def test_un_dossier_ferme_n_est_plus_importune() -> None:
    ferme = fabrique.producteur()
    acceptee(ferme, SortePiece.BIO, dans(20))
    assert len(pieces.pieces_a_rappeler(horloge.aujourdhui())) == 1
    ferme.dossier.etat = EtatDossier.RADIE
    session.flush()
    assert pieces.pieces_a_rappeler(horloge.aujourdhui()) == []


def liste(*departements: str) -> list[Piece]:
    page = lues.pieces_a_traiter(departements or ("42",), 1)
    assert page.total == lues.compter_pieces(departements or ("42",))
    return list(page.elements)


def test_la_liste_de_l_agent_montre_ce_qui_attend_puis_ce_qui_finit() -> None:
    ferme, autre = fabrique.producteur(), fabrique.producteur()
    loin = acceptee(ferme, SortePiece.ASSURANCE, dans(60))
    bientot = acceptee(ferme, SortePiece.BIO, dans(59))
    finie = acceptee(ferme, SortePiece.MSA, dans(3))
    ancienne, recente = deposee(autre), deposee(ferme, SortePiece.SIRET)
    assert liste() == [ancienne, recente, finie, bientot]
    assert liste("69") == []
    with horloge.arretee_a(horloge.maintenant() + 2 * JOUR):
        assert liste() == [ancienne, recente, finie, bientot, loin]


def test_une_ferme_prevenue_quitte_la_liste_jusqu_a_ce_qu_il_faille_y_revenir() -> None:
    piece = acceptee(fabrique.producteur(), SortePiece.BIO, dans(5))
    par = agent()
    pieces.rappeler_piece(piece, par=par)
    assert liste() == []
    (*_, ligne) = lire_journal("dossier", piece.dossier_id)
    assert (ligne.vers, ligne.par) == ("rappelee", par)
    with a_jour(6):
        assert liste() == [piece]
        pieces.rappeler_piece(piece, par=par)
        assert liste() == []
    with a_jour(17):
        assert liste() == [piece]


def test_on_ne_rappelle_pas_ce_qui_ne_finit_pas() -> None:
    ferme = fabrique.producteur()
    for piece in (deposee(ferme), acceptee(ferme), acceptee(ferme, SortePiece.BIO, dans(90))):
        with pytest.raises(PieceSansRappel):
            pieces.rappeler_piece(piece, par=agent())


@pytest.mark.parametrize("etat", [EtatDossier.BROUILLON, EtatDossier.RADIE])
def test_ce_que_la_ferme_n_a_pas_encore_envoye_n_occupe_pas_l_agent(etat: EtatDossier) -> None:
    ferme = fabrique.producteur(etat=EtatDossier.SOUMIS)
    piece = deposee(ferme)
    assert liste() == [piece]
    ferme.dossier.etat = etat
    session.flush()
    assert liste() == []
