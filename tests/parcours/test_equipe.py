"""The chamber's desk, the platform's sales and the relay's evening."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from socle import horloge
from tests.navigateur import BUREAU, Ecran, Visiteur
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import courriels, entrer_comme, nombre

MOTIF = "Le SIRET est celui d’une autre activité."


def test_l_agente_vide_sa_liste_au_clavier(ouvrir: Ouvrir) -> None:
    """j walks, o opens, v accepts, r refuses: the last decision leaves nothing to do."""
    visiteur = ouvrir(BUREAU)
    entrer_comme(visiteur, "Florence")
    page = visiteur.aller("/equipe/producteurs/a-instruire")
    a_decider = page.locator("[data-travail]").count()
    assert a_decider >= 2
    exiger_accessible(page)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.get_by_role("heading", name="Décider").wait_for()
    refusee = page.get_by_role("heading", level=1).inner_text()
    courriel = page.locator("dd", has_text="@cabas.example").inner_text()
    exiger_accessible(page)
    page.keyboard.press("r")
    refus = page.locator("details[open]", has=page.get_by_role("button", name="Refuser la ferme"))
    refus.get_by_label("Pourquoi").select_option(index=1)
    refus.get_by_label("En quelques mots, pour la ferme").fill(MOTIF)
    refus.get_by_label("En quelques mots, pour la ferme").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"« {refusee} » est refusée.")).to_be_visible()
    for _ in range(a_decider - 1):
        _valider_au_clavier(page)
    expect(page.get_by_text("Plus rien à faire")).to_be_visible()

    courriels(visiteur, courriel)
    page.locator(".travail a").first.click()
    expect(page.locator("main")).to_contain_text(MOTIF)


def _valider_au_clavier(page: Page) -> None:
    """The file that is open: valid for three years, without its paper if one was not accepted."""
    ferme = page.get_by_role("heading", level=1).inner_text()
    sans_piece = page.get_by_label("Je valide sans cette pièce")
    if sans_piece.count():
        sans_piece.press("Space")
        page.get_by_label("Pourquoi sans elle").fill("Vue au bureau.")
        page.get_by_label("Pourquoi sans elle").press("Tab")
    page.keyboard.press("v")
    validee = page.get_by_text(f"« {ferme} » est validée.")
    expect(validee.or_(page.get_by_text(f"« {ferme} » obtient raison"))).to_be_visible()


def test_la_plateforme_ouvre_une_vente(visiteur: Visiteur) -> None:
    entrer_comme(visiteur, "Mathieu")
    page = visiteur.aller("/equipe/commandes/ventes")
    page.get_by_role("link", name="Ouvrir une vente").click()
    jour = horloge.aujourdhui() + timedelta(days=12)
    page.get_by_label("Titre").fill("Le cabas de Feurs")
    page.get_by_label("Ouverture des commandes").fill(f"{horloge.aujourdhui()}T00:00")
    page.get_by_label("Clôture des commandes").fill(f"{jour - timedelta(days=2)}T20:00")
    for ferme in ("Moulin de la Toranche", "Safran du Matin"):
        page.get_by_label("Chercher une ferme").fill(ferme)
        page.get_by_role("button", name="Chercher").click()
        page.get_by_role("checkbox", name=re.compile(ferme)).check()
    distribution = page.locator("#distributions fieldset").first
    distribution.get_by_label("Point relais").select_option(index=1)
    distribution.get_by_label("Jour").fill(str(jour))
    distribution.get_by_label("De", exact=True).fill("16:30")
    distribution.get_by_label("À", exact=True).fill("19:00")
    distribution.get_by_label("Places").fill("40")
    page.get_by_role("button", name="Ajouter une livraison à domicile").click()
    livraison = page.locator("#creneaux fieldset").first
    livraison.get_by_label("Zone").select_option(index=1)
    livraison.get_by_label("Jour").fill(str(jour))
    livraison.get_by_label("De", exact=True).fill("17:00")
    livraison.get_by_label("À", exact=True).fill("19:00")
    livraison.get_by_label("Places").fill("12")
    livraison.get_by_label("Frais").fill("4,90")
    exiger_accessible(page)
    page.get_by_role("button", name="Enregistrer la vente").click()
    expect(page.get_by_role("heading", level=1, name="Le cabas de Feurs")).to_be_visible()
    page.get_by_role("link", name="Voir la vente").click()
    expect(page.get_by_text("Ferme ").first).to_be_visible()
    expect(page.get_by_text("L’étal est encore vide")).to_be_visible()


def test_la_responsable_du_relais_coche_par_code_et_par_nom(ouvrir: Ouvrir, ecran: Ecran) -> None:
    visiteur = ouvrir(ecran)
    entrer_comme(visiteur, "Monique")
    page = visiteur.aller("/espace/relais/")
    page.get_by_role("link", name="Bibliothèque des Canaux").last.click()
    expect(page.get_by_role("heading", level=1, name="Ce soir")).to_be_visible()
    reste = nombre(re.sub(r".*reste", "", page.locator("#liste [role=status]").inner_text()))
    prenoms = page.locator(".prenom").all_inner_texts()
    page.get_by_role("button", name=re.compile("^Remettre")).first.click()
    expect(page.locator("#liste [role=status]")).to_contain_text(f"reste {reste - 1} commande")

    # By name, then as it is said at the counter: a code that does not exist changes nothing.
    page.get_by_label("Code, prénom ou numéro de commande").fill(prenoms[-1])
    page.get_by_role("button", name="Trouver").click()
    page.get_by_role("button", name=re.compile("^Remettre")).first.click()
    expect(page.locator("#liste [role=status]")).to_contain_text(f"reste {reste - 2} commande")
    exiger_accessible(page)
    page.get_by_label("Code, prénom ou numéro de commande").fill("zzzz")
    with visiteur.attend(404, 422):
        page.get_by_role("button", name="Trouver").click()
        expect(page.get_by_role("alert")).to_be_visible()

    visiteur.aller("/espace/relais/")
    page.get_by_role("link", name="Bibliothèque des Canaux").last.click()
    page.get_by_role("link", name="Liste à imprimer").click()
    expect(page.get_by_role("row")).to_have_count(len(prenoms) + 1)
    assert "@" not in page.locator("body").inner_text(), "a first name and a number, no more"
