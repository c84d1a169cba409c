"""A record that stays alive: the mail's link on a phone, and what a neighbour reports."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from playwright.sync_api import expect

from socle import horloge
from socle.reglages import RACINE
from tests.navigateur import BUREAU, TELEPHONE
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.demonstration import BASE, Site
from tests.parcours.gestes import courriels, entrer_comme

CYRIL = "cyril.chavanon@cabas.example"
VOISINE = "voisine@cabas.example"
LA_NUIT = """
from app import create_app
from producteurs.tasks.fraicheur import tenir_les_fiches_vivantes
with create_app().app_context():
    tenir_les_fiches_vivantes()
"""


def vieillir(site: Site) -> str:
    """Cyril's farm was last confirmed a season ago, and the night passes; the farm's address."""
    avant = (horloge.maintenant() - timedelta(days=91)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(site.dossier / BASE, timeout=30)) as base:
        ferme, slug = base.execute(
            "SELECT p.id, p.slug FROM producteurs p"
            " JOIN habilitations h ON h.role = 'producteur' AND h.objet = p.id || ''"
            " JOIN comptes c ON c.id = h.compte_id WHERE c.courriel = ?",
            (CYRIL,),
        ).fetchone()
        base.execute("DELETE FROM demandes_confirmation WHERE producteur_id = ?", (ferme,))
        base.execute("UPDATE dossiers SET fraicheur = 'confirme' WHERE producteur_id = ?", (ferme,))
        base.execute("UPDATE producteurs SET confirme_le = ? WHERE id = ?", (avant, ferme))
        base.commit()
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("CABAS_")}
    env = propre | {"CABAS_DATA_DIR": str(site.dossier), "CABAS_BASE_URL": site.adresse}
    subprocess.run([sys.executable, "-c", LA_NUIT], cwd=RACINE, env=env, check=True)
    return str(slug)


@contextmanager
def bavarde(site: Site) -> Iterator[str]:
    """Cyril's farm describes itself in a word without end; the farm's address."""
    with closing(sqlite3.connect(site.dossier / BASE, timeout=30)) as base:
        slug, *avant = base.execute(
            "SELECT slug, description, adresse FROM producteurs"
            " WHERE nom = 'Les Jardins de Tournelle'"
        ).fetchone()
        changer = "UPDATE producteurs SET description = ?, adresse = ? WHERE slug = ?"
        with base:
            base.execute(changer, ("Bonjour !\n" + "tournelle" * 40, "tournelle" * 20, slug))
        yield slug
        with base:
            base.execute(changer, (*avant, slug))


def test_un_mot_sans_fin_ne_pousse_pas_la_page(ouvrir: Ouvrir, site: Site) -> None:
    """A page wider than the phone is a fault that the window itself notes."""
    with bavarde(site) as slug:
        page = ouvrir(TELEPHONE).aller(f"/producteurs/{slug}")
        expect(page.locator(".chapeau")).to_contain_text("Bonjour !\ntournelle")
        largeur = page.evaluate("document.documentElement.scrollWidth")
    assert largeur == TELEPHONE.largeur


def test_un_fermier_confirme_sa_fiche_depuis_son_courriel(ouvrir: Ouvrir, site: Site) -> None:
    """Without signing in, on a phone, without JavaScript: the link, then one big button."""
    slug = vieillir(site)
    visiteur = ouvrir(TELEPHONE)
    assert "toujours juste" in courriels(visiteur, CYRIL)[0]
    page = visiteur.page
    page.locator(".travail a").first.click()
    lien = page.locator(".prose a", has_text="/confirmer/").first.get_attribute("href")
    assert lien

    sans_script = ouvrir(TELEPHONE, javascript=False)
    page = sans_script.aller(lien.removeprefix(site.adresse))
    expect(page.get_by_role("button", name="Tout est juste")).to_be_visible()
    page.get_by_role("button", name="Tout est juste").click()
    expect(page.get_by_text("Merci, c’est noté")).to_be_visible()
    page.get_by_role("link", name="Voir la page publique").click()
    expect(page.get_by_text("Fiche confirmée aujourd’hui")).to_be_visible()
    assert sans_script.chemin == f"/producteurs/{slug}"

    page = visiteur.aller(lien.removeprefix(site.adresse))
    exiger_accessible(page)
    expect(page.get_by_text("Ce lien a servi")).to_be_visible()


def test_les_pages_d_un_lien_sont_accessibles(ouvrir: Ouvrir, site: Site) -> None:
    vieillir(site)
    visiteur = ouvrir(TELEPHONE)
    courriels(visiteur, CYRIL)
    page = visiteur.page
    page.locator(".travail a").first.click()
    lien = page.locator(".prose a", has_text="/confirmer/").first.get_attribute("href")
    assert lien
    page = visiteur.aller(lien.removeprefix(site.adresse))
    exiger_accessible(page)
    page.get_by_role("link", name="J’arrête de vendre").click()
    page.get_by_role("button", name="Oui, la ferme arrête").wait_for()
    exiger_accessible(page)
    page.get_by_role("link", name="Non, revenir à ma fiche").click()
    page.get_by_role("link", name="Je change quelque chose").click()
    page.get_by_role("heading", name="Se connecter").wait_for()


def test_une_voisine_signale_une_erreur_et_apprend_la_suite(ouvrir: Ouvrir, site: Site) -> None:
    slug = vieillir(site)
    voisine = ouvrir(TELEPHONE, javascript=False)
    page = voisine.aller(f"/producteurs/{slug}")
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_role("radio", name="Une information est fausse").check()
    page.get_by_label("Ce que vous savez").fill("Le marché est le jeudi, plus le mardi.")
    page.get_by_label("Votre courriel").fill(VOISINE)
    page.get_by_role("button", name="Envoyer à la chambre").click()
    expect(page.get_by_text("La chambre d’agriculture va vérifier")).to_be_visible()

    agente = ouvrir(BUREAU)
    entrer_comme(agente, "Florence")
    page = agente.aller("/equipe/producteurs/signalements")
    ligne = page.locator("[data-travail]").filter(has_text="Le marché est le jeudi")
    exiger_accessible(page)
    ligne.get_by_role("link").first.focus()
    page.keyboard.press("a")
    ligne.get_by_label("Ce qui a été fait").fill("La ferme a corrigé ses horaires.")
    ligne.get_by_role("button", name="Retenir").press("Enter")
    expect(page.get_by_text("signalement retenu")).to_be_visible()

    assert "la suite" in courriels(agente, VOISINE)[0]
    page.locator(".travail a").first.click()
    expect(page.locator("main")).to_contain_text("La ferme a corrigé ses horaires.")
