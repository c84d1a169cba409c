"""The papers of a dossier: what is asked, who decides, when each is recalled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from producteurs.errors import MotifManquant
from producteurs.errors.pieces import (
    DossierFerme,
    FinDePieceManquante,
    FinDePieceRefusee,
    PieceDejaExaminee,
    TropDePiecesEnAttente,
)
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    EtatPiece,
    Genre,
    Label,
    ReglesChambre,
    SorteLabel,
    SortePiece,
)
from producteurs.queries import pieces as lues
from producteurs.services import pieces
from producteurs.services.pieces import EN_ATTENTE_MAXIMUM
from socle import horloge
from socle.db import session
from socle.envois.models import Envoi
from socle.errors import Introuvable, TransitionImpossible
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.papiers import acceptee, agent, dans, deposee

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]
JOUR = timedelta(days=1)


def test_la_chambre_demande_ses_pieces_selon_le_genre() -> None:
    ferme = fabrique.producteur()
    cuisine = fabrique.producteur(genre=Genre.CUISINIER)
    assert lues.pieces_manquantes(ferme.dossier) == [SortePiece.SIRET, SortePiece.MSA]
    assert lues.pieces_manquantes(cuisine.dossier) == [SortePiece.SIRET, SortePiece.HYGIENE]


def test_les_regles_du_departement_disent_ce_qu_il_faut() -> None:
    ferme = fabrique.producteur()
    regles = ReglesChambre.par_defaut("42")
    regles.pieces = {"ferme": ["assurance"]}
    session.add(regles)
    session.flush()
    assert lues.pieces_manquantes(ferme.dossier) == [SortePiece.ASSURANCE]


@pytest.mark.parametrize("etat", list(EtatLabel))
def test_qui_se_dit_bio_montre_son_certificat(etat: EtatLabel) -> None:
    ferme = fabrique.producteur(
        genre=Genre.COMMERCE, labels=[Label(sorte=SorteLabel.AB, etat=etat)]
    )
    attendu = [SortePiece.SIRET]
    if etat is not EtatLabel.RETIRE:
        attendu.append(SortePiece.BIO)
    assert lues.pieces_manquantes(ferme.dossier) == attendu


def test_une_piece_envoyee_attend_l_agent_puis_compte(courriels: Courriels) -> None:
    ferme = fabrique.producteur(genre=Genre.COMMERCE)
    piece = deposee(ferme, SortePiece.SIRET)
    (besoin,) = lues.besoins(ferme.dossier)
    assert (besoin.a_examiner, besoin.compte, besoin.manque) == ([piece], None, False)
    assert lues.pieces_a_examiner(ferme.dossier) == [piece]

    par = agent()
    pieces.accepter_piece(piece, par=par, fin_le=dans(90))
    (besoin,) = lues.besoins(ferme.dossier)
    assert (besoin.compte, besoin.manque) == (piece, False)
    assert lues.pieces_a_examiner(ferme.dossier) == []
    (message,) = courriels()
    assert message.destinataire == ferme.courriel
    assert "acceptée" in message.sujet
    lignes = lire_journal("dossier", ferme.dossier.id)
    assert [(ligne.de, ligne.vers) for ligne in lignes] == [
        ("", "deposee"),
        ("deposee", "acceptee"),
    ]
    assert lignes[1].par is par
    assert "attestation.pdf" in lignes[1].motif


def test_une_piece_refusee_dit_pourquoi_et_se_renvoie(courriels: Courriels) -> None:
    ferme = fabrique.producteur(genre=Genre.COMMERCE)
    piece = deposee(ferme, SortePiece.SIRET)
    with pytest.raises(MotifManquant):
        pieces.refuser_piece(piece, par=agent(), motif="  ")
    pieces.refuser_piece(piece, par=agent(), motif="Elle n’est pas lisible.")
    (besoin,) = lues.besoins(ferme.dossier)
    assert (besoin.refusee, besoin.manque) == (piece, True)
    (message,) = courriels()
    assert "Elle n’est pas lisible." in message.texte
    assert f"/espace/fermes/{ferme.id}/pieces?sorte=siret" in message.texte

    autre = deposee(ferme, SortePiece.SIRET)
    (besoin,) = lues.besoins(ferme.dossier)
    assert (besoin.refusee, besoin.manque, besoin.pieces) == (None, False, [autre, piece])


def test_la_fin_d_une_piece_est_a_venir_et_vraisemblable() -> None:
    ferme = fabrique.producteur()
    for fin in (dans(-1), dans(365 * 20)):
        with pytest.raises(FinDePieceRefusee):
            deposee(ferme, fin_le=fin)
        with pytest.raises(FinDePieceRefusee):
            pieces.accepter_piece(deposee(ferme), par=agent(), fin_le=fin)
    assert acceptee(ferme, fin_le=dans(0)).etat is EtatPiece.ACCEPTEE


@pytest.mark.parametrize("sorte", [SortePiece.BIO, SortePiece.ASSURANCE])
def test_un_certificat_ne_s_accepte_pas_sans_date(sorte: SortePiece) -> None:
    piece = deposee(fabrique.producteur(), sorte)
    with pytest.raises(FinDePieceManquante):
        pieces.accepter_piece(piece, par=agent(), fin_le=None)
    assert piece.etat is EtatPiece.DEPOSEE


def test_de_deux_agents_le_second_apprend_ce_que_le_premier_a_decide() -> None:
    piece = deposee(fabrique.producteur())
    pieces.accepter_piece(piece, par=agent(), fin_le=None, vu=EtatPiece.DEPOSEE)
    with pytest.raises(PieceDejaExaminee) as refus:
        pieces.refuser_piece(piece, par=agent(), motif="Illisible.", vu=EtatPiece.DEPOSEE)
    assert "acceptée" in str(refus.value)
    assert (piece.etat, piece.motif) == (EtatPiece.ACCEPTEE, "")


def test_une_decision_se_corrige_mais_ne_se_repete_pas() -> None:
    piece = acceptee(fabrique.producteur())
    pieces.accepter_piece(piece, par=agent(), fin_le=dans(40))
    assert piece.fin_le == dans(40)
    pieces.refuser_piece(piece, par=agent(), motif="Erreur de ma part.")
    with pytest.raises(TransitionImpossible):
        pieces.refuser_piece(piece, par=agent(), motif="Encore.")
    pieces.accepter_piece(piece, par=agent(), fin_le=None)
    assert (piece.etat, piece.motif) == (EtatPiece.ACCEPTEE, "")


def test_un_dossier_ferme_ne_recoit_plus_rien() -> None:
    ferme = fabrique.producteur()
    piece = deposee(ferme)
    ferme.dossier.etat = EtatDossier.RADIE
    session.flush()
    with pytest.raises(DossierFerme):
        deposee(ferme)
    with pytest.raises(DossierFerme):
        pieces.accepter_piece(piece, par=agent(), fin_le=None)


def test_une_ferme_ne_noie_pas_la_chambre_sous_les_pieces() -> None:
    ferme = fabrique.producteur()
    for _ in range(EN_ATTENTE_MAXIMUM):
        deposee(ferme)
    with pytest.raises(TropDePiecesEnAttente):
        deposee(ferme)


def test_passee_sa_date_une_piece_manque_de_nouveau() -> None:
    ferme = fabrique.producteur(genre=Genre.COMMERCE)
    piece = acceptee(ferme, SortePiece.SIRET, dans(10))
    assert lues.pieces_manquantes(ferme.dossier, dans(10)) == []
    assert lues.pieces_manquantes(ferme.dossier, dans(11)) == [SortePiece.SIRET]
    acceptee(ferme, SortePiece.SIRET, dans(400))
    assert lues.pieces_manquantes(ferme.dossier, dans(11)) == []
    (besoin,) = lues.besoins(ferme.dossier, dans(11))
    assert besoin.compte is not piece


def test_une_piece_ne_se_lit_que_dans_son_dossier_et_son_departement() -> None:
    ferme, autre = fabrique.producteur(), fabrique.producteur()
    piece = deposee(ferme)
    assert lues.piece_du_dossier(ferme.dossier, piece.id) is piece
    assert lues.piece_pour(["42"], ferme.id, piece.id) is piece
    with pytest.raises(Introuvable):
        lues.piece_du_dossier(autre.dossier, piece.id)
    for departements, numero in ((["42"], autre.id), (["69"], ferme.id), ([], ferme.id)):
        with pytest.raises(Introuvable):
            lues.piece_pour(departements, numero, piece.id)


def test_la_liste_se_lit_en_deux_requetes(requetes: Requetes) -> None:
    ferme = fabrique.producteur()
    for sorte in SortePiece:
        deposee(ferme, sorte)
    session.commit()
    session.expunge_all()
    requetes.clear()
    page = lues.pieces_a_traiter(["42"], 1)
    assert {p.dossier.producteur.commune.nom for p in page.elements} == {"Montbrison"}
    assert len(requetes) == 2


def test_une_date_de_fin_se_compte_a_l_heure_de_paris() -> None:
    ferme = fabrique.producteur(genre=Genre.COMMERCE)
    with horloge.arretee_a(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        piece = acceptee(ferme, SortePiece.SIRET, date(2027, 3, 31))
    with horloge.arretee_a(datetime(2027, 3, 31, 21, 59, tzinfo=UTC)):
        assert lues.besoins(ferme.dossier)[0].compte is piece
    with horloge.arretee_a(datetime(2027, 3, 31, 22, 1, tzinfo=UTC)):
        assert lues.besoins(ferme.dossier)[0].manque
