"""Changing an order: more or less of it, by card or on the spot, and every cent in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from commandes import services
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
from socle.paiements.models import EtatPaiement, Moyen
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.marche import Marche, commander, encaisser, marche, oublier, soldes

pytestmark = pytest.mark.usefixtures("contexte")


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
