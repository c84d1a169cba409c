"""The same order without JavaScript, and with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.navigateur import Ecran, Visiteur
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import dire_ou_j_habite, rayon, tabuler_jusqu_a

FERME = "Les Jardins de Tournelle"


def test_la_commande_entiere_se_passe_sans_javascript(ouvrir: Ouvrir, ecran: Ecran) -> None:
    visiteur = ouvrir(ecran, javascript=False)
    page = visiteur.aller("/loire/")
    dire_ou_j_habite(page, "Roanne")
    page.get_by_role("link", name="Producteurs").first.click()
    page.locator("label.pastille", has_text="Légumes").click()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_text("correspond")).to_be_visible()
    page.get_by_role("link", name=FERME).first.click()
    page.get_by_role("link", name="Le cabas de Roanne", exact=True).click()
    for ferme in (FERME, "Volailles de la Teyssonne"):
        achat = rayon(page, ferme).locator(".acheter").first
        achat.get_by_role("spinbutton").fill("2")
        achat.get_by_role("button", name="Ajouter").click()
        expect(rayon(page, ferme).get_by_text("·").first).to_be_visible()
    page.get_by_role("link", name="Où et quand").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Courriel").fill("lila.bonnefoy@cabas.example")
    page.get_by_label("Mot de passe").fill("demonstration")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_label("Téléphone").fill("06 39 98 00 42")
    page.locator("label", has_text="Sur place").click()
    page.get_by_role("button", name="Commande avec obligation de paiement").click()
    expect(page.get_by_text("Elle est confirmée.")).to_be_visible()
    expect(page.get_by_text("À régler sur place")).to_be_visible()


def test_on_commande_avec_le_clavier_seul(visiteur: Visiteur) -> None:
    page = visiteur.aller("/loire/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    tabuler_jusqu_a(page, page.get_by_label("Votre adresse, commune ou code postal"))
    page.keyboard.type("Roanne")
    page.keyboard.press("Enter")
    page.get_by_text("Autour de Roanne").wait_for()
    tabuler_jusqu_a(page, page.get_by_role("link", name="Voir qui me livre"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/producteurs?livre_a=*")
    tabuler_jusqu_a(page, page.get_by_label("Livre chez moi"))
    page.keyboard.press("Space")
    page.wait_for_url("**/producteurs")
    visiteur.aller("/loire/producteurs?q=tournelle")
    tabuler_jusqu_a(page, page.get_by_role("link", name=FERME))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=FERME).wait_for()
    tabuler_jusqu_a(page, page.get_by_role("link", name="Le cabas de Roanne", exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Le cabas de Roanne").wait_for()
    tabuler_jusqu_a(page, rayon(page, FERME).get_by_role("button", name="Plus"), au_plus=300)
    for _ in range(8):
        page.keyboard.press("Space")
    expect(rayon(page, FERME).locator(".acheter [role=status]").first).to_contain_text("€")
    tabuler_jusqu_a(page, page.get_by_role("link", name="Où et quand"), au_plus=300)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Votre commande").wait_for()
    tabuler_jusqu_a(page, page.get_by_role("radio"))
    page.keyboard.press("Space")
    expect(page.get_by_text("Choisissez d’abord où et quand.")).to_have_count(0)
    tabuler_jusqu_a(page, page.get_by_role("button", name="Continuer"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Se connecter").wait_for()
    tabuler_jusqu_a(page, page.get_by_role("button", name="Entrer comme Lila"))
    page.keyboard.press("Enter")
    tabuler_jusqu_a(page, page.get_by_label("Téléphone"))
    page.keyboard.type("06 39 98 00 42")
    tabuler_jusqu_a(page, page.get_by_role("radio", name="Par carte"))
    page.keyboard.press("ArrowDown")
    tabuler_jusqu_a(page, page.get_by_role("button", name="Commande avec obligation"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Elle est confirmée.")).to_be_visible()
