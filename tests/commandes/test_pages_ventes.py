"""The sales of a platform and the stall of one, as a visitor sees them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producteurs.models import Composition, EtatDossier, Famille, Unite
from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.conftest import Habiter
from tests.commandes.marche import (
    A_ROANNE,
    CHEZ_CAMILLE,
    Marche,
    plat,
)
from tests.conftest import Requetes


def test_les_ventes_sont_rangees_par_etat_avec_leur_echeance(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        instant = horloge.maintenant()
        fabrique.vente(
            place.plateforme,
            titre="Celle qui ferme",
            distributions=[place.distribution],
            cloture=instant + timedelta(minutes=40, seconds=30),
        )
        fabrique.vente(
            place.plateforme,
            titre="Celle d’après",
            ouverture=instant + timedelta(days=2),
            cloture=instant + timedelta(days=3),
        )
        fabrique.vente(
            place.plateforme, titre="Celle d’avant", cloture=instant - timedelta(hours=1)
        )
        fabrique.vente(
            place.plateforme,
            titre="La vieille",
            cloture=instant - timedelta(days=9),
            ouverture=instant - timedelta(days=12),
            fin=instant - timedelta(days=7),
        )
    page = client.get("/loire/ventes").text
    titres = re.findall(r'href="/ventes/\d+">([^<]+)</a></h3>', page)
    assert titres == ["Celle qui ferme", "Marché du jeudi", "Celle d’après", "Celle d’avant"]
    assert "Ferme dans 40\u00a0minutes" in page
    assert "La vieille" not in page


def test_sans_vente_la_page_dit_quoi_faire(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        fabrique.plateforme()
    page = client.get("/loire/ventes").text
    assert "Aucune vente n’est ouverte" in page
    assert 'href="/loire/producteurs"' in page


def test_le_verdict_suit_le_lieu_du_visiteur(
    client: FlaskClient, place: Marche, habiter: Habiter
) -> None:
    assert "Livré chez vous" not in client.get(f"/ventes/{place.numero}").text
    habiter(CHEZ_CAMILLE)
    assert "Livré chez vous" in client.get(f"/ventes/{place.numero}").text
    assert "Livré chez vous" in client.get("/loire/ventes").text
    habiter(A_ROANNE)
    page = client.get(f"/ventes/{place.numero}").text
    assert "À retirer «" in page
    assert "ne va pas jusque chez vous" in page


@pytest.mark.parametrize("connu", [False, True])
def test_l_etal_lit_la_base_autant_de_fois_pour_cinq_ou_cinquante_offres(
    app: Flask,
    client: FlaskClient,
    place: Marche,
    requetes: Requetes,
    *,
    connu: bool,
    habiter: Habiter,
) -> None:
    if connu:
        habiter(CHEZ_CAMILLE)
    numeros = []
    with app.app_context():
        for combien in (5, 50):
            fermes = [fabrique.producteur() for _ in range(combien // 5)]
            produits = [
                fabrique.produit(fermes[n % len(fermes)], f"Produit {n}") for n in range(combien)
            ]
            paniers = [fabrique.panier(ferme) for ferme in fermes]
            session.add_all(
                Composition(panier_id=p.id, produit_id=produits[0].id, quantite=2) for p in paniers
            )
            vente = fabrique.vente(
                place.plateforme,
                produits=[*produits, *paniers],
                distributions=[place.distribution],
                creneaux=[place.creneau],
            )
            numeros.append(vente.id)
    comptes = []
    for numero in numeros:
        client.get(f"/ventes/{numero}")
        requetes.clear()
        assert client.get(f"/ventes/{numero}").status_code == 200
        comptes.append(len(requetes))
    assert comptes[0] == comptes[1] <= 9


def test_la_liste_des_ventes_lit_la_base_autant_de_fois_pour_une_ou_dix(
    app: Flask, client: FlaskClient, place: Marche, requetes: Requetes, habiter: Habiter
) -> None:
    habiter(CHEZ_CAMILLE)
    client.get("/loire/ventes")
    requetes.clear()
    client.get("/loire/ventes")
    une = len(requetes)
    with app.app_context():
        for _ in range(9):
            fabrique.vente(
                place.plateforme,
                produits=[place.carottes],
                distributions=[place.distribution],
                creneaux=[place.creneau],
            )
    requetes.clear()
    assert client.get("/loire/ventes").text.count("<article") == 10
    assert len(requetes) == une <= 7


def test_un_produit_dit_ce_que_la_loi_demande_avant_l_achat(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        fromage = place.fromage
        fromage.contenance, fromage.contenance_unite, fromage.unite = 250, "g", Unite.PIECE
        fromage.composition = "Lait cru de vache, sel, présure."
        fromage.conservation, fromage.origine = "Au frais, dix jours.", "Lait de la ferme"
        session.commit()
    page = client.get(f"/ventes/{place.numero}").text
    for dit in (
        "Allergènes : lait",
        "20,00\u00a0€ le kg",
        "pièce de 250\u00a0g",
        "Lait cru de vache, sel, présure.",
        "Au frais, dix jours.",
        "Lait de la ferme",
        "5,5\u00a0%",
        "La laiterie, Le Bourg, Montbrison",
        "prix TVA comprise",
    ):
        assert plat(dit) in plat(page), dit


def test_un_panier_compose_dit_ce_qu_il_contient(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        panier = fabrique.panier(place.jardin)
        session.add(Composition(panier_id=panier.id, produit_id=place.carottes.id, quantite=3))
        vente = fabrique.vente(place.plateforme, produits=[panier]).id
    page = client.get(f"/ventes/{vente}").text
    assert "Dans ce panier" in page
    assert "Carottes, 3\u00a0pièces" in page


def test_ce_qui_est_epuise_ou_presque_le_dit(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        place.offre(place.carottes).stock = 0
        place.offre(place.fromage).stock = 3
        session.commit()
    page = client.get(f"/ventes/{place.numero}").text
    assert page.count("data-pas-a-pas") == 1
    assert "Épuisé" in page
    assert "Il en reste 3" in page


def test_une_ferme_suspendue_n_est_plus_sur_l_etal(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        place.jardin.dossier.etat = EtatDossier.SUSPENDU
        session.commit()
    page = client.get(f"/ventes/{place.numero}").text
    assert "Carottes" not in page
    assert "Fromage" in page


def test_une_vente_close_se_lit_mais_ne_se_commande_pas(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        fabrique.vente(place.plateforme, titre="La suivante")
        place.vente.cloture = horloge.maintenant()
        session.commit()
    page = client.get(f"/ventes/{place.numero}").text
    assert "Carottes" in page
    assert "data-pas-a-pas" not in page
    assert "Cette vente est close." in page
    assert "« La suivante »" in plat(page)
    assert "Voir cette vente" in page


def test_l_etal_se_filtre_par_famille_et_par_mot(client: FlaskClient, place: Marche) -> None:
    adresse = f"/ventes/{place.numero}"
    assert "Carottes" not in client.get(f"{adresse}?famille=laitages").text
    assert "Fromage" not in client.get(f"{adresse}?q=CARÔTTE").text
    assert "Fromage" in client.get(f"{adresse}?q=laiterie").text
    rien = client.get(f"{adresse}?q=betterave").text
    assert "Rien de tel dans cette vente" in rien
    assert client.get(f"{adresse}?famille=licornes").status_code == 422


def test_les_comptes_des_familles_suivent_le_mot_cherche(
    client: FlaskClient, place: Marche
) -> None:
    page = client.get(f"/ventes/{place.numero}?q=carotte").text
    assert f'value="{Famille.LEGUMES}"' in page
    assert f'value="{Famille.LAITAGES}"' not in page


def test_une_vente_inconnue_est_un_404_qui_aide(client: FlaskClient, place: Marche) -> None:
    reponse = client.get("/ventes/999999")
    assert reponse.status_code == 404
    assert "Revenir à l’accueil" in reponse.text


def test_une_vente_porte_les_couleurs_de_sa_plateforme(client: FlaskClient, place: Marche) -> None:
    assert ">La Loire<" in client.get(f"/ventes/{place.numero}").text
