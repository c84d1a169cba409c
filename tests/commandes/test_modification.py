"""Changing an order: more or less of it, by card or on the spot, and every cent in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from commandes import queries, services
from commandes.errors import (
    CommandeImpossible,
    CommandeNonModifiable,
    MajoriteNonConfirmee,
    OffreInconnue,
    PanierVide,
    ProduitEpuise,
    QuantiteInvalide,
    StockInsuffisant,
)
from commandes.models import Commande, EtatCommande, EtatPart
from producteurs.models import EtatDossier, Produit
from socle.db import session
from socle.envois.models import Envoi
from socle.errors import Refus
from socle.paiements.models import EtatPaiement, EtatRemboursement, Moyen, Paiement
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.marche import Marche, commander, marche, oublier, soldes

pytestmark = pytest.mark.usefixtures("contexte")


def encaisser(commande: Commande) -> None:
    """The card payment arrives, as Stripe would say it."""
    paiement = paiements_de("commande", commande.reference)[0]
    paiement.etat, paiement.intention_stripe = EtatPaiement.PAYE, "pi_test"
    session.flush()
    services.paiement_recu(paiement)
    oublier()


def changer(m: Marche, commande: Commande, quantites: Mapping[Produit, int]) -> None:
    voulues = {m.offre(produit).id: quantite for produit, quantite in quantites.items()}
    services.modifier_commande(commande, voulues, par=commande.compte)
    oublier()


def payee_par_carte(m: Marche, quantites: Mapping[Produit, int] | None = None) -> Commande:
    commande = commander(m, quantites, moyen=Moyen.CARTE)
    encaisser(commande)
    return commande


def rendus(commande: Commande) -> list[int]:
    return [
        r.montant_centimes
        for p in paiements_de("commande", commande.reference)
        for r in p.remboursements
    ]


def test_ajouter_a_une_commande_sur_place_augmente_ce_qui_est_du(
    courriels: Callable[[], list[Envoi]],
) -> None:
    m = marche()
    commande = commander(m)
    changer(m, commande, {m.carottes: 3, m.fromage: 1})
    assert commande.total_centimes == 1400
    assert commande.livraison.a_encaisser_centimes == 1400
    assert m.restes() == (7, 9)
    assert soldes(commande.reference) == {
        f"producteur:{m.jardin.id}": 900,
        f"producteur:{m.laiterie.id}": 500,
        "reste_du": -1400,
    }
    assert courriels()[-1].sujet == f"Votre commande {commande.reference} a changé"


def test_diminuer_une_commande_payee_par_carte_rend_la_difference() -> None:
    m = marche()
    commande = payee_par_carte(m, {m.carottes: 3, m.fromage: 1})
    changer(m, commande, {m.carottes: 1})
    assert commande.total_centimes == 800
    assert rendus(commande) == [600]
    assert commande.livraison.a_encaisser_centimes == 0
    assert m.restes() == (9, 9)
    assert soldes(commande.reference)["encaisse"] == -800


def test_ajouter_a_une_commande_payee_par_carte_se_regle_sur_place() -> None:
    m = marche()
    commande = payee_par_carte(m)
    changer(m, commande, {m.fromage: 1})
    assert commande.etat is EtatCommande.CONFIRMEE
    assert commande.livraison.a_encaisser_centimes == 500
    assert soldes(commande.reference) == {
        f"producteur:{m.jardin.id}": 600,
        f"producteur:{m.laiterie.id}": 500,
        "encaisse": -600,
        "reste_du": -500,
    }


def test_augmenter_puis_diminuer_ne_rend_que_ce_qui_a_ete_paye() -> None:
    m = marche()
    commande = payee_par_carte(m)
    changer(m, commande, {m.fromage: 2})
    changer(m, commande, {m.fromage: 0, m.carottes: 1})
    assert commande.total_centimes == 300
    assert rendus(commande) == [300]
    en_attente = [
        p for p in paiements_de("commande", commande.reference) if p.etat is EtatPaiement.A_PAYER
    ]
    assert en_attente == []


def test_retirer_tous_les_produits_d_une_ferme_retire_sa_part() -> None:
    m = marche()
    commande = commander(m, {m.carottes: 2, m.fromage: 1})
    changer(m, commande, {m.carottes: 0})
    assert [p.producteur_id for p in commande.parts] == [m.laiterie.id]
    assert soldes(commande.reference) == {
        f"producteur:{m.laiterie.id}": 500,
        "reste_du": -500,
    }


def test_les_lignes_deja_commandees_gardent_leur_prix() -> None:
    m = marche()
    commande = commander(m)
    m.offre(m.carottes).prix_centimes = 350
    session.commit()
    changer(m, commande, {m.carottes: 3})
    assert commande.total_centimes == 900


def test_le_total_annonce_d_un_changement_est_celui_qui_sera_du() -> None:
    m = marche()
    commande = commander(m, option=m.a_domicile)
    voulues = {m.offre(m.carottes).id: 1, m.offre(m.fromage).id: 2}
    annonce = services.estimer_modification(commande, voulues)
    services.modifier_commande(commande, voulues, par=commande.compte)
    assert commande.total_centimes == annonce == 300 + 1000 + 400


def test_ajouter_plus_que_le_stock_est_refuse_et_rien_ne_change() -> None:
    m = marche(stock=3)
    commande = commander(m)
    with pytest.raises(StockInsuffisant):
        changer(m, commande, {m.carottes: 4})
    session.rollback()
    assert commande.total_centimes == 600
    assert m.restes() == (1, 3)


def test_un_produit_epuise_se_garde_mais_ne_s_augmente_pas() -> None:
    m = marche(stock=2)
    commande = commander(m)
    changer(m, commande, {m.carottes: 2, m.fromage: 1})
    with pytest.raises(ProduitEpuise):
        changer(m, commande, {m.carottes: 3})
    session.rollback()
    assert commande.total_centimes == 1100


def test_ne_rien_changer_n_envoie_rien(courriels: Callable[[], list[Envoi]]) -> None:
    m = marche()
    commande = commander(m)
    changer(m, commande, {m.carottes: 2})
    assert len(courriels()) == 1


def test_vider_une_commande_est_refuse() -> None:
    m = marche()
    commande = commander(m)
    with pytest.raises(PanierVide):
        changer(m, commande, {m.carottes: 0})


@pytest.mark.parametrize("quantite", [-1, 1000])
def test_une_quantite_absurde_est_refusee(quantite: int) -> None:
    m = marche()
    commande = commander(m)
    with pytest.raises(QuantiteInvalide):
        changer(m, commande, {m.carottes: quantite})


def test_descendre_sous_le_minimum_est_refuse_en_disant_ce_qui_manque() -> None:
    m = marche(minimum_centimes=600)
    commande = commander(m)
    with pytest.raises(CommandeImpossible) as refus:
        changer(m, commande, {m.carottes: 1})
    assert "il manque 3,00" in str(refus.value)


def test_le_minimum_de_la_livraison_a_domicile_compte_aussi() -> None:
    m = marche()
    commande = commander(m, option=m.a_domicile)
    m.creneau.zone.minimum_centimes = 600
    session.commit()
    with pytest.raises(CommandeImpossible):
        changer(m, commande, {m.carottes: 1})


def test_un_produit_d_une_autre_vente_ne_s_ajoute_pas() -> None:
    m = marche()
    commande = commander(m)
    autre = fabrique.vente(m.plateforme, produits=[fabrique.produit()])
    with pytest.raises(OffreInconnue):
        services.modifier_commande(commande, {autre.offres[0].id: 1}, par=commande.compte)


def test_une_ferme_suspendue_ne_vend_pas_plus_mais_on_peut_lui_prendre_moins() -> None:
    m = marche()
    commande = commander(m, {m.carottes: 3})
    m.jardin.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    with pytest.raises(OffreInconnue):
        changer(m, commande, {m.carottes: 4})
    session.rollback()
    changer(m, commande, {m.carottes: 1})
    assert commande.total_centimes == 300


def test_ajouter_de_l_alcool_demande_la_majorite() -> None:
    m = marche()
    m.fromage.alcool = True
    session.commit()
    commande = commander(m)
    ajout = {m.offre(m.fromage).id: 1}
    with pytest.raises(MajoriteNonConfirmee):
        services.modifier_commande(commande, ajout, par=commande.compte)
    services.modifier_commande(commande, ajout, par=commande.compte, majeur=True)
    services.modifier_commande(commande, {m.offre(m.fromage).id: 2}, par=commande.compte)
    assert commande.total_centimes == 1600


def test_une_commande_a_payer_se_reprend_et_ne_se_modifie_pas() -> None:
    m = marche()
    commande = commander(m, moyen=Moyen.CARTE)
    with pytest.raises(CommandeNonModifiable) as refus:
        changer(m, commande, {m.carottes: 3})
    assert "à payer" in str(refus.value)


def test_une_commande_remise_ne_change_plus() -> None:
    m = marche()
    commande = commander(m)
    services.remettre_commande(commande.livraison, par=commande.compte)
    oublier()
    with pytest.raises(CommandeNonModifiable) as refus:
        changer(m, commande, {m.carottes: 3})
    assert "remise" in str(refus.value)


def test_une_part_prete_qui_change_est_a_preparer_de_nouveau() -> None:
    m = marche()
    commande = commander(m, {m.carottes: 2, m.fromage: 1})
    for part in commande.parts:
        services.marquer_prete(part, True, par=commande.compte)
    session.commit()
    changer(m, commande, {m.carottes: 1})
    assert {p.producteur_id: p.etat for p in commande.parts} == {
        m.jardin.id: EtatPart.A_PREPARER,
        m.laiterie.id: EtatPart.PRETE,
    }


def test_a_la_remise_ce_qui_reste_du_est_encaisse() -> None:
    m = marche()
    commande = payee_par_carte(m)
    changer(m, commande, {m.fromage: 1})
    garde = fabrique.compte("Garde")
    services.remettre_commande(commande.livraison, par=garde)
    services.remettre_commande(commande.livraison, par=garde)
    oublier()
    assert soldes(commande.reference)["encaisse"] == -1100
    assert "reste_du" not in soldes(commande.reference)
    assert references_desequilibrees() == []


def _tenir_les_comptes(m: Marche, commande: Commande, initial: tuple[int, int]) -> None:
    """What must hold whatever was done: stock, ledger and payments say the same thing."""
    reference = commande.reference
    assert references_desequilibrees() == []
    tenues = {m.carottes.id: 0, m.fromage.id: 0}
    if commande.etat is EtatCommande.CONFIRMEE:
        for part in commande.parts:
            for ligne in part.lignes:
                tenues[ligne.offre.produit_id] += ligne.quantite
    assert m.restes() == (initial[0] - tenues[m.carottes.id], initial[1] - tenues[m.fromage.id])
    du = commande.total_centimes if commande.etat is EtatCommande.CONFIRMEE else 0
    paiements = paiements_de("commande", reference)
    net = sum(p.net_centimes for p in paiements)
    attendu = sum(p.montant_centimes for p in paiements if p.etat is EtatPaiement.A_PAYER)
    assert net + attendu == du
    assert all(p.net_centimes >= 0 for p in paiements)
    solde = soldes(reference)
    assert -solde.get("encaisse", 0) == net
    assert sum(v for k, v in solde.items() if k.startswith(("producteur:", "livraison"))) == du


GESTES = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 6), st.integers(0, 6)),
        st.sampled_from(["annuler", "remettre", "decocher"]),
    ),
    max_size=8,
)


@pytest.mark.parametrize("moyen", list(Moyen))
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(gestes=GESTES)
def test_quoi_qu_on_fasse_le_grand_livre_reste_equilibre(
    base: sa.Connection, moyen: Moyen, gestes: list[tuple[int, int] | str]
) -> None:
    exemple = base.begin_nested()
    try:
        m = marche(stock=8)
        commande = commander(m, {m.carottes: 2, m.fromage: 1}, moyen=moyen, option=m.a_domicile)
        if moyen is Moyen.CARTE:
            encaisser(commande)
        for geste in gestes:
            _faire(m, commande, geste)
            _tenir_les_comptes(m, commande, (8, 8))
    finally:
        session.remove()
        exemple.rollback()


def _faire(m: Marche, commande: Commande, geste: tuple[int, int] | str) -> None:
    try:
        with session.begin_nested():
            if geste == "annuler":
                services.annuler_commande(commande, par=commande.compte, motif="")
            elif geste == "remettre":
                services.remettre_commande(commande.livraison, par=commande.compte)
            elif geste == "decocher":
                services.decocher_commande(commande.livraison, par=commande.compte)
            else:
                assert not isinstance(geste, str)
                voulues = dict(
                    zip((m.offre(m.carottes).id, m.offre(m.fromage).id), geste, strict=True)
                )
                services.modifier_commande(commande, voulues, par=commande.compte)
    except Refus:
        pass
    session.expire_all()


def test_les_remboursements_par_carte_attendent_l_ouvrier_ceux_du_comptoir_sont_faits() -> None:
    m = marche()
    commande = payee_par_carte(m)
    services.annuler_commande(commande, par=commande.compte, motif="à votre demande")
    oublier()
    (paiement,) = session.scalars(select(Paiement)).all()
    assert [r.etat for r in paiement.remboursements] == [EtatRemboursement.A_FAIRE]
    assert queries.commande_par_reference(commande.reference).etat is EtatCommande.ANNULEE
