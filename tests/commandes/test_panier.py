"""The cart: quantities put in and taken out; it reserves nothing and loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commandes import queries, services
from commandes.errors import (
    OffreInconnue,
    ProduitEpuise,
    QuantiteInvalide,
    RienARecommander,
    StockInsuffisant,
    VenteFermee,
)
from commandes.models import PanierEnCours
from producteurs.models import EtatDossier
from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    Marche,
    commander,
    dans,
    marche,
    plat,
    remplir,
)
from tests.conftest import Requetes

pytestmark = pytest.mark.usefixtures("contexte")


def poser(m: Marche, quantite: int, cle: str = "cle") -> PanierEnCours:
    vente = queries.vente_avec_retraits(m.numero)
    return services.poser_quantite(cle, vente, m.offre(m.carottes).id, quantite)


def contenu(panier: PanierEnCours | None) -> dict[str, int]:
    assert panier is not None
    return {ligne.offre.produit.nom: ligne.quantite for ligne in panier.lignes}


def test_un_produit_se_pose_se_change_et_se_retire() -> None:
    m = marche()
    assert contenu(poser(m, 2)) == {"Carottes": 2}
    assert contenu(poser(m, 5)) == {"Carottes": 5}
    assert contenu(poser(m, 0)) == {}
    assert m.restes() == (10, 10)


def test_le_panier_ne_reserve_rien() -> None:
    m = marche(stock=3)
    poser(m, 3, "camille")
    assert contenu(poser(m, 3, "dominique")) == {"Carottes": 3}


@pytest.mark.parametrize("quantite", [-1, 1000])
def test_une_quantite_absurde_est_refusee(quantite: int) -> None:
    m = marche()
    with pytest.raises(QuantiteInvalide):
        poser(m, quantite)


def test_vouloir_plus_que_le_stock_dit_ce_qu_il_reste_et_garde_la_commande() -> None:
    m = marche(stock=4)
    poser(m, 2)
    with pytest.raises(StockInsuffisant) as refus:
        poser(m, 5)
    assert "Il reste 4 ×" in str(refus.value)
    assert contenu(queries.panier_en_cours("cle", m.numero)) == {"Carottes": 2}


def test_un_panier_epuise_ne_peut_plus_etre_commande() -> None:
    m = marche(stock=0)
    with pytest.raises(ProduitEpuise) as refus:
        poser(m, 1)
    assert "« Carottes » est épuisé" in plat(str(refus.value))


def test_un_produit_d_une_autre_vente_est_inconnu() -> None:
    m = marche()
    autre = fabrique.vente(m.plateforme, produits=[fabrique.produit()])
    vente = queries.vente_avec_retraits(m.numero)
    with pytest.raises(OffreInconnue):
        services.poser_quantite("cle", vente, autre.offres[0].id, 1)


def test_les_offres_d_une_ferme_suspendue_disparaissent() -> None:
    m = marche()
    poser(m, 2)
    m.jardin.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    assert {o.produit.nom for o in queries.offres_de(m.numero)} == {"Fromage"}
    with pytest.raises(OffreInconnue):
        poser(m, 3)
    assert contenu(poser(m, 0)) == {}


def test_une_vente_qui_ferme_pendant_qu_on_ecrit_garde_la_commande_et_propose_la_suivante() -> None:
    m = marche()
    poser(m, 2)
    fabrique.vente(m.plateforme, titre="Marché suivant")
    m.vente.cloture = horloge.maintenant()
    session.commit()
    with pytest.raises(VenteFermee) as refus:
        poser(m, 3)
    assert "Cette vente est close." in str(refus.value)
    assert "Marché suivant" in str(refus.value)
    assert "gardée" in str(refus.value)
    assert contenu(queries.panier_en_cours("cle", m.numero)) == {"Carottes": 2}


def test_d_une_vente_close_on_peut_encore_retirer() -> None:
    m = marche()
    poser(m, 2)
    m.vente.cloture = horloge.maintenant()
    session.commit()
    assert contenu(poser(m, 0)) == {}


def test_chacun_a_son_panier_dans_chaque_vente() -> None:
    m = marche()
    autre = fabrique.vente(m.plateforme, produits=[m.fromage], titre="Autre")
    poser(m, 2)
    services.poser_quantite("cle", queries.vente_avec_retraits(autre.id), autre.offres[0].id, 1)
    poser(m, 4, "une autre personne")
    session.commit()
    assert [p.vente.titre for p in queries.paniers_en_cours("cle")] == ["Autre", "Marché du jeudi"]
    assert queries.compter_unites("cle") == 3
    assert queries.compter_unites("une autre personne") == 4


def test_plusieurs_paniers_se_lisent_en_un_nombre_compte_de_requetes(requetes: Requetes) -> None:
    m = marche()
    poser(m, 2)
    session.commit()
    session.expunge_all()
    requetes.clear()
    queries.paniers_en_cours("cle")
    un = len(requetes)
    for _ in range(3):
        autre = fabrique.vente(m.plateforme, produits=[m.fromage, m.carottes])
        for offre in autre.offres:
            services.poser_quantite("cle", queries.vente_avec_retraits(autre.id), offre.id, 1)
    session.commit()
    session.expunge_all()
    requetes.clear()
    assert len(queries.paniers_en_cours("cle")) == 4
    assert len(requetes) == un


def test_le_bilan_dit_ou_va_chaque_centime() -> None:
    m = marche()
    remplir(m, {m.carottes: 2, m.fromage: 1})
    panier = queries.paniers_en_cours("cle")[0]
    option = next(
        o
        for o in services.dresser_bilan(panier, lieu=CHEZ_CAMILLE).verdict.options
        if o.cle == m.a_domicile
    )
    services.choisir_option(panier, option)
    bilan = services.dresser_bilan(panier, lieu=CHEZ_CAMILLE)
    assert [(p.producteur.nom, p.montant_centimes) for p in bilan.parts] == [
        ("La laiterie", 500),
        ("Le jardin", 600),
    ]
    assert (bilan.montant_centimes, bilan.frais_centimes, bilan.total_centimes) == (1100, 400, 1500)
    assert bilan.pret
    assert not bilan.retirees


def test_le_bilan_nomme_les_produits_qui_ne_sont_plus_proposes() -> None:
    m = marche()
    remplir(m, {m.carottes: 2, m.fromage: 1})
    m.jardin.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    bilan = services.dresser_bilan(queries.paniers_en_cours("cle")[0], lieu=None)
    assert bilan.retirees == {m.offre(m.carottes).id}
    assert not bilan.pret


def test_un_panier_oublie_s_efface_au_bout_de_deux_mois() -> None:
    m = marche(cloture=horloge.maintenant() + timedelta(days=80))
    poser(m, 2, "ancien")
    with dans(days=30):
        poser(m, 2, "recent")
    commander(m, cle="commande")
    with dans(days=61):
        assert services.oublier_paniers() == 2
    session.expire_all()
    assert queries.panier_en_cours("ancien", m.numero) is None
    assert contenu(queries.panier_en_cours("recent", m.numero)) == {"Carottes": 2}


def test_recommander_reprend_les_memes_produits_dans_la_vente_ouverte() -> None:
    m = marche()
    ancienne = commander(m, {m.carottes: 2, m.fromage: 3})
    m.vente.cloture = horloge.maintenant()
    session.commit()
    suivante = fabrique.vente(m.plateforme, produits=[m.carottes, m.fromage], stock=2)
    panier = services.recommander(ancienne, "nouvelle")
    assert panier.vente_id == suivante.id
    assert contenu(panier) == {"Carottes": 2, "Fromage": 2}


def test_recommander_ne_diminue_pas_ce_qui_est_deja_choisi() -> None:
    m = marche()
    ancienne = commander(m, {m.carottes: 2})
    poser(m, 5, "cle")
    assert contenu(services.recommander(ancienne, "cle")) == {"Carottes": 5}


def test_sans_vente_ouverte_il_n_y_a_rien_a_recommander() -> None:
    m = marche()
    ancienne = commander(m)
    m.vente.cloture = horloge.maintenant() - timedelta(hours=1)
    session.commit()
    with pytest.raises(RienARecommander):
        services.recommander(ancienne, "cle")
