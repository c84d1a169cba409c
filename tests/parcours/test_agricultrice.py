"""A farm's way: registered, checked, shown, selling; then the farmer's week."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.navigateur import Ecran, Visiteur
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import courriels, creer_un_compte, entrer_comme, lire_le_lien
from tests.photos import photo

FERME = "Les Jardins de la Roseraie"
SIRET = "356 000 000 12346"
CLAIRE = "claire.roche@cabas.example"


def _inscrire(page: Page) -> None:
    """A SIRET one digit short is refused by its count; nothing else is lost."""
    page.get_by_role("link", name="Inscrire ma ferme").click()
    page.get_by_label("Nom de la ferme").fill(FERME)
    page.get_by_label("SIRET").fill("732 829 320 0007")
    page.get_by_role("radio", name=re.compile("^Ferme")).check()
    page.get_by_label("Commune").fill("Montbrison")
    page.get_by_label("Adresse").fill("Chemin de la Roseraie")


def _raconter(page: Page, dossier: Path) -> None:
    image = dossier / "ferme.jpg"
    image.write_bytes(photo())
    page.get_by_label("Votre ferme en quelques phrases").fill("Des légumes toute l’année.")
    page.get_by_label("Photo").set_input_files(image)
    page.get_by_role("checkbox", name="Légumes").check()
    page.get_by_role("checkbox", name="À la ferme", exact=True).check()
    page.get_by_role("checkbox", name="En point relais").check()
    page.get_by_label("Samedi").fill("9h-12h")
    page.get_by_label("Téléphone").fill("04 65 71 00 42")
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()


def _ajouter_un_produit(page: Page, nom: str, prix: str) -> None:
    page.get_by_role("link", name="Ajouter un produit").first.click()
    page.get_by_label("Nom", exact=True).fill(nom)
    page.get_by_label("Famille").select_option(label="Légumes")
    page.get_by_label("Prix").fill(prix)
    page.get_by_role("button", name="Enregistrer le produit").click()
    expect(page.get_by_text(f"« {nom} » est au catalogue.")).to_be_visible()


def _composer_un_panier(page: Page) -> None:
    page.get_by_role("link", name="Composer un panier").click()
    page.get_by_label("Nom", exact=True).fill("Panier de la Roseraie")
    plus = page.get_by_role("button", name="Plus")
    for rang in range(plus.count()):
        plus.nth(rang).click()
    page.get_by_label("Prix").fill("12,5")
    page.get_by_role("button", name="Enregistrer le panier").click()
    expect(page.get_by_text("« Panier de la Roseraie » est au catalogue.")).to_be_visible()


def _dire_ou_elle_livre(page: Page) -> None:
    page.get_by_role("link", name="Mes livraisons").click()
    page.get_by_role("link", name="Ajouter une zone").click()
    page.get_by_label("Nom", exact=True).fill("Autour de la Roseraie")
    page.get_by_role("radio", name="Autour de la ferme").check()
    page.get_by_label("Rayon").fill("8")
    page.get_by_label("Frais de livraison").fill("3")
    page.get_by_role("button", name="Enregistrer la zone").click()
    expect(page.get_by_role("link", name="Autour de la Roseraie")).to_be_visible()


def test_une_agricultrice_inscrit_sa_ferme_et_la_chambre_l_accepte(
    ouvrir: Ouvrir, ecran: Ecran, tmp_path: Path
) -> None:
    visiteur = ouvrir(ecran)
    page = visiteur.aller("/compte/connexion")
    creer_un_compte(visiteur, CLAIRE, "Claire")
    visiteur.aller("/espace/")
    _inscrire(page)
    with visiteur.attend(422):
        page.get_by_role("button", name="Inscrire la ferme").click()
    expect(page.get_by_text("13").first).to_be_visible()
    expect(page.get_by_label("SIRET")).to_have_value("732 829 320 0007")
    expect(page.get_by_label("Adresse")).to_have_value("Chemin de la Roseraie")
    exiger_accessible(page)
    page.get_by_label("SIRET").fill(SIRET)
    page.get_by_role("button", name="Inscrire la ferme").click()
    _raconter(page, tmp_path)
    ferme = visiteur.chemin
    page.get_by_role("link", name="Ouvrir le catalogue").click()
    _ajouter_un_produit(page, "Mâche de la Roseraie", "4,50 €")
    _ajouter_un_produit(page, "Betterave de Chioggia", "2.90")
    _composer_un_panier(page)
    _dire_ou_elle_livre(page)
    visiteur.aller(ferme)
    _envoyer_ses_pieces(page, tmp_path / "ferme.jpg")
    visiteur.aller(ferme)
    page.get_by_role("button", name="Envoyer à la chambre").click()
    expect(page.get_by_text("La chambre d’agriculture lit votre dossier")).to_be_visible()

    # Nothing is public before the chamber has decided.
    curieux = ouvrir(ecran)
    curieux.aller("/loire/producteurs?q=roseraie")
    expect(curieux.page.get_by_text("Aucun producteur").first).to_be_visible()
    agente = ouvrir(ecran)
    entrer_comme(agente, "Florence")
    agente.aller("/equipe/producteurs/?situation=soumis")
    agente.page.get_by_role("link", name=FERME).click()
    agente.page.get_by_label("Je valide sans cette pièce").check()
    agente.page.get_by_label("Pourquoi sans elle").fill("Je l’ai lue avec elle au téléphone.")
    agente.page.get_by_role("button", name="Valider la ferme").click()
    expect(agente.page.get_by_text(f"« {FERME} » est validée.")).to_be_visible()

    curieux.aller("/loire/producteurs?q=roseraie")
    curieux.page.get_by_role("link", name=FERME).click()
    expect(curieux.page.get_by_text("Mâche de la Roseraie")).to_be_visible()
    assert any("valid" in sujet for sujet in courriels(curieux, CLAIRE))


def _envoyer_ses_pieces(page: Page, photo: Path) -> None:
    """Each paper that is asked for, taken with the phone."""
    page.get_by_role("link", name="Envoyer les pièces").click()
    demandees = page.get_by_role("link", name=re.compile("^Envoyer cette pièce"))
    for reste in range(demandees.count(), 0, -1):
        expect(demandees).to_have_count(reste)
        demandees.first.click()
        page.locator("input[type=file]").set_input_files(photo)
        page.get_by_role("button", name="Envoyer la pièce").click()
    expect(demandees).to_have_count(0)
    exiger_accessible(page)


def test_un_maraicher_publie_son_offre_et_prepare_ses_commandes(visiteur: Visiteur) -> None:
    entrer_comme(visiteur, "Cyril")
    page = visiteur.aller("/espace/")
    page.get_by_role("link", name="Ma semaine").first.click()
    page.get_by_role("link", name="Publier l’offre").first.click()
    page.get_by_role("button", name="Plus").first.click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("link", name="Changer l’offre").first).to_be_visible()

    # What he harvests and packs is his own, and nobody else's.
    visiteur.aller("/espace/")
    page.get_by_role("link", name="Ma semaine").first.click()
    soir = page.locator("section", has=page.get_by_role("heading", name="Ce soir à"))
    soir.get_by_role("link", name="À récolter").click()
    exiger_accessible(page)
    recolte = page.locator("main").inner_text()
    assert "Pain" not in recolte, "the baker's, of the same sale"
    assert lire_le_lien(page, "Ouvrir en PDF").startswith(b"%PDF")
    visiteur.aller("/espace/")
    page.get_by_role("link", name="À préparer").first.click()
    avancement = page.locator("#avancement").inner_text()
    page.get_by_role("button", name="C’est prêt").first.click()
    expect(page.locator("#avancement")).not_to_have_text(avancement)
