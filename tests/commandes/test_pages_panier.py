"""The current order: filled with or without script, never lost, one block for each sale."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from producteurs.models import EtatDossier
from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.caisse import HTMX, offre, poser
from tests.commandes.conftest import Habiter
from tests.commandes.marche import (
    A_ROANNE,
    CHEZ_CAMILLE,
    Marche,
    plat,
)
from tests.conftest import Requetes


def test_sans_panier_la_page_invite_a_choisir(client: FlaskClient, place: Marche) -> None:
    client.get("/loire/ventes")
    page = client.get("/commande").text
    assert "Votre commande est vide" in page
    assert 'href="/loire/ventes"' in page


def test_sans_script_poser_revient_a_la_ligne(client: FlaskClient, place: Marche) -> None:
    reponse = poser(client, place, "2")
    assert reponse.status_code == 303
    assert reponse.location == f"/ventes/{place.numero}#offre-{offre(place, 'carottes')}"
    page = client.get(f"/ventes/{place.numero}").text
    assert 'value="2"' in page
    assert "6,00\u00a0€" in page


def test_les_filtres_de_l_etal_survivent_a_un_ajout(client: FlaskClient, place: Marche) -> None:
    reponse = poser(client, place, "2", suite="?famille=legumes&q=caro")
    assert reponse.location.startswith(f"/ventes/{place.numero}?famille=legumes&q=caro#offre-")


def test_avec_htmx_seuls_la_ligne_et_le_resume_reviennent(
    client: FlaskClient, place: Marche
) -> None:
    reponse = poser(client, place, "2", entetes=HTMX)
    assert reponse.status_code == 200
    assert "<html" not in reponse.text
    assert f'id="etat-{offre(place, "carottes")}"' in reponse.text
    assert 'id="resume-commande"' in reponse.text
    assert 'id="nombre-dans-commande"' in reponse.text
    assert "6,00\u00a0€" in reponse.text


def test_plus_que_le_stock_dit_ce_qu_il_reste_et_garde_la_commande(
    client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    refus = poser(client, place, "11")
    assert refus.status_code == 409
    assert "Il reste 10 ×" in refus.text
    assert 'value="2"' in refus.text
    assert poser(client, place, "11", entetes=HTMX).status_code == 422
    assert "2 pièces" in plat(client.get("/commande").text)


@pytest.mark.parametrize("quantite", ["-3", "abc", "1e3", "2,5", "", "1000"])
def test_une_quantite_illisible_est_refusee_avec_une_phrase(
    client: FlaskClient, place: Marche, quantite: str
) -> None:
    refus = poser(client, place, quantite)
    assert refus.status_code == 422
    assert "Écrivez une quantité entière" in refus.text


def test_une_offre_d_une_autre_vente_est_inconnue(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        autre = fabrique.vente(place.plateforme).id
    adresse = f"/commande/{autre}/lignes/{offre(place, 'carottes')}"
    assert client.post(adresse, data={"quantite": "1"}).status_code == 404
    assert client.post(adresse, data={"quantite": "1"}, headers=HTMX).status_code == 422


def test_retirer_ce_qui_n_est_plus_propose_depuis_un_etal_ancien(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    with app.app_context():
        place.jardin.dossier.etat = EtatDossier.SUSPENDU
        session.commit()
    reponse = poser(client, place, "0", entetes=HTMX)
    assert reponse.status_code == 200
    assert 'id="resume-commande"' in reponse.text


def test_une_vente_qui_ferme_garde_la_commande_et_propose_la_suivante(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    with app.app_context():
        fabrique.vente(place.plateforme, titre="La suivante")
        place.vente.cloture = horloge.maintenant()
        session.commit()
    refus = poser(client, place, "3", suite="?depuis=panier")
    assert refus.status_code == 409
    page = plat(refus.text)
    assert "Cette vente est close." in page
    assert "« La suivante » est ouverte" in page
    assert "2 pièces" in page
    assert "Continuer" not in page


def test_la_page_montre_chaque_ferme_le_total_et_ou_va_l_argent(
    client: FlaskClient, place: Marche, habiter: Habiter
) -> None:
    habiter(CHEZ_CAMILLE)
    poser(client, place, "2")
    poser(client, place, "1", "fromage")
    client.post(f"/commande/{place.numero}/retrait", data={"option": place.a_domicile})
    page = plat(client.get("/commande").text)
    for dit in ("Le jardin", "La laiterie", "15,00 €", "Aux fermes", "11,00 €", "4,00 €"):
        assert dit in page, dit
    assert "reste 10 places" in page


def test_le_minimum_qui_manque_est_dit(app: Flask, client: FlaskClient, place: Marche) -> None:
    with app.app_context():
        place.vente.minimum_centimes = 1000
        session.commit()
    poser(client, place, "2")
    page = plat(client.get("/commande").text)
    assert "Il manque 4,00 €" in page
    assert "Continuer" not in page


def test_ce_qui_est_impossible_dit_pourquoi_et_quoi_d_autre(
    client: FlaskClient, place: Marche, habiter: Habiter
) -> None:
    habiter(A_ROANNE)
    poser(client, place, "2")
    page = client.get("/commande").text
    assert "La livraison à domicile ne va pas jusque chez vous." in page
    assert "À retirer : Mairie de Montbrison" in plat(page)


def test_une_ferme_suspendue_laisse_une_ligne_a_retirer(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    poser(client, place, "1", "fromage")
    with app.app_context():
        place.jardin.dossier.etat = EtatDossier.SUSPENDU
        session.commit()
    page = client.get("/commande").text
    assert "N’est plus proposé" in page
    assert poser(client, place, "0", suite="?depuis=panier").status_code == 303
    apres = client.get("/commande").text
    assert "Carottes" not in apres
    assert "Fromage" in apres


def test_choisir_ou_et_quand_mene_a_la_validation(client: FlaskClient, place: Marche) -> None:
    poser(client, place, "2")
    reponse = client.post(f"/commande/{place.numero}/retrait", data={"option": place.en_relais})
    assert reponse.status_code == 303
    assert reponse.location == f"/commande/{place.numero}/valider"
    assert "checked" in client.get("/commande").text


def test_choisir_une_option_impossible_montre_la_page_et_la_raison(
    client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    reponse = client.post(f"/commande/{place.numero}/retrait", data={"option": place.a_domicile})
    assert reponse.status_code == 409
    assert "Dites où vous habitez" in reponse.text
    assert "Carottes" in reponse.text


def test_continuer_sans_choisir_demande_ou_et_quand(client: FlaskClient, place: Marche) -> None:
    poser(client, place, "2")
    reponse = client.post(f"/commande/{place.numero}/retrait")
    assert reponse.status_code == 422
    assert "Choisissez d’abord où et quand" in reponse.text


@pytest.mark.parametrize("suite", ["retrait", "lignes/1"])
def test_recharger_une_page_refusee_ramene_a_la_commande(
    client: FlaskClient, place: Marche, suite: str
) -> None:
    reponse = client.get(f"/commande/{place.numero}/{suite}")
    assert reponse.location == f"/commande?vente={place.numero}"


def test_avec_htmx_choisir_met_a_jour_le_bloc(client: FlaskClient, place: Marche) -> None:
    poser(client, place, "2")
    adresse = f"/commande/{place.numero}/retrait"
    reponse = client.post(adresse, data={"option": place.en_relais}, headers=HTMX)
    assert reponse.status_code == 200
    assert reponse.text.count(f'id="vente-{place.numero}"') == 1
    assert "<html" not in reponse.text
    change = poser(client, place, "3", suite="?depuis=panier", entetes=HTMX)
    assert "9,00\u00a0€" in change.text
    vide = poser(client, place, "0", suite="?depuis=panier", entetes=HTMX)
    assert "Plus rien de cette vente" in vide.text


def test_deux_ventes_font_deux_blocs_et_celle_qu_on_demande_vient_d_abord(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    with app.app_context():
        autre = fabrique.vente(place.plateforme, produits=[place.fromage], titre="Autre")
        numero, ligne = autre.id, autre.offres[0].id
    client.post(f"/commande/{numero}/lignes/{ligne}", data={"quantite": "1"})
    page = client.get(f"/commande?vente={place.numero}").text
    assert page.index(f'id="vente-{place.numero}"') < page.index(f'id="vente-{numero}"')
    page = client.get(f"/commande?vente={numero}").text
    assert page.index(f'id="vente-{numero}"') < page.index(f'id="vente-{place.numero}"')


def test_un_autre_visiteur_ne_voit_pas_ce_panier(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    poser(client, place, "2")
    assert "Votre commande est vide" in app.test_client().get("/commande").text


def test_le_chiffre_de_l_entete_ne_coute_rien_sans_panier(
    client: FlaskClient, place: Marche, requetes: Requetes
) -> None:
    client.get("/accessibilite")
    requetes.clear()
    sans = client.get("/accessibilite").text
    assert not [r for r in requetes if "lignes_panier" in r]
    assert 'id="nombre-dans-commande" hidden' in sans or "nombre-dans-commande" not in sans
    poser(client, place, "2")
    client.get("/loire/ventes")
    requetes.clear()
    avec = client.get("/loire/ventes").text
    assert len([r for r in requetes if "lignes_panier" in r]) == 1
    assert "</span>2</span>" in avec
