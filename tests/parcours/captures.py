"""``python -m tests.parcours.captures``: the README's pictures, from a fresh demonstration."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from socle.reglages import RACINE
from tests.navigateur import BUREAU, TELEPHONE, Ecran, Visiteur, chromium, lancer, visite
from tests.parcours.demonstration import preparer_modele, servir
from tests.parcours.gestes import dire_ou_j_habite, entrer_comme, prendre_un_produit, rayon

DOSSIER = RACINE / "docs" / "captures"
QUALITE = 82


def accueil(visiteur: Visiteur) -> None:
    """A platform's home, for somebody of Roanne."""
    dire_ou_j_habite(visiteur.aller("/loire/"), "Roanne")
    visiteur.page.evaluate("scrollTo(0, 0)")


def carte(visiteur: Visiteur) -> None:
    """The list and the map side by side."""
    page = visiteur.aller("/loire/carte")
    page.locator(".leaflet-marker-icon").first.wait_for()
    page.wait_for_load_state("networkidle")


def commande(visiteur: Visiteur) -> None:
    """Products of three farms in one order."""
    page = visiteur.aller("/loire/ventes")
    page.get_by_role("link", name="Le cabas de Roanne", exact=True).click()
    for ferme in (
        "Les Jardins de Tournelle",
        "Volailles de la Teyssonne",
        "La Conserverie du Port",
    ):
        prendre_un_produit(page, rayon(page, ferme))
    page.get_by_role("link", name="Où et quand").click()
    page.get_by_role("heading", level=3).first.scroll_into_view_if_needed()


def semaine(visiteur: Visiteur) -> None:
    """A farmer's week."""
    entrer_comme(visiteur, "Cyril")
    visiteur.aller("/espace/")
    visiteur.page.get_by_role("link", name="Ma semaine").first.click()


def dossier(visiteur: Visiteur) -> None:
    """A farm that waits for the chamber's decision."""
    entrer_comme(visiteur, "Florence")
    page = visiteur.aller("/equipe/producteurs/?situation=soumis")
    page.locator("[data-travail] a").first.click()
    page.locator(".repere-position").wait_for()


SCENES: tuple[tuple[Callable[[Visiteur], None], Ecran], ...] = (
    (accueil, TELEPHONE),
    (carte, BUREAU),
    (commande, TELEPHONE),
    (semaine, TELEPHONE),
    (dossier, BUREAU),
)


def _enregistrer(png: bytes, nom: str) -> Path:
    chemin = DOSSIER / f"{nom}.webp"
    Image.open(io.BytesIO(png)).convert("RGB").save(chemin, "WEBP", quality=QUALITE, method=6)
    return chemin


def photographier(adresse: str) -> None:
    """Live each scene on the site at ``adresse`` and keep what the window shows."""
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        navigateur = lancer(playwright)
        for scene, ecran in SCENES:
            finesse = 2 if ecran.tactile else 1
            with visite(navigateur, adresse, ecran, device_scale_factor=finesse) as visiteur:
                scene(visiteur)
                png = visiteur.page.screenshot()
            fait = _enregistrer(png, f"{scene.__name__}-{ecran.nom}")
            sys.stdout.write(f"{fait.relative_to(RACINE)}  {fait.stat().st_size // 1024} ko\n")
        navigateur.close()


def main() -> None:
    if chromium() is None:
        sys.exit("Chromium is needed to take pictures: install Debian's chromium.")
    with tempfile.TemporaryDirectory(prefix="cabas-captures-") as dossier:
        modele = preparer_modele(Path(dossier) / "modele")
        with servir(modele, Path(dossier) / "site") as site:
            photographier(site.adresse)


if __name__ == "__main__":
    main()
