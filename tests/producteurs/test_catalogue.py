"""Products, baskets, and the words that say how they are packed."""

from __future__ import annotations

from typing import Any

import pytest

from producteurs import queries, services
from producteurs.errors import (
    AlcoolMalDeclare,
    ComposantEtranger,
    ContenanceSansUnite,
    MoisInconnu,
    NomDuProduitManquant,
    PanierVide,
    PortionManquante,
    PrixManquant,
    ProduitDansUnPanier,
    TauxInconnu,
)
from producteurs.models import Allergene, Famille, Producteur, Produit, TypeVente, Unite
from producteurs.services import SaisieComposant, SaisiePanier
from producteurs.vocabulaire import (
    ALLERGENES,
    conditionnement,
    enumerer,
    phrase_du_prix,
    quantite_en_mots,
)
from socle.db import session
from socle.errors import Introuvable
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.saisies import carottes

pytestmark = pytest.mark.usefixtures("contexte")


def panier_de(producteur: Producteur, *produits: Produit, **autres: Any) -> SaisiePanier:
    valeurs: dict[str, Any] = {
        "nom": "Panier de la semaine",
        "prix_centimes": 1500,
        "composants": [SaisieComposant(p.id, 2) for p in produits],
    } | autres
    return SaisiePanier(**valeurs)


def test_un_produit_au_poids_se_commande_par_portions() -> None:
    produit = services.enregistrer_produit(
        fabrique.producteur(),
        carottes(vente=TypeVente.POIDS, unite=Unite.PORTION, contenance=500),
    )
    assert produit.prix_unitaire_centimes == 125
    assert conditionnement(produit) == "portion de 500\u00a0g"
    assert quantite_en_mots(4, produit) == "4\u00a0×\u00a0500\u00a0g = 2\u00a0kg"
    assert quantite_en_mots(1, produit) == "500\u00a0g"


def test_le_nom_d_un_produit_ne_se_coupe_pas_dans_ses_guillemets() -> None:
    produit = services.enregistrer_produit(
        fabrique.producteur(), carottes(nom="Carottes  « des sables »")
    )
    assert produit.nom == "Carottes «\u00a0des sables\u00a0»"


@pytest.mark.parametrize(
    ("unite", "contenance", "un", "quatre"),
    [
        (Unite.BOTTE, (None, ""), "botte", "4\u00a0bottes"),
        (Unite.BOCAL, (500, "g"), "bocal de 500\u00a0g", "4\u00a0bocaux de 500\u00a0g"),
        (
            Unite.BOUTEILLE,
            (750, "ml"),
            "bouteille de 75\u00a0cl",
            "4\u00a0bouteilles de 75\u00a0cl",
        ),
    ],
)
def test_un_produit_a_l_unite_dit_ce_qu_est_une_unite(
    unite: Unite, contenance: tuple[int | None, str], un: str, quatre: str
) -> None:
    produit = services.enregistrer_produit(
        fabrique.producteur(),
        carottes(unite=unite, contenance=contenance[0], contenance_unite=contenance[1]),
    )
    assert conditionnement(produit) == un
    assert quantite_en_mots(4, produit) == quatre


def test_la_phrase_du_prix_dit_ce_que_lira_le_client() -> None:
    poids = Produit(vente=TypeVente.POIDS, unite=Unite.PORTION, prix_centimes=250)
    assert "ce que pèse une portion" in phrase_du_prix(poids)
    poids.contenance, poids.contenance_unite = 500, "g"
    assert "2,50\u00a0€ le kg" in phrase_du_prix(poids)
    assert "portion de 500\u00a0g, à 1,25\u00a0€" in phrase_du_prix(poids)
    bocal = Produit(
        vente=TypeVente.UNITE,
        unite=Unite.BOCAL,
        prix_centimes=400,
        contenance=500,
        contenance_unite="g",
    )
    assert "soit 8,00\u00a0€ le kg" in phrase_du_prix(bocal)
    assert "Donnez le prix" in phrase_du_prix(None)


@pytest.mark.parametrize(
    ("change", "refus"),
    [
        ({"nom": "  "}, NomDuProduitManquant),
        ({"prix_centimes": 0}, PrixManquant),
        ({"prix_centimes": -300}, PrixManquant),
        ({"vente": TypeVente.POIDS}, PortionManquante),
        ({"vente": TypeVente.POIDS, "contenance": 1, "prix_centimes": 100}, PrixManquant),
        ({"contenance": 500}, ContenanceSansUnite),
        ({"contenance": -5, "contenance_unite": "g"}, PortionManquante),
        ({"tva": 196}, TauxInconnu),
        ({"mois": [0]}, MoisInconnu),
        ({"mois": [13]}, MoisInconnu),
        ({"alcool": True}, AlcoolMalDeclare),
    ],
)
def test_un_produit_mal_decrit_est_refuse_et_rien_n_est_ecrit(
    change: dict[str, Any], refus: type[Exception]
) -> None:
    producteur = fabrique.producteur()
    with pytest.raises(refus):
        services.enregistrer_produit(producteur, carottes(**change))
    assert queries.catalogue(producteur).vide


