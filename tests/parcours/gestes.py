"""What people do over and over in the stories, through the pages and nothing else."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from tests.navigateur import Visiteur

MOT_DE_PASSE = "Courge-Butternut-42"
ROANNAISES = ("Les Jardins de Tournelle", "Volailles de la Teyssonne")


def entrer_comme(visiteur: Visiteur, prenom: str) -> None:
    """Sign in with one of the demonstration's accounts, in one tap."""
    page = visiteur.aller("/compte/connexion")
    page.get_by_role("button", name=f"Entrer comme {prenom}").click()
    page.get_by_role("link", name="Mon espace").wait_for()


def dire_ou_j_habite(page: Page, lieu: str) -> None:
    """Fill the field of a platform's home."""
    page.get_by_label("Votre adresse, commune ou code postal").fill(lieu)
    page.get_by_role("button", name="Voir", exact=True).click()
    page.get_by_text(f"Autour de {lieu}").first.wait_for()


def nombre(texte: str) -> int:
    """The first number of a sentence."""
    trouve = re.search(r"\d+", texte)
    assert trouve, texte
    return int(trouve[0])


def centimes(texte: str) -> int:
    """« 12,50 € » → 1250, whatever the spaces."""
    trouve = re.search(r"(\d[\d\s]*),(\d\d)\s*€", texte)
    assert trouve, texte
    return int(re.sub(r"\s", "", trouve[1]) + trouve[2])


def en_euros(centimes: int) -> str:
    """1250 → « 12,50 € », as pages write it."""
    return f"{centimes // 100},{centimes % 100:02}\N{NO-BREAK SPACE}€"


def rayon(page: Page, ferme: str) -> Locator:
    """What one farm sells in the sale that is shown."""
    titre = page.get_by_role("heading", level=2, name=ferme)
    return page.locator("#etal section").filter(has=titre)


def prendre_un_produit(page: Page, ferme: Locator, rang: int = 0) -> str:
    """Press « plus » on the ``rang``-th product of a farm that has some left; its name."""
    produit = ferme.locator(".produit").filter(has=page.locator(".pas-a-pas")).nth(rang)
    nom = produit.locator(".nom").inner_text()
    produit.get_by_role("button", name="Plus").click()
    expect(produit.locator(".acheter [role=status]")).to_contain_text("€")
    return nom


def total(page: Page) -> int:
    """What the summary of the order comes to, in cents."""
    return centimes(page.locator("#resume-commande .total").inner_text())


def creer_un_compte(visiteur: Visiteur, courriel: str, prenom: str = "Zoé") -> None:
    """Sign up from the present sign-in page and follow the mail's link in the mailbox."""
    page = visiteur.page
    page.get_by_role("link", name="Créer un compte").click()
    page.get_by_label("Prénom").fill(prenom)
    page.get_by_label("Nom", exact=True).fill("Fayard")
    page.get_by_label("Courriel").fill(courriel)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("link", name="Ouvrir la boîte aux lettres").click()
    page.locator(".travail a").first.click()
    page.locator(".prose a", has_text="/compte/confirmation/").click()
    page.get_by_role("button", name="Confirmer et continuer").click()
    page.get_by_role("link", name="Mon espace").wait_for()


def courriels(visiteur: Visiteur, adresse: str) -> list[str]:
    """The subjects of the mails to ``adresse``, newest first, read in the mailbox."""
    page = visiteur.aller(f"/courrier/?a={adresse}")
    return page.locator(".travail > a").all_inner_texts()


def aller_valider(
    visiteur: Visiteur, fermes: tuple[str, ...] = ROANNAISES, vente: str = "Le cabas de Roanne"
) -> None:
    """As somebody signed in: one product of each farm, the first pick-up, up to the checkout."""
    page = visiteur.aller("/loire/ventes")
    page.get_by_role("link", name=vente, exact=True).click()
    for ferme in fermes:
        prendre_un_produit(page, rayon(page, ferme))
    page.get_by_role("link", name="Où et quand").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Téléphone").fill("06 39 98 00 42")


def commander(page: Page) -> None:
    """Press the one button that orders."""
    page.get_by_role("button", name="Commande avec obligation de paiement").click()


def tabuler_jusqu_a(page: Page, cible: Locator, au_plus: int = 120) -> None:
    """Press Tab until ``cible`` has the focus; AssertionError when it cannot be reached."""
    cible.first.wait_for(state="attached")
    for _ in range(au_plus):
        page.keyboard.press("Tab")
        if cible.first.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {cible}")


def lire_le_lien(page: Page, mot: str) -> bytes:
    """What the link called ``mot`` leads to, without leaving the page."""
    adresse = page.get_by_role("link", name=mot).get_attribute("href")
    reponse = page.request.get(urljoin(page.url, adresse))
    assert reponse.ok, reponse.status
    return reponse.body()
