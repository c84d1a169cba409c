"""Two agents at once, for real: on one paper, one visit, one département's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from producteurs.errors.pieces import PieceDejaExaminee, ReglesChangees, VisiteDejaPrevue
from producteurs.models import EtatDossier, EtatPiece, Piece, Producteur, Visite
from producteurs.queries.regles import regles_de
from producteurs.services import pieces, visites
from producteurs.services.regles import enregistrer_regles
from producteurs.services.visites import SaisieVisite
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.croisement import croiser
from tests.commandes.test_concurrence import vraie_base
from tests.producteurs.papiers import agent, deposee
from tests.producteurs.test_regles import saisie

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")
Geste = Callable[[], object]


def test_une_piece_acceptee_a_l_instant_ou_un_autre_la_refuse_reste_acceptee(app: Flask) -> None:
    piece, par = deposee(fabrique.producteur()).id, agent().id
    session.commit()

    def accepter() -> None:
        lue, qui = session.get_one(Piece, piece), session.get_one(Compte, par)
        pieces.accepter_piece(lue, par=qui, fin_le=None, vu=EtatPiece.DEPOSEE)

    def refuser() -> None:
        lue, qui = session.get_one(Piece, piece), session.get_one(Compte, par)
        pieces.refuser_piece(lue, par=qui, motif="Illisible.", vu=EtatPiece.DEPOSEE)

    _fait, refus = croiser(app, accepter, refuser)
    assert isinstance(refus, PieceDejaExaminee)
    lue = session.get_one(Piece, piece)
    assert (lue.etat, lue.motif) == (EtatPiece.ACCEPTEE, "")


def test_deux_agents_ne_prevoient_pas_deux_visites(app: Flask) -> None:
    ferme, par = fabrique.producteur(etat=EtatDossier.SOUMIS).id, agent().id
    quand = horloge.maintenant() + timedelta(days=7)

    def proposer() -> None:
        dossier = session.get_one(Producteur, ferme).dossier
        qui = session.get_one(Compte, par)
        visites.proposer_visite(dossier, SaisieVisite(quand, "Agathe"), par=qui)

    _fait, refus = croiser(app, proposer, proposer)
    assert isinstance(refus, VisiteDejaPrevue)
    assert session.scalar(select(func.count()).select_from(Visite)) == 1


def test_les_premieres_regles_ecrites_a_deux_sont_celles_du_premier(app: Flask) -> None:
    fabrique.departement()
    par = agent().id

    def regler(jours: int) -> Geste:
        def geste() -> None:
            qui = session.get_one(Compte, par)
            enregistrer_regles("42", saisie(retrait_jours=jours), par=qui, vu_le=None)

        return geste

    _fait, refus = croiser(app, regler(100), regler(200))
    assert isinstance(refus, ReglesChangees)
    assert regles_de("42").retrait_jours == 100