def test_douze_mois_de_saison_veulent_dire_toute_l_annee() -> None:
    producteur = fabrique.producteur()
    assert services.enregistrer_produit(producteur, carottes(mois=range(1, 13))).mois == []
    ete = services.enregistrer_produit(producteur, carottes(mois=[8, 7, 7]))
    assert ete.mois == [7, 8]
    assert ete.de_saison(7)
    assert not ete.de_saison(12)


def test_un_panier_porte_les_allergenes_l_alcool_et_la_famille_de_ce_qu_il_contient() -> None:
    producteur = fabrique.producteur()
    fromage = services.enregistrer_produit(
        producteur,
        carottes(
            nom="Fromage",
            famille=Famille.LAITAGES,
            prix_centimes=900,
            allergenes=[Allergene.LAIT],
        ),
    )
    vin = services.enregistrer_produit(
        producteur,
        carottes(nom="Vin", famille=Famille.BOISSONS, alcool=True, tva=200),
    )
    panier = services.composer_panier(producteur, panier_de(producteur, fromage, vin))
    assert (panier.allergenes, panier.alcool, panier.famille) == (
        ["lait"],
        True,
        Famille.LAITAGES,
    )
    assert conditionnement(panier) == "panier"
    services.enregistrer_produit(
        producteur,
        carottes(nom="Fromage", allergenes=[Allergene.LAIT, Allergene.FRUITS_A_COQUE]),
        fromage,
    )
    assert panier.allergenes == ["fruits_a_coque", "lait"]


def test_un_panier_se_recompose() -> None:
    producteur = fabrique.producteur()
    carotte = fabrique.produit(producteur, "Carottes")
    chou = fabrique.produit(producteur, "Chou")
    panier = services.composer_panier(producteur, panier_de(producteur, carotte))
    composants = [SaisieComposant(carotte.id, 1), SaisieComposant(chou.id, 3)]
    services.composer_panier(producteur, panier_de(producteur, composants=composants), panier)
    session.expire_all()
    (lu,) = queries.catalogue(producteur).paniers
    assert {c.produit.nom: c.quantite for c in lu.composants} == {"Carottes": 1, "Chou": 3}


def test_un_panier_vide_ou_fait_des_produits_d_un_autre_est_refuse() -> None:
    producteur = fabrique.producteur()
    ailleurs = fabrique.produit(fabrique.producteur(), "Ailleurs")
    retire = fabrique.produit(producteur, "Retiré", actif=False)
    ici = fabrique.produit(producteur)
    with pytest.raises(PanierVide):
        services.composer_panier(
            producteur, panier_de(producteur, composants=[SaisieComposant(ici.id, 0)])
        )
    for autre in (ailleurs, retire):
        with pytest.raises(ComposantEtranger):
            services.composer_panier(producteur, panier_de(producteur, ici, autre))
    assert queries.catalogue(producteur).paniers == []


def test_un_produit_dans_un_panier_ne_se_retire_pas_avant_le_panier() -> None:
    producteur = fabrique.producteur()
    carotte = fabrique.produit(producteur, "Carottes")
    panier = services.composer_panier(producteur, panier_de(producteur, carotte))
    with pytest.raises(ProduitDansUnPanier, match="Panier de la semaine"):
        services.retirer_produit(carotte)
    services.retirer_produit(panier)
    services.retirer_produit(carotte)
    assert queries.catalogue(producteur).vide
    with pytest.raises(Introuvable):
        queries.vendu_par(producteur, carotte.id)


def test_un_produit_ne_s_ouvre_que_par_sa_ferme() -> None:
    mien, sien = fabrique.producteur(), fabrique.producteur()
    produit = fabrique.produit(sien)
    panier = fabrique.panier(sien)
    assert queries.produit_de(sien, produit.id) is produit
    for numero in (produit.id, panier.id):
        with pytest.raises(Introuvable):
            queries.vendu_par(mien, numero)
    with pytest.raises(Introuvable):
        queries.produit_de(sien, panier.id)
    with pytest.raises(Introuvable):
        queries.panier_de(sien, produit.id)


def test_le_catalogue_se_lit_en_trois_requetes(requetes: Requetes) -> None:
    producteur = fabrique.producteur()
    produits = [fabrique.produit(producteur, f"Produit {n}") for n in range(6)]
    for _ in range(3):
        services.composer_panier(producteur, panier_de(producteur, *produits))
    session.expunge_all()
    requetes.clear()
    lu = queries.catalogue(producteur)
    assert [len(p.composants) for p in lu.paniers] == [6, 6, 6]
    assert lu.paniers[0].composants[0].produit.nom
    assert len(lu.produits) == 6
    assert len(requetes) <= 3


def test_les_quatorze_allergenes_ont_leur_mot() -> None:
    assert set(ALLERGENES) == set(Allergene)
    assert len(ALLERGENES) == 14


def test_une_enumeration_se_dit_avec_et() -> None:
    assert enumerer([]) == ""
    assert enumerer(["un"]) == "un"
    assert enumerer(["un", "deux", "trois"]) == "un, deux et trois"
