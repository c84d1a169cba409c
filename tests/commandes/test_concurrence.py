"""Many at once, on real databases with real threads: what is scarce is never sold twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from commandes import queries, services
from commandes.errors import CommandeImpossible, OptionARechoisir, ProduitEpuise
from commandes.models import Commande, EtatCommande, PanierEnCours
from livraisons.errors import FenetreComplete
from socle import db
from socle.comptes.models import Compte
from socle.db import session, transaction
from socle.errors import Refus
from socle.paiements.models import EtatPaiement, Moyen, Paiement
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.marche import CHEZ_CAMILLE, Marche, choix, commander, marche, remplir
from tests.conftest import nouvelle_base

ACHETEURS = 40
POLIS = (CommandeImpossible, ProduitEpuise, OptionARechoisir, FenetreComplete)


@pytest.fixture(params=["sqlite", "postgresql"])
def vraie_base(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> Iterator[None]:
    """A database of its own, where every thread has its connection and commits for good."""
    moteur = db.ouvrir_moteur(nouvelle_base(request.param, tmp_path, f"foule_{tmp_path.name}"))
    db.Base.metadata.create_all(moteur)
    db.brancher(moteur, join_transaction_mode="conditional_savepoint")
    jeton = db.ecriture.set(True)
    with app.app_context():
        yield
    session.remove()
    db.ecriture.reset(jeton)
    moteur.dispose()


def ensemble(app: Flask, gestes: list[Callable[[], object]]) -> list[object]:
    """Do everything at the same instant, each in its own thread and transaction."""
    depart = Barrier(len(gestes))

    def jouer(geste: Callable[[], object]) -> object:
        depart.wait()
        try:
            with app.app_context(), transaction():
                return geste()
        except Refus as refus:
            return refus
        finally:
            session.remove()

    session.commit()
    session.remove()
    with ThreadPoolExecutor(len(gestes)) as fils:
        return list(fils.map(jouer, gestes))


def acheter(m: Marche, panier: int, compte: int, moyen: Moyen = Moyen.SUR_PLACE) -> str:
    return services.passer_commande(
        session.get_one(PanierEnCours, panier),
        choix(m.en_relais, moyen),
        compte=session.get_one(Compte, compte),
        lieu=CHEZ_CAMILLE,
    ).reference


def foule(m: Marche) -> list[Callable[[], object]]:
    """Each with his cart of one bunch of carrots, ready to press."""
    gestes: list[Callable[[], object]] = []
    for n in range(ACHETEURS):
        panier, compte = remplir(m, {m.carottes: 1}, f"cle {n}").id, fabrique.compte().id
        gestes.append(lambda p=panier, c=compte: acheter(m, p, c))  # type: ignore[misc]
    return gestes


@pytest.mark.usefixtures("vraie_base")
def test_quarante_acheteurs_et_cinq_paniers_font_cinq_commandes(app: Flask) -> None:
    m = marche(stock=5)
    resultats = ensemble(app, foule(m))
    references = [r for r in resultats if isinstance(r, str)]
    refus = [r for r in resultats if isinstance(r, POLIS)]
    assert (len(references), len(refus)) == (5, 35)
    assert all("Carottes" in str(r) for r in refus)
    assert m.restes() == (0, 5)
    assert m.places() == 35
    assert sorted(session.scalars(sa.select(Commande.reference))) == sorted(references)
    assert references_desequilibrees() == []


@pytest.mark.usefixtures("vraie_base")
def test_deux_premiers_produits_poses_ensemble_vont_dans_le_meme_panier(app: Flask) -> None:
    m = marche()
    carottes, fromage, numero = m.offre(m.carottes).id, m.offre(m.fromage).id, m.numero

    def poser(offre: int) -> None:
        services.poser_quantite("cle", queries.vente_avec_retraits(numero), offre, 1)

    resultats = ensemble(app, [lambda: poser(carottes), lambda: poser(fromage)] * 3)
    assert resultats == [None] * 6
    (panier,) = session.scalars(sa.select(PanierEnCours)).all()
    assert sorted(ligne.offre_id for ligne in panier.lignes) == sorted([carottes, fromage])


@pytest.mark.usefixtures("vraie_base")
def test_la_derniere_place_d_une_distribution_n_est_prise_qu_une_fois(app: Flask) -> None:
    m = marche(stock=100, capacite=1)
    resultats = ensemble(app, foule(m)[:20])
    assert len([r for r in resultats if isinstance(r, str)]) == 1
    assert len([r for r in resultats if isinstance(r, POLIS)]) == 19
    assert m.places() == 0
    assert m.restes() == (99, 100)


@pytest.mark.usefixtures("vraie_base")
def test_un_double_clic_fait_une_seule_commande_et_un_seul_paiement(app: Flask) -> None:
    m = marche()
    panier, camille = remplir(m, {m.carottes: 2}).id, fabrique.compte().id
    resultats = ensemble(app, [lambda: acheter(m, panier, camille, Moyen.CARTE)] * 4)
    assert len(set(resultats)) == 1
    assert isinstance(resultats[0], str)
    assert len(session.scalars(sa.select(Paiement)).all()) == 1
    assert m.restes() == (8, 10)


@pytest.mark.usefixtures("vraie_base")
def test_deux_changements_croises_ne_s_attendent_pas_en_rond(app: Flask) -> None:
    m = marche(stock=30)
    premiere = commander(m, {m.carottes: 4, m.fromage: 4}, cle="a").reference
    seconde = commander(m, {m.carottes: 4, m.fromage: 4}, cle="b").reference
    carottes, fromage = m.offre(m.carottes).id, m.offre(m.fromage).id

    def changer(reference: str, quantites: dict[int, int]) -> None:
        commande = queries.commande_par_reference(reference)
        services.modifier_commande(commande, quantites, par=commande.compte)

    for tour in range(5):
        plus, moins = 5 + tour, 3
        resultats = ensemble(
            app,
            [
                lambda p=plus, q=moins: changer(premiere, {carottes: p, fromage: q}),  # type: ignore[misc]
                lambda p=plus, q=moins: changer(seconde, {carottes: q, fromage: p}),  # type: ignore[misc]
            ],
        )
        assert resultats == [None, None]
    assert m.restes() == (30 - 9 - 3, 30 - 3 - 9)
    assert references_desequilibrees() == []


@pytest.mark.usefixtures("vraie_base")
def test_le_meme_changement_demande_deux_fois_ne_compte_qu_une_fois(app: Flask) -> None:
    m = marche()
    reference, carottes = commander(m).reference, m.offre(m.carottes).id

    def changer() -> None:
        commande = queries.commande_par_reference(reference)
        services.modifier_commande(commande, {carottes: 5}, par=commande.compte)

    assert ensemble(app, [changer] * 4) == [None] * 4
    assert m.restes() == (5, 10)
    (du,) = [
        p.montant_centimes
        for p in paiements_de("commande", reference)
        if p.etat is EtatPaiement.A_PAYER
    ]
    assert du == 1500


@pytest.mark.usefixtures("vraie_base")
def test_annuler_et_changer_au_meme_instant_gardent_le_stock_juste(app: Flask) -> None:
    m = marche()
    reference, carottes = commander(m).reference, m.offre(m.carottes).id

    def changer() -> None:
        commande = queries.commande_par_reference(reference)
        services.modifier_commande(commande, {carottes: 5}, par=commande.compte)

    def annuler() -> None:
        commande = queries.commande_par_reference(reference)
        services.annuler_commande(commande, par=commande.compte, motif="")

    ensemble(app, [changer, annuler, changer, annuler])
    assert queries.commande_par_reference(reference).etat is EtatCommande.ANNULEE
    assert m.restes() == (10, 10)
    assert m.places() == 40
    assert references_desequilibrees() == []


@pytest.mark.usefixtures("vraie_base")
def test_payer_et_expirer_au_meme_instant_ne_perdent_rien(app: Flask) -> None:
    m = marche()
    reference = commander(m, moyen=Moyen.CARTE).reference

    def payer() -> None:
        (numero,) = session.scalars(sa.select(Paiement.id).where(Paiement.reference == reference))
        session.execute(
            sa.update(Paiement)
            .where(Paiement.id == numero, Paiement.etat != EtatPaiement.PAYE)
            .values(etat=EtatPaiement.PAYE, intention_stripe="pi_test")
        )
        services.paiement_recu(session.get_one(Paiement, numero, populate_existing=True))

    def annuler() -> None:
        commande = queries.commande_par_reference(reference)
        services.annuler_commande(commande, par=commande.compte, motif="")

    ensemble(app, [payer, annuler])
    assert queries.commande_par_reference(reference).etat is EtatCommande.ANNULEE
    (paiement,) = paiements_de("commande", reference)
    assert paiement.net_centimes == 0
    assert m.restes() == (10, 10)
    assert references_desequilibrees() == []
