"""The whole way of a resident: from her commune to her basket, and back out of it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.navigateur import Visiteur
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.gestes import (
    courriels,
    creer_un_compte,
    dire_ou_j_habite,
    en_euros,
    nombre,
    prendre_un_produit,
    rayon,
    total,
)

ZOE = "zoe.fayard@cabas.example"


def _chercher_autour_de_montbrison(visiteur: Visiteur) -> None:
    """From the home page to the list, the map, and a farm of a sale near Montbrison."""
    page = visiteur.aller("/")
    page.get_by_role("link", name="La Loire").first.click()
    dire_ou_j_habite(page, "Montbrison")
    prochain = page.locator(".carte", has_text="Autour de Montbrison")
    expect(prochain).to_contain_text("À commander avant le")
    livreurs = nombre(page.get_by_role("heading", name="vous livrent").inner_text())
    page.get_by_role("link", name="Voir qui me livre").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{livreurs} producteur")


def _filtrer_puis_voir_la_carte(page: Page) -> None:
    page.get_by_label(re.compile("^Livre chez moi")).uncheck()
    page.get_by_label(re.compile("^Légumes")).check()
    page.wait_for_url(re.compile("famille=legumes"))
    trouves = nombre(page.get_by_role("status").first.inner_text())
    page.get_by_role("link", name="Voir sur la carte").click()
    page.wait_for_url(re.compile("/carte.*famille=legumes"))
    page.locator(".leaflet-marker-icon").first.wait_for()
    expect(page.get_by_role("status").first).to_contain_text(f"{trouves} producteur")
    page.get_by_role("link", name=re.compile("[Vv]oir en liste")).first.click()
    page.wait_for_url(re.compile("/producteurs.*famille=legumes"))
    expect(page.get_by_role("status").first).to_contain_text(f"{trouves} producteur")


def test_une_habitante_commande_a_trois_fermes_paie_change_puis_annule(
    visiteur: Visiteur,
) -> None:
    page = visiteur.page
    _chercher_autour_de_montbrison(visiteur)
    _filtrer_puis_voir_la_carte(page)

    # A farm's page says what it sells, and leads to the sale.
    page.get_by_role("link", name="effacer les filtres").click()
    page.get_by_label("Un nom, un produit").fill("chambons")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Bergerie des Chambons").click()
    expect(page.get_by_text("Vérifié par")).to_be_visible()
    page.get_by_role("link", name="Autour de Montbrison").click()

    # Three farms, one order.
    fermes = ("Bergerie des Chambons", "GAEC de la Jasserie haute", "Le Potager de la Curraize")
    pris = [prendre_un_produit(page, rayon(page, ferme)) for ferme in fermes]
    assert total(page) > 0
    page.get_by_role("link", name="Où et quand").click()
    for produit in pris:
        expect(page.get_by_role("heading", name=produit)).to_be_visible()
    page.get_by_role("radio").first.check()
    exiger_accessible(page)
    page.get_by_role("button", name="Continuer").click()

    # Signing up loses nothing.
    creer_un_compte(visiteur, ZOE)
    expect(page.get_by_role("heading", name="Valider votre commande")).to_be_visible()
    page.get_by_label("Téléphone").fill("04 77 00 00 42")
    exiger_accessible(page)
    a_payer = total(page)
    page.get_by_role("button", name="Commande avec obligation de paiement").click()

    # Paid on the payment company's page.
    page.get_by_role("button", name=re.compile("^Payer \\d")).click()
    expect(page.get_by_text("Elle est confirmée.")).to_be_visible()
    expect(page.get_by_text(en_euros(a_payer)).first).to_be_visible()
    commande = visiteur.chemin
    with page.expect_download() as attendu:
        page.get_by_role("link", name="Ajouter à mon agenda").click()
    assert b"BEGIN:VEVENT" in attendu.value.path().read_bytes()
    assert any("confirmée" in sujet for sujet in courriels(visiteur, ZOE))

    # She changes her mind, a little, then altogether.
    visiteur.aller(commande)
    page.get_by_role("link", name="Changer les quantités").click()
    page.get_by_role("button", name="Plus").first.click()
    page.get_by_text("de plus").first.wait_for()
    page.get_by_role("button", name="Changer, avec obligation").click()
    expect(page.get_by_text("Votre commande est changée")).to_be_visible()
    page.get_by_role("link", name="Annuler la commande").click()
    page.get_by_role("button", name="Annuler la commande").click()
    expect(page.get_by_text("Votre commande est annulée")).to_be_visible()
    expect(page.get_by_text("Remboursement de").first).to_be_visible()
    assert any("annulée" in sujet for sujet in courriels(visiteur, ZOE))
