"""A farm's page: what is said of it, and how to get what it sells where one lives."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from livraisons.models import GenreZone
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    Genre,
    Label,
    SorteLabel,
)
from tests import fabrique
from tests.cartes.pages import lire
from tests.conftest import Requetes


def test_la_page_d_une_ferme_dit_qui_l_a_verifiee_et_ce_qu_elle_vend(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(
        "Cave du Pic",
        slug="cave",
        genre=Genre.COMMERCE,
        telephone="+33477585858",
        horaires={"0": [["09:00", "12:00"], ["14:30", "19:00"]]},
        labels=[
            Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE, source="Agence Bio"),
            Label(sorte=SorteLabel.HVE),
        ],
    )
    fabrique.produit(
        ferme, nom="Miel", prix_centimes=650, contenance=500, contenance_unite="g", mois=[6, 7]
    )
    fabrique.zone(producteur=ferme, nom="Autour de nous", frais_centimes=300)
    mots = lire(loire, "/producteurs/cave").mots.replace("\xa0", " ").replace("\u202f", " ")
    for attendu in (
        "Vérifié par la Chambre d’agriculture de la Loire",
        "Ce commerce revend",
        "de 9 h à 12 h et de 14 h 30 à 19 h",
        "04 77 58 58 58",
        "Agriculture biologique vérifié",
        "déclaré",
        "6,50 €",
        "13,00 € le kg",
        "De saison de juin à juillet",
        "Montbrison",
        "Livraison : 3,00 €",
    ):
        assert attendu in mots, attendu


def test_la_page_d_une_ferme_dit_comment_l_avoir_chez_soi(loire: FlaskClient) -> None:
    ferme, voisine = fabrique.producteur(slug="ferme"), fabrique.producteur("Voisine du Pic")
    plateforme = fabrique.plateforme("autre", "Autre", departements=["42"])
    carottes = fabrique.produit(ferme)
    relais = fabrique.point_relais(plateforme)
    zone = fabrique.zone(plateforme=plateforme)
    fabrique.vente(
        plateforme,
        produits=[carottes, fabrique.produit(voisine)],
        distributions=[fabrique.distribution(relais)],
        creneaux=[fabrique.creneau(zone)],
    )
    slug = voisine.slug
    page = lire(loire, "/producteurs/ferme")
    assert "À retirer « Mairie de Montbrison »" in page.mots.replace("\xa0", " ")
    assert slug in page.liens_de_fermes()
    with loire.session_transaction() as cookie:
        cookie["lieu"] = {
            "lat": 45.6075, "lon": 4.0653, "libelle": "Montbrison", "code_insee": "42147",
        }  # fmt: skip
    assert "Livré chez vous" in lire(loire, "/producteurs/ferme").mots


@pytest.mark.parametrize(
    ("libelle", "position", "phrase"),
    [
        ("Montbrison", fabrique.MONTBRISON, "Cette ferme livre chez vous."),
        ("Roanne", fabrique.ROANNE, "Cette ferme ne livre pas jusque chez vous."),
    ],
)
def test_la_page_dit_si_la_ferme_livre_chez_vous(
    loire: FlaskClient, libelle: str, position: tuple[float, float], phrase: str
) -> None:
    fabrique.zone(producteur=fabrique.producteur(slug="ferme"))
    fabrique.roanne()
    sans_lieu = lire(loire, "/producteurs/ferme").mots
    assert "livre chez vous" not in sans_lieu
    assert "dans aucune vente ouverte" in sans_lieu
    code = {"Montbrison": "42147", "Roanne": "42187"}[libelle]
    with loire.session_transaction() as cookie:
        lat, lon = position
        cookie["lieu"] = {"lat": lat, "lon": lon, "libelle": libelle, "code_insee": code}
    assert phrase in lire(loire, "/producteurs/ferme").mots


def test_une_vente_livree_a_domicile_seulement_demande_ou_l_on_habite(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(slug="ferme")
    plateforme = fabrique.plateforme("autre", "Autre", departements=["42"])
    creneau = fabrique.creneau(fabrique.zone(plateforme=plateforme))
    fabrique.vente(plateforme, produits=[fabrique.produit(ferme)], creneaux=[creneau])
    assert "Dites où vous habitez" in lire(loire, "/producteurs/ferme").mots


def test_une_voisine_suspendue_n_est_pas_proposee(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(slug="ferme")
    suspendue = fabrique.producteur("Suspendue", etat=EtatDossier.SUSPENDU)
    fabrique.vente(
        fabrique.plateforme("autre", "Autre"),
        produits=[fabrique.produit(ferme), fabrique.produit(suspendue)],
    )
    assert not lire(loire, "/producteurs/ferme").liens_de_fermes()


@pytest.mark.parametrize("nombre", [3, 30])
def test_trois_produits_ou_trente_coutent_autant_de_requetes(
    loire: FlaskClient, requetes: Requetes, nombre: int
) -> None:
    ferme = fabrique.producteur(slug="ferme")
    plateforme = fabrique.plateforme("autre", "Autre", departements=["42"])
    produits = [fabrique.produit(ferme, f"Produit {n}") for n in range(nombre)]
    for n in range(nombre):
        fabrique.zone(producteur=ferme, nom=f"Zone {n}")
        fabrique.vente(
            plateforme,
            produits=[produits[n], fabrique.produit(nom="Autre")],
            distributions=[fabrique.distribution(fabrique.point_relais(plateforme))],
            creneaux=[fabrique.creneau(fabrique.zone(plateforme=plateforme))],
        )
    loire.get("/producteurs/ferme")
    requetes.clear()
    assert loire.get("/producteurs/ferme").status_code == 200
    assert len(requetes) == 4
    with loire.session_transaction() as cookie:
        cookie["lieu"] = {
            "lat": 45.6075, "lon": 4.0653, "libelle": "Montbrison", "code_insee": "42147",
        }  # fmt: skip
    requetes.clear()
    assert "Livré chez vous" in loire.get("/producteurs/ferme").text
    assert len(requetes) == 7


def test_les_zones_sont_un_cercle_une_forme_ou_des_communes_approchees(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(slug="ferme")
    fabrique.roanne()
    fabrique.zone(producteur=ferme, nom="A")
    fabrique.zone(
        producteur=ferme,
        nom="B",
        genre=GenreZone.RAYON,
        communes=[],
        centre_lat=45.6,
        centre_lon=4.0,
        rayon_km=12.5,
    )
    triangle = {"type": "Polygon", "coordinates": [[[4, 45], [4.1, 45], [4, 45.1], [4, 45]]]}
    fabrique.zone(
        producteur=ferme, nom="C", genre=GenreZone.POLYGONE, communes=[], polygone=triangle
    )
    fabrique.zone(producteur=ferme, nom="D", actif=False)
    a, b, c = loire.get("/producteurs/ferme/zones.json").get_json()["zones"]
    assert (a["forme"]["type"], a["approximatif"]) == ("Polygon", True)
    assert (b["cercle"], b["approximatif"]) == ([45.6, 4.0, 12.5], False)
    assert (c["forme"], c["approximatif"]) == (triangle, False)
