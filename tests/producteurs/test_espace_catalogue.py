"""The farmer's products and baskets, through HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from producteurs import queries
from producteurs.models import Producteur
from socle.comptes.models import Compte
from tests import fabrique
from tests.producteurs.formulaires import enregistres, produit

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.mark.parametrize("ecrit", ["12,5", "12.50", " 12,50 € ", "12,50€"])
def test_un_prix_s_ecrit_de_toutes_les_facons_habituelles(
    client: FlaskClient, ferme: Producteur, ecrit: str
) -> None:
    adresse = f"/espace/fermes/{ferme.id}/produits/nouveau"
    assert client.post(adresse, data=produit(prix=ecrit)).status_code == 302
    (carottes,) = enregistres()
    assert carottes.prix_centimes == 1250


@pytest.mark.parametrize("ecrit", ["-3", "abc", "1e9", "", "0", "12,505", "99999999"])
def test_un_prix_illisible_est_refuse_en_nommant_le_champ_et_tout_est_garde(
    client: FlaskClient, ferme: Producteur, ecrit: str
) -> None:
    adresse = f"/espace/fermes/{ferme.id}/produits/nouveau"
    reponse = client.post(adresse, data=produit(prix=ecrit))
    assert reponse.status_code == 422
    assert '<a href="#prix">Prix</a>' in reponse.text
    assert 'id="prix-erreur"' in reponse.text
    assert 'value="Carottes des sables"' in reponse.text
    assert f'value="{ecrit}"' in reponse.text
    assert enregistres() == []


def test_un_produit_s_enregistre_avec_tout_ce_qu_on_en_dit(
    client: FlaskClient, ferme: Producteur
) -> None:
    donnees = produit(
        vente="poids",
        unite="portion",
        contenance="0,5 kg",
        mois=["7", "8"],
        allergenes=["celeri"],
        composition="Carottes",
        conservation="Au frais",
    )
    client.post(f"/espace/fermes/{ferme.id}/produits/nouveau", data=donnees)
    (fait,) = enregistres()
    assert (fait.contenance, fait.contenance_unite) == (500, "g")
    assert (fait.mois, fait.allergenes) == ([7, 8], ["celeri"])
    page = client.get(f"/espace/fermes/{ferme.id}/produits/{fait.id}").text
    assert "On commande par portion de 500\u00a0g, à 1,25\u00a0€." in page
    liste = client.get(f"/espace/fermes/{ferme.id}/catalogue").text
    assert "Carottes des sables" in liste


@pytest.mark.parametrize("contenance", ["beaucoup", "0 g", "200 kg", "-5 g", "1e3 g"])
def test_un_poids_illisible_est_refuse_avec_un_exemple(
    client: FlaskClient, ferme: Producteur, contenance: str
) -> None:
    reponse = client.post(
        f"/espace/fermes/{ferme.id}/produits/nouveau", data=produit(contenance=contenance)
    )
    assert reponse.status_code == 422
    assert 'id="contenance-erreur"' in reponse.text
    assert f'value="{contenance}"' in reponse.text


def test_la_phrase_du_prix_change_pendant_qu_on_ecrit(
    client: FlaskClient, ferme: Producteur
) -> None:
    demande = {"vente": "poids", "unite": "portion", "contenance": "500 g", "prix": "2,5"}
    phrase = client.get("/espace/apercu-du-prix", query_string=demande).text
    assert "2,50\u00a0€ le kg" in phrase
    assert "4\u00a0×\u00a0500\u00a0g = 2\u00a0kg" in phrase
    assert "Donnez le prix" in client.get("/espace/apercu-du-prix?vente=x&prix=abc").text


def test_un_panier_se_compose_avec_des_quantites(client: FlaskClient, ferme: Producteur) -> None:
    carotte, chou = fabrique.produit(ferme, "Carottes"), fabrique.produit(ferme, "Chou")
    donnees = {
        "nom": "Panier d’hiver",
        "prix": "15",
        "tva": "55",
        f"quantite_{carotte.id}": "2",
        f"quantite_{chou.id}": "0",
    }
    adresse = f"/espace/fermes/{ferme.id}/paniers/nouveau"
    assert client.post(adresse, data=donnees).status_code == 302
    (panier,) = queries.catalogue(ferme).paniers
    assert [(c.produit_id, c.quantite) for c in panier.composants] == [(carotte.id, 2)]
    page = client.get(f"/espace/fermes/{ferme.id}/paniers/{panier.id}").text
    assert f'name="quantite_{carotte.id}" value="2"' in page

    vide = client.post(adresse, data=donnees | {f"quantite_{carotte.id}": ""})
    assert vide.status_code == 422
    assert "au moins un produit" in vide.text


def test_un_produit_se_retire_du_catalogue(client: FlaskClient, ferme: Producteur) -> None:
    carotte = fabrique.produit(ferme, "Carottes")
    adresse = f"/espace/fermes/{ferme.id}/catalogue/{carotte.id}/retirer"
    page = client.post(adresse, follow_redirects=True).text
    assert "n’est plus au catalogue" in page
    assert client.post(adresse).status_code == 404


def test_un_panier_au_mois_impossible_dit_ce_qui_ne_va_pas(
    client: FlaskClient, ferme: Producteur
) -> None:
    adresse = f"/espace/fermes/{ferme.id}/paniers/nouveau"
    reponse = client.post(adresse, data={"nom": "Panier", "prix": "15", "tva": "55", "mois": "13"})
    assert reponse.status_code == 422
    assert '<p class="erreur">' in reponse.text
    assert "Composer un panier</h1>" in reponse.text


def test_une_quantite_demesuree_revient_avec_une_phrase(
    client: FlaskClient, ferme: Producteur
) -> None:
    champ = f"quantite_{fabrique.produit(ferme, 'Carottes').id}"
    adresse = f"/espace/fermes/{ferme.id}/paniers/nouveau"
    for quantite in ("2147483648", "9" * 30, "9" * 5000):
        donnees = {"nom": "Panier", "prix": "15", "tva": "55", champ: quantite}
        reponse = client.post(adresse, data=donnees)
        assert reponse.status_code == 422
        assert '<p class="erreur">' in reponse.text
    assert [p.nom for p in enregistres()] == ["Carottes"]
