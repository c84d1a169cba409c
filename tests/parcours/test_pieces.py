"""A farm's papers: photographed in the yard, examined at the desk; then the visit."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from socle import horloge
from tests.navigateur import BUREAU, TELEPHONE, Ecran, Visiteur
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import courriels, entrer_comme, tabuler_jusqu_a
from tests.photos import photo

FERME = "Les Jardins de Tournelle"
ASSURANCE = "Attestation d’assurance"


def _envoyer_une_photo(page: Page, image: Path) -> None:
    page.get_by_label("Quelle pièce").select_option(label=ASSURANCE)
    page.get_by_label("Le papier").set_input_files(image)
    page.get_by_role("button", name="Envoyer la pièce").click()
    expect(page.get_by_text("La pièce est envoyée")).to_be_visible()
    expect(_carte(page)).to_contain_text("À examiner")


def _carte(page: Page) -> Locator:
    titre = page.get_by_role("heading", name=ASSURANCE)
    return page.locator(".pieces > li").filter(has=titre)


def _examiner(visiteur: Visiteur) -> Page:
    page = visiteur.aller("/equipe/producteurs/?q=tournelle")
    page.get_by_role("link", name=FERME).click()
    page.get_by_role("link", name="Examiner").click()
    expect(page.get_by_role("img", name="Photo de la pièce")).to_be_visible()
    return page


def test_une_photo_illisible_est_refusee_et_la_suivante_acceptee(
    ouvrir: Ouvrir, tmp_path: Path
) -> None:
    """In the yard on a phone of 360 pixels; at the chamber, at a desk."""
    image = tmp_path / "IMG_20261122.jpg"
    image.write_bytes(photo())
    cyril, florence = ouvrir(TELEPHONE), ouvrir(BUREAU)
    entrer_comme(cyril, "Cyril")
    telephone = cyril.page
    cyril.aller("/espace/")
    telephone.get_by_role("link", name="Ma fiche").first.click()
    telephone.get_by_role("link", name=re.compile("^(Voir les|Envoyer une) pièce")).click()
    exiger_accessible(telephone)
    _envoyer_une_photo(telephone, image)

    entrer_comme(florence, "Florence")
    bureau = _examiner(florence)
    exiger_accessible(bureau)
    bureau.get_by_text("Refuser", exact=True).click()
    bureau.get_by_label("Pourquoi").select_option(label="Elle n’est pas lisible.")
    bureau.get_by_label("En quelques mots").fill("On ne lit pas la date.")
    bureau.get_by_role("button", name="Refuser la pièce").click()
    expect(bureau.get_by_text("Pièce refusée.")).to_be_visible()

    telephone.reload()
    expect(_carte(telephone)).to_contain_text("On ne lit pas la date.")
    _envoyer_une_photo(telephone, image)

    bureau = _examiner(florence)
    fin = horloge.aujourdhui() + timedelta(days=300)
    with florence.attend(422):
        bureau.get_by_role("button", name="Accepter la pièce").click()
        expect(bureau.get_by_role("alert")).to_be_visible()
    bureau.get_by_label("Valable jusqu’au").fill(str(fin))
    bureau.get_by_role("button", name="Accepter la pièce").click()
    expect(bureau.get_by_text("Pièce acceptée.")).to_be_visible()
    telephone.reload()
    expect(_carte(telephone)).to_contain_text("Acceptée")
    sujets = courriels(florence, "cyril.chavanon@cabas.example")[:2]
    assert ["acceptée" in sujets[0], "à renvoyer" in sujets[1]] == [True, True]


def test_l_agente_vide_ses_pieces_au_clavier(ouvrir: Ouvrir) -> None:
    visiteur = ouvrir(BUREAU)
    entrer_comme(visiteur, "Florence")
    page = visiteur.aller("/equipe/producteurs/pieces")
    exiger_accessible(page)
    premiere, seconde = (page.locator("[data-travail]").nth(n).inner_text() for n in (0, 1))
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Pièce acceptée.")).to_be_visible()
    expect(page.locator("#suite")).to_be_focused()
    assert page.locator("[data-travail]").first.inner_text() == seconde != premiere
    page.keyboard.press("r")
    motif = page.get_by_label("Pourquoi").first
    tabuler_jusqu_a(page, motif)
    motif.press("E")
    tabuler_jusqu_a(page, page.get_by_role("button", name="Refuser la pièce").first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pièce refusée.")).to_be_visible()
    expect(page.locator("#suite")).to_be_focused()


def test_une_visite_se_propose_et_la_ferme_la_lit(ouvrir: Ouvrir, ecran: Ecran) -> None:
    cyril, florence = ouvrir(TELEPHONE), ouvrir(ecran)
    entrer_comme(florence, "Florence")
    page = florence.aller("/equipe/producteurs/?q=tournelle")
    page.get_by_role("link", name=FERME).click()
    page.get_by_role("link", name="Proposer une visite").click()
    page.get_by_label("Jour").fill(str(horloge.aujourdhui() + timedelta(days=7)))
    page.get_by_label("Élue ou élu de la chambre").fill("Bernard Vial")
    page.get_by_label("Message à la ferme").fill("Préparez le plan des serres.")
    exiger_accessible(page)
    page.get_by_role("button", name="Proposer à la ferme").click()
    expect(page.get_by_text("La visite est proposée")).to_be_visible()
    page.get_by_role("link", name="Voir le rendez-vous").click()
    exiger_accessible(page)

    entrer_comme(cyril, "Cyril")
    telephone = cyril.aller("/espace/")
    telephone.get_by_role("link", name="Ma fiche").first.click()
    expect(telephone.get_by_text("et Bernard Vial")).to_be_visible()
    expect(telephone.get_by_text("Préparez le plan des serres.")).to_be_visible()
    exiger_accessible(telephone)
    page = florence.aller("/equipe/producteurs/regles")
    exiger_accessible(page)
