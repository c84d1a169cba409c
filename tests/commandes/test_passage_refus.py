"""What is refused when ordering, and what is kept: all of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from commandes import queries, services
from commandes.errors import (
    CommandeImpossible,
    MajoriteNonConfirmee,
    MontantSansCarte,
    OptionARechoisir,
    PanierVide,
    ProduitEpuise,
    StockInsuffisant,
    TotalChange,
    VenteFermee,
)
from commandes.models import Commande, EtatCommande
from commandes.services.stock import prendre_stock
from livraisons.errors import FenetreComplete
from livraisons.models import Livraison, Mode
from livraisons.services import prendre_place
from producteurs.models import EtatDossier
from socle import horloge
from socle.db import session
from socle.paiements.models import Moyen
from tests import fabrique
from tests.commandes.marche import (
    A_ROANNE,
    CHEZ_CAMILLE,
    choix,
    commander,
    marche,
    plat,
    remplir,
    soldes,
)

pytestmark = pytest.mark.usefixtures("contexte")


def test_un_prix_qui_bouge_pendant_qu_on_valide_est_confirme_a_nouveau() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 2})
    m.offre(m.carottes).prix_centimes = 350
    session.commit()
    annonce = choix(m.en_relais, total_annonce_centimes=600)
    with pytest.raises(TotalChange) as refus:
        services.passer_commande(panier, annonce, compte=fabrique.compte(), lieu=CHEZ_CAMILLE)
    assert "7,00" in str(refus.value)
    assert "6,00" in str(refus.value)
    session.rollback()
    assert m.restes() == (10, 10)


def test_l_alcool_demande_la_majorite() -> None:
    m = marche()
    m.fromage.alcool = True
    session.commit()
    panier = remplir(m, {m.fromage: 1})
    camille = fabrique.compte()
    with pytest.raises(MajoriteNonConfirmee):
        services.passer_commande(panier, choix(m.en_relais), compte=camille, lieu=CHEZ_CAMILLE)
    session.rollback()
    majeur = choix(m.en_relais, majeur=True)
    commande = services.passer_commande(panier, majeur, compte=camille, lieu=CHEZ_CAMILLE)
    assert commande.etat is EtatCommande.CONFIRMEE


def test_une_commande_vide_est_refusee() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 1})
    remplir(m, {m.carottes: 0})
    with pytest.raises(PanierVide):
        services.passer_commande(
            panier, choix(m.en_relais), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
        )


def test_moins_de_cinquante_centimes_ne_se_paient_pas_par_carte() -> None:
    m = marche()
    m.offre(m.carottes).prix_centimes = 49
    session.commit()
    panier = remplir(m, {m.carottes: 1})
    with pytest.raises(MontantSansCarte):
        services.passer_commande(
            panier, choix(m.en_relais, Moyen.CARTE), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
        )


def test_un_refus_ne_prend_rien() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 2, m.fromage: 2})
    camille = fabrique.compte()
    m.offre(m.fromage).stock = 1
    session.commit()
    with pytest.raises(CommandeImpossible) as refus:
        services.passer_commande(panier, choix(m.en_relais), compte=camille, lieu=CHEZ_CAMILLE)
    assert "il en reste 1" in str(refus.value)
    session.rollback()
    assert m.restes() == (10, 1)
    assert m.places() == 40
    assert session.scalars(select(Commande)).all() == []
    assert session.scalars(select(Livraison)).all() == []
    encore = queries.panier_en_cours("cle", m.numero)
    assert encore is not None
    assert len(encore.lignes) == 2


def test_hors_de_la_zone_la_livraison_est_refusee_et_le_relais_propose() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 2})
    with pytest.raises(OptionARechoisir) as refus:
        services.passer_commande(
            panier, choix(m.a_domicile), compte=fabrique.compte(), lieu=A_ROANNE
        )
    assert "ne va pas jusque chez vous" in str(refus.value)


def test_une_option_inventee_est_refusee() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 2})
    with pytest.raises(OptionARechoisir):
        services.passer_commande(
            panier, choix("relais-999999"), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
        )


def test_une_distribution_complete_est_refusee_en_la_nommant() -> None:
    m = marche(capacite=1)
    commander(m, cle="premiere")
    panier = remplir(m, {m.carottes: 1}, "seconde")
    with pytest.raises(OptionARechoisir) as refus:
        services.passer_commande(
            panier, choix(m.en_relais), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
        )
    assert "« Mairie de Montbrison » est complet." in plat(str(refus.value))
    assert m.places() == 0


def test_une_vente_close_pendant_qu_on_valide_garde_la_commande_et_propose_la_suivante() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 2})
    fabrique.vente(m.plateforme, titre="Marché suivant")
    m.vente.cloture = horloge.maintenant()
    session.commit()
    with pytest.raises(VenteFermee) as refus:
        services.passer_commande(
            panier, choix(m.en_relais), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
        )
    assert "Marché suivant" in str(refus.value)
    session.rollback()
    assert queries.panier_en_cours("cle", m.numero) is not None


def test_une_ferme_suspendue_ne_se_commande_plus_mais_honore_ses_commandes() -> None:
    m = marche()
    commande = commander(m)
    panier = remplir(m, {m.carottes: 1})
    m.jardin.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    with pytest.raises(CommandeImpossible):
        services.passer_commande(
            panier, choix(m.en_relais), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
        )
    session.rollback()
    relue = queries.commande_par_reference(commande.reference)
    assert relue.etat is EtatCommande.CONFIRMEE
    services.remettre_commande(relue.livraison, par=fabrique.compte("Garde"))
    assert soldes(relue.reference) == {f"producteur:{m.jardin.id}": 600, "encaisse": -600}


def test_prendre_plus_que_le_reste_est_refuse_par_la_base_meme_sans_verdict() -> None:
    m = marche(stock=2)
    with pytest.raises(StockInsuffisant):
        prendre_stock({m.offre(m.carottes).id: 3})
    prendre_stock({m.offre(m.carottes).id: 2})
    with pytest.raises(ProduitEpuise):
        prendre_stock({m.offre(m.carottes).id: 1})


def test_la_derniere_place_prise_par_un_autre_est_refusee_par_la_base() -> None:
    m = marche(capacite=1)
    prendre_place(Mode.RELAIS, m.distribution.id, nom="Mairie")
    with pytest.raises(FenetreComplete):
        prendre_place(Mode.RELAIS, m.distribution.id, nom="Mairie")
