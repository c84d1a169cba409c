"""What is sold by one farm and made by another says so, from the sale to the order."""

from __future__ import annotations

from flask.testing import FlaskClient

from commandes.models import LignePanier
from commandes.services.passage import ligne_de_commande
from tests import fabrique


def test_la_vente_dit_de_qui_est_le_produit(client: FlaskClient) -> None:
    plateforme = fabrique.plateforme()
    miel = fabrique.produit(fabrique.producteur(), nom="Miel", de_qui="Les Ruches du Pilat")
    vente = fabrique.vente(
        plateforme,
        produits=[miel],
        distributions=[fabrique.distribution(fabrique.point_relais(plateforme))],
    )
    numero = vente.id
    page = client.get(f"/ventes/{numero}").text
    assert "Vient d’ailleurs" in page
    assert "Les Ruches du Pilat" in page
    [offre] = client.get(f"/api/v1/ventes/{numero}").get_json()["offres"]
    assert offre["de_qui"] == "Les Ruches du Pilat"


def test_la_ligne_de_la_commande_le_garde(client: FlaskClient) -> None:
    miel = fabrique.produit(fabrique.producteur(), nom="Miel", de_qui="Les Ruches du Pilat")
    vente = fabrique.vente(fabrique.plateforme(), produits=[miel])
    ligne = ligne_de_commande(LignePanier(offre=vente.offres[0], quantite=2))
    assert ligne.libelle == "Miel (Les Ruches du Pilat)"
