"""A farm changes its record on a phone; the chamber reads and answers with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.navigateur import BUREAU, TELEPHONE, Visiteur
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import courriels, entrer_comme

FERME, RENOMMEE = "Les Jardins de Tournelle", "Les Jardins de la Tournelle"
AUTRES = {
    "thomas.auclerc": ("GAEC des Deux Sornin", "GAEC des Trois Sornin"),
    "sylvie.troncy": ("GAEC du Perdreau gris", "GAEC du Perdreau rouge"),
}
MOT = "Envoyez-nous les statuts."


def _entrer(visiteur: Visiteur, courriel: str) -> Page:
    page = visiteur.aller("/compte/connexion")
    page.get_by_label("Courriel").fill(f"{courriel}@cabas.example")
    page.get_by_label("Mot de passe").fill("demonstration")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("link", name="Mon espace").wait_for()
    return page


def _ouvrir_la_fiche(visiteur: Visiteur, ferme: str) -> Page:
    page = visiteur.aller("/espace/")
    page.locator("main").get_by_role("link", name=ferme).first.click()
    page.get_by_role("link", name="Modifier la fiche").click()
    return page


def _enregistrer(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text("relit d’abord")).to_be_visible()


def _aller_a_la_ligne(page: Page, ferme: str) -> None:
    """Press j until the line of this farm has the focus."""
    for _ in range(page.locator("[data-travail]").count() + 1):
        ligne = page.locator("[data-travail]:focus-within h2")
        if ligne.count() and ligne.inner_text() == ferme:
            return
        page.keyboard.press("j")
    raise AssertionError(f"j does not reach {ferme}")


def test_une_ferme_propose_au_telephone_et_l_agente_accepte_au_clavier(ouvrir: Ouvrir) -> None:
    cyril = ouvrir(TELEPHONE)
    entrer_comme(cyril, "Cyril")
    page = _ouvrir_la_fiche(cyril, FERME)
    page.get_by_label("Nom de la ferme").fill(RENOMMEE)
    page.get_by_label("En ce moment").fill("Les premières mâches sont là.")
    page.get_by_label("Nous vendons aussi ce que d’autres produisent").check()
    _enregistrer(page)
    expect(page.get_by_role("heading", name="Votre proposition attend")).to_be_visible()
    exiger_accessible(page)
    _ouvrir_la_fiche(cyril, FERME)
    expect(page.get_by_label("Nom de la ferme")).to_have_value(RENOMMEE)
    expect(page.get_by_text("telle que vous la proposez")).to_be_visible()
    exiger_accessible(page)

    passante = ouvrir(TELEPHONE)
    publique = passante.aller("/producteurs/les-jardins-de-tournelle")
    expect(publique.get_by_role("heading", level=1)).to_have_text(FERME)
    expect(publique.get_by_text("Les premières mâches sont là.")).to_be_visible()

    florence = ouvrir(BUREAU)
    entrer_comme(florence, "Florence")
    liste = florence.aller("/equipe/producteurs/propositions")
    exiger_accessible(liste)
    _aller_a_la_ligne(liste, FERME)
    liste.keyboard.press("a")
    expect(liste.get_by_text("Une modification est en ligne")).to_be_visible()
    expect(liste.locator("[data-travail] h2", has_text="Tournelle")).to_have_count(0)

    publique.reload()
    expect(publique.get_by_role("heading", level=1)).to_have_text(RENOMMEE)
    _ouvrir_la_fiche(cyril, RENOMMEE)
    page.get_by_role("link", name="Ce qui a changé, et quand").click()
    expect(page.get_by_text("acceptée par Florence")).to_be_visible()
    exiger_accessible(page)


def test_l_agente_coche_deux_propositions_et_refuse_la_troisieme(ouvrir: Ouvrir) -> None:
    for courriel, (ferme, nouvelle) in AUTRES.items():
        fermier = ouvrir(TELEPHONE)
        _entrer(fermier, courriel)
        page = _ouvrir_la_fiche(fermier, ferme)
        page.get_by_label("Nom de la ferme").fill(nouvelle)
        _enregistrer(page)
    cyril = ouvrir(TELEPHONE)
    entrer_comme(cyril, "Cyril")
    page = _ouvrir_la_fiche(cyril, FERME)
    page.get_by_label("Nom de la ferme").fill(RENOMMEE)
    _enregistrer(page)

    florence = ouvrir(BUREAU)
    entrer_comme(florence, "Florence")
    liste = florence.aller("/equipe/producteurs/propositions")
    attendaient = liste.locator("[data-travail]").count()
    _aller_a_la_ligne(liste, FERME)
    liste.keyboard.press("r")
    liste.keyboard.press("Tab")
    liste.keyboard.type("Il nous faut")
    liste.keyboard.press("Tab")
    liste.keyboard.type(MOT)
    liste.keyboard.press("Tab")
    exiger_accessible(liste)
    liste.keyboard.press("Enter")
    expect(liste.get_by_text("Refusé. La ferme en est prévenue")).to_be_visible()
    for ferme, _nouvelle in AUTRES.values():
        _aller_a_la_ligne(liste, ferme)
        liste.keyboard.press("x")
    expect(liste.locator("input[type=checkbox][name=proposition]:checked")).to_have_count(2)
    liste.keyboard.press("c")
    expect(liste.get_by_text("2 modifications sont en ligne")).to_be_visible()
    expect(liste.locator("[data-travail]")).to_have_count(attendaient - 3)
    assert any(
        "n’a pas été gardée" in sujet
        for sujet in courriels(florence, "cyril.chavanon@cabas.example")
    )


def test_deux_fenetres_sur_une_fiche_la_seconde_compare_avant_d_enregistrer(
    ouvrir: Ouvrir,
) -> None:
    premiere, seconde = ouvrir(BUREAU), ouvrir(TELEPHONE)
    pages = []
    for fenetre in (premiere, seconde):
        entrer_comme(fenetre, "Cyril")
        pages.append(_ouvrir_la_fiche(fenetre, FERME))
    pages[0].get_by_label("En ce moment").fill("Des poireaux.")
    pages[0].get_by_label("Samedi").fill("8h-11h")
    pages[0].get_by_role("button", name="Enregistrer la fiche").click()
    expect(pages[0].get_by_text("La fiche est enregistrée.")).to_be_visible()

    page = pages[1]
    page.get_by_label("En ce moment").fill("Des navets.")
    with seconde.attend(422):
        page.get_by_role("button", name="Enregistrer la fiche").click()
        page.get_by_role("heading", name="À comparer").wait_for()
    expect(page.get_by_text("par votre compte, dans une autre fenêtre")).to_be_visible()
    expect(page.locator("[data-champ=texte_saison] del")).to_have_text("poireaux")
    expect(page.locator("[data-champ=texte_saison] ins")).to_have_text("navets")
    expect(page.get_by_label("En ce moment")).to_have_value("Des navets.")
    expect(page.get_by_label("Samedi")).to_have_value("8h-11h")
    exiger_accessible(page)
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    publique = seconde.aller("/producteurs/les-jardins-de-tournelle")
    expect(publique.get_by_text("Des navets.")).to_be_visible()
