"""Giving up, not paying in time, beginning again: what was held goes back, so does the money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from commandes import queries, services
from commandes.agenda import rendez_vous
from commandes.errors import CommandeNonModifiable, ModificationTropTardive
from commandes.models import Commande, EtatCommande
from livraisons.models import EtatLivraison
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.models import Envoi
from socle.paiements.models import EtatPaiement, Moyen
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    choix,
    commander,
    dans,
    encaisser,
    marche,
    oublier,
    remplir,
    soldes,
)

pytestmark = pytest.mark.usefixtures("contexte")


def annuler(commande: Commande, par: Compte | None = None) -> None:
    services.annuler_commande(commande, par=par or commande.compte, motif="à votre demande")
    oublier()


def test_annuler_rend_le_stock_et_la_place(courriels: Callable[[], list[Envoi]]) -> None:
    m = marche(capacite=1)
    commande = commander(m, {m.carottes: 2, m.fromage: 1})
    annuler(commande)
    assert commande.etat is EtatCommande.ANNULEE
    assert commande.livraison.etat is EtatLivraison.ANNULEE
    assert m.restes() == (10, 10)
    assert m.places() == 1
    assert soldes(commande.reference) == {}
    assert "Rien ne vous sera demandé." in courriels()[-1].texte
    assert commander(m, cle="une autre").etat is EtatCommande.CONFIRMEE


def test_annuler_une_commande_payee_rend_l_argent_sur_la_carte(
    courriels: Callable[[], list[Envoi]],
) -> None:
    m = marche()
    commande = commander(m, moyen=Moyen.CARTE)
    encaisser(commande)
    annuler(commande)
    (paiement,) = paiements_de("commande", commande.reference)
    assert [r.montant_centimes for r in paiement.remboursements] == [600]
    assert soldes(commande.reference) == {}
    assert "Les 6,00\u00a0€ que vous aviez payés par carte" in courriels()[-1].texte


def test_annuler_une_commande_jamais_payee_n_annonce_aucun_remboursement(
    courriels: Callable[[], list[Envoi]],
) -> None:
    commande = commander(marche(), moyen=Moyen.CARTE)
    annuler(commande)
    (paiement,) = paiements_de("commande", commande.reference)
    assert paiement.etat is EtatPaiement.ANNULE
    assert "Rien ne vous sera demandé." in courriels()[-1].texte


def test_annuler_deux_fois_ne_rend_pas_deux_fois() -> None:
    m = marche()
    commande = commander(m)
    annuler(commande)
    with pytest.raises(CommandeNonModifiable) as refus:
        annuler(commande)
    assert "annulée" in str(refus.value)
    assert m.restes() == (10, 10)
    assert m.places() == 40


def test_apres_la_cloture_l_acheteur_ne_peut_plus_annuler_mais_l_equipe_oui() -> None:
    m = marche()
    commande = commander(m)
    with horloge.arretee_a(m.vente.cloture):
        with pytest.raises(ModificationTropTardive):
            annuler(commande)
        annuler(commande, par=fabrique.compte("Agent"))
    assert commande.etat is EtatCommande.ANNULEE


def test_une_commande_remise_ne_s_annule_plus() -> None:
    commande = commander(marche())
    agent = fabrique.compte("Agent")
    services.remettre_commande(commande.livraison, par=agent)
    with pytest.raises(CommandeNonModifiable) as refus:
        annuler(commande, par=agent)
    assert "remise" in str(refus.value)


def test_une_commande_non_payee_a_temps_rend_tout() -> None:
    m = marche()
    commande = commander(m, moyen=Moyen.CARTE)
    with dans(minutes=39):
        assert services.expirer_commandes() == 0
    with dans(minutes=41):
        assert services.expirer_commandes() == 1
        assert services.expirer_commandes() == 0
    oublier()
    assert commande.etat is EtatCommande.EXPIREE
    assert m.restes() == (10, 10)
    assert m.places() == 40
    assert references_desequilibrees() == []


def test_qui_a_ouvert_la_page_de_paiement_tard_a_le_temps_de_payer() -> None:
    m = marche()
    commande = commander(m, moyen=Moyen.CARTE)
    (paiement,) = paiements_de("commande", commande.reference)
    paiement.expire_le = horloge.maintenant() + timedelta(minutes=60)
    session.commit()
    with dans(minutes=41):
        assert services.expirer_commandes() == 0
    with dans(minutes=66):
        assert services.expirer_commandes() == 1


def test_un_paiement_arrive_apres_l_expiration_est_rendu_en_entier(
    courriels: Callable[[], list[Envoi]],
) -> None:
    m = marche()
    commande = commander(m, moyen=Moyen.CARTE)
    with dans(minutes=41):
        services.expirer_commandes()
    oublier()
    encaisser(commande)
    (paiement,) = paiements_de("commande", commande.reference)
    assert commande.etat is EtatCommande.EXPIREE
    assert [r.montant_centimes for r in paiement.remboursements] == [600]
    assert soldes(commande.reference) == {}
    assert m.restes() == (10, 10)
    (courriel,) = courriels()
    assert courriel.sujet.startswith("Votre paiement est arrivé trop tard")
    assert "Il vous est rendu en entier" in courriel.texte


def test_reprendre_une_commande_garde_ce_qu_on_a_mis_au_panier_depuis() -> None:
    m = marche()
    commande = commander(m, {m.carottes: 2}, moyen=Moyen.CARTE)
    remplir(m, {m.carottes: 1, m.fromage: 3}, "cle du soir")
    panier = services.reprendre_commande(commande, "cle du soir", par=commande.compte)
    oublier()
    assert {x.offre_id: x.quantite for x in panier.lignes} == {
        m.offre(m.carottes).id: 2,
        m.offre(m.fromage).id: 3,
    }
    assert [p.id for p in queries.paniers_en_cours("cle du soir")] == [panier.id]


def test_reprendre_une_commande_non_payee_rend_un_panier_identique() -> None:
    m = marche()
    commande = commander(m, {m.carottes: 2, m.fromage: 1}, moyen=Moyen.CARTE)
    remplir(m, {m.carottes: 5}, "la clé de ce navigateur")
    panier = services.reprendre_commande(commande, "la clé de ce navigateur", par=commande.compte)
    oublier()
    relu = queries.panier_en_cours("la clé de ce navigateur", m.numero)
    assert relu is not None
    assert relu.id == panier.id
    assert {x.offre.produit.nom: x.quantite for x in relu.lignes} == {"Carottes": 2, "Fromage": 1}
    assert f"{relu.mode}-{relu.fenetre_id}" == m.en_relais
    assert commande.etat is EtatCommande.ANNULEE
    assert m.restes() == (10, 10)
    nouvelle = services.passer_commande(
        relu, choix(m.en_relais), compte=commande.compte, lieu=CHEZ_CAMILLE
    )
    assert nouvelle.total_centimes == 1100


def test_une_commande_confirmee_ne_se_reprend_pas() -> None:
    commande = commander(marche())
    with pytest.raises(CommandeNonModifiable):
        services.reprendre_commande(commande, "cle", par=commande.compte)


def test_annuler_une_vente_annule_toutes_ses_commandes_meme_celle_de_l_agent(
    courriels: Callable[[], list[Envoi]],
) -> None:
    m = marche()
    agent = fabrique.compte("Agent")
    sienne = commander(m, par=agent, cle="agent")
    payee = commander(m, moyen=Moyen.CARTE, cle="payee")
    encaisser(payee)
    non_payee = commander(m, moyen=Moyen.CARTE, cle="non payee")
    remise = commander(m, cle="remise")
    services.remettre_commande(remise.livraison, par=agent)
    session.commit()
    with horloge.arretee_a(m.vente.cloture + timedelta(hours=1)):
        assert services.annuler_vente(m.vente, par=agent, motif="gel") == 3
    oublier()
    etats = [x.etat for x in (sienne, payee, non_payee, remise)]
    assert etats == [EtatCommande.ANNULEE] * 3 + [EtatCommande.CONFIRMEE]
    assert [c.sujet for c in courriels()][-3:] == [
        f"Votre commande {r} est annulée"
        for r in sorted(x.reference for x in (sienne, payee, non_payee))
    ]
    assert references_desequilibrees() == []


def test_l_agenda_donne_le_lieu_et_l_heure_du_retrait() -> None:
    commande = commander(marche())
    agenda = rendez_vous(commande).decode().replace("\r\n ", "")
    assert "LOCATION:Mairie de Montbrison\\, 1 place de la Mairie\\, Montbrison" in agenda
    assert f"DTSTART:{commande.livraison.fenetre.debut:%Y%m%dT%H%M%SZ}" in agenda
    assert commande.livraison.code in agenda


def test_l_agenda_d_une_livraison_donne_l_adresse_de_l_acheteur() -> None:
    m = marche()
    agenda = rendez_vous(commander(m, option=m.a_domicile)).decode().replace("\r\n ", "")
    assert "LOCATION:12 rue Tupinerie\\, 42600 Montbrison" in agenda


@pytest.mark.parametrize(
    ("jour", "utc"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 19, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 18, 0, tzinfo=UTC)),
        (date(2027, 10, 30), datetime(2027, 10, 30, 18, 0, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 19, 0, tzinfo=UTC)),
    ],
    ids=["veille du printemps", "printemps", "veille de l'automne", "automne"],
)
def test_une_vente_qui_ferme_a_vingt_heures_a_paris_ferme_a_vingt_heures_a_paris(
    jour: date, utc: datetime
) -> None:
    cloture = horloge.a_paris(jour, time(20))
    assert cloture == utc
    with horloge.arretee_a(cloture - timedelta(days=1)):
        m = marche(cloture=cloture, ouverture=cloture - timedelta(days=3))
    with horloge.arretee_a(cloture - timedelta(seconds=1)):
        commande = commander(m)
        services.modifier_commande(commande, {m.offre(m.carottes).id: 3}, par=commande.compte)
    session.commit()
    with horloge.arretee_a(cloture):
        with pytest.raises(ModificationTropTardive):
            services.modifier_commande(commande, {m.offre(m.carottes).id: 1}, par=commande.compte)
        with pytest.raises(ModificationTropTardive):
            annuler(commande)


def test_l_heure_que_l_automne_repete_ne_rouvre_pas_une_vente() -> None:
    """A deadline at 2:30 on the night when the clock goes back is the first 2:30."""
    cloture = horloge.a_paris(date(2027, 10, 31), time(2, 30))
    with horloge.arretee_a(cloture - timedelta(days=1)):
        m = marche(cloture=cloture, ouverture=cloture - timedelta(days=3))
        commande = commander(m)
    seconde_fois = cloture + timedelta(hours=1)
    assert seconde_fois.astimezone(horloge.PARIS).time() == time(2, 30)
    for instant in (cloture, seconde_fois - timedelta(minutes=30)):
        with horloge.arretee_a(instant), pytest.raises(ModificationTropTardive):
            annuler(commande)


def test_une_annulation_rend_les_places_de_chaque_creneau() -> None:
    m = marche()
    commande = commander(m, option=m.a_domicile)
    assert m.creneau.places == 9
    annuler(commande)
    assert m.creneau.places == 10
    assert session.scalars(select(Commande.etat)).all() == [EtatCommande.ANNULEE]
