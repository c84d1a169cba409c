"""The map in a browser: the list's farms on a background of our own, by pointer and by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.navigateur import BUREAU, PATIENCE_MS, TELEPHONE, Visiteur
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import entrer_comme

POIDS_MAXIMUM = 250_000
SUR_LA_CARTE = """() => {
  const reperes = document.querySelectorAll("#plan .leaflet-marker-icon .repere").length;
  const grappes = [...document.querySelectorAll("#plan .grappe")];
  return grappes.reduce((somme, grappe) => somme + Number(grappe.textContent), reperes);
}"""


def _attendre_autant(page: Page) -> int:
    """Wait until the map shows as many farms as the list counts; how many."""
    annonce = re.match(r"\d+", page.locator(".total").inner_text())
    assert annonce
    nombre = int(annonce[0])
    for _ in range(PATIENCE_MS // 100):
        if page.evaluate(SUR_LA_CARTE) == nombre:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(SUR_LA_CARTE) == nombre
    return nombre


def test_la_carte_montre_les_fermes_de_la_liste_et_suit_ses_filtres(visiteur: Visiteur) -> None:
    page = visiteur.aller("/loire/carte")
    toutes = _attendre_autant(page)
    page.locator("#f-famille-poissons").check()
    page.wait_for_url(re.compile("famille=poissons"))
    expect(page.locator(".total")).to_contain_text("correspondent")
    assert 0 < _attendre_autant(page) < toutes
    page.get_by_role("link", name="Voir en liste").first.click()
    page.wait_for_url(re.compile(r"/producteurs\?famille=poissons$"))


def test_sans_tuiles_la_carte_a_un_fond_dit_approximatif(visiteur: Visiteur) -> None:
    page = visiteur.aller("/loire/carte")
    expect(page.locator("path.fond-departement")).to_have_count(1)
    expect(page.locator("#note-plan")).to_contain_text("contours approximatifs")
    assert page.locator(".fond-ville").count() > 3


def test_au_clavier_on_ouvre_une_ferme_et_on_revient(ouvrir: Ouvrir) -> None:
    page = ouvrir(BUREAU).aller("/loire/carte?famille=poissons")
    _attendre_autant(page)
    repere = page.locator("#plan .leaflet-marker-icon:has(.repere)").first
    repere.focus()
    page.keyboard.press("Enter")
    lien = page.get_by_role("link", name="Voir la ferme")
    expect(lien).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(repere).to_be_focused()
    page.keyboard.press("Enter")
    expect(lien).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/producteurs/"))


def test_la_zone_de_livraison_se_dessine_quand_on_choisit_une_ferme(ouvrir: Ouvrir) -> None:
    page = ouvrir(BUREAU).aller("/loire/carte#gaec-des-deux-sornin")
    expect(page.locator(".leaflet-popup")).to_contain_text("Livre à domicile")
    expect(page.locator("#plan path.zone-livraison")).to_have_count(1)
    page.keyboard.press("Escape")


def test_sans_javascript_la_liste_remplace_la_carte(ouvrir: Ouvrir) -> None:
    page = ouvrir(BUREAU, javascript=False).aller("/loire/carte")
    expect(page.locator("article.carte-ferme").first).to_be_visible()
    page.locator("#f-famille-fruits").check()
    page.get_by_role("button", name="Appliquer").click()
    assert "famille=fruits" in page.url


def test_la_carte_pese_moins_de_250_ko(ouvrir: Ouvrir) -> None:
    visiteur = ouvrir(BUREAU)
    cdp = visiteur.contexte.new_cdp_session(visiteur.page)
    cdp.send("Network.enable")
    recus: list[float] = []
    cdp.on("Network.loadingFinished", lambda fin: recus.append(fin["encodedDataLength"]))
    page = visiteur.aller("/loire/carte")
    _attendre_autant(page)
    expect(page.locator("path.fond-departement")).to_have_count(1)
    assert 50_000 < sum(recus) < POIDS_MAXIMUM


def test_au_telephone_la_premiere_vue_tient_tout_le_departement(ouvrir: Ouvrir) -> None:
    page = ouvrir(TELEPHONE).aller("/loire/carte")
    _attendre_autant(page)
    plan = page.locator("#plan").bounding_box()
    sol = page.locator("path.fond-departement").bounding_box()
    assert plan
    assert sol
    assert plan["x"] <= sol["x"]
    assert sol["x"] + sol["width"] <= plan["x"] + plan["width"]
    assert plan["y"] <= sol["y"]
    assert sol["y"] + sol["height"] <= plan["y"] + plan["height"]


def test_sans_tuiles_la_carte_d_une_commune_choisie_a_aussi_un_fond(visiteur: Visiteur) -> None:
    entrer_comme(visiteur, "Cyril")
    page = visiteur.aller("/espace/fermes/nouvelle")
    petite = page.locator(".position-carte")
    expect(petite).to_be_hidden()
    page.get_by_label("Commune").fill("Montbrison (42600)")
    expect(petite.locator("path.fond-departement")).to_have_count(1)
    expect(petite).to_contain_text("contours approximatifs")
    assert petite.locator(".fond-ville").count() > 3


def test_sans_tuiles_la_carte_d_un_dossier_a_aussi_un_fond(visiteur: Visiteur) -> None:
    entrer_comme(visiteur, "Florence")
    page = visiteur.aller("/equipe/producteurs/?situation=soumis")
    page.locator("[data-travail] a").first.click()
    expect(page.locator(".position-carte path.fond-departement")).to_have_count(1)
    expect(page.locator(".position-carte path.repere-position")).to_have_count(1)
