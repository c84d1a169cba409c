"""Every page that a link leads to: it exists, it fits the screen, and everybody can use it."""

from __future__ import annotations

from collections import deque
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from socle.web.acces import acces_de
from tests.navigateur import Ecran, Visiteur
from tests.parcours.accessibilite import entorses, exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import entrer_comme

# Answered as data, not as a page to look at.
DONNEES = {
    "accueil.sante",
    "api.openapi",
    "commandes.agenda",
    "courrier.piece",
    "equipe_producteurs.photo_visite",
    "equipe_producteurs.piece",
    "espace_producteurs.piece",
    "fichiers.image",
    "producteurs.fichier_ouvert",
}
# What a mail leads to may have passed, as a link that serves once; the style guide shows examples.
SANS_SUITE = {"courrier.lire", "accueil.guide"}
SUFFIXES = (".pdf", ".ics", ".csv", ".json")


def _page_de(app: Flask, chemin: str) -> str | None:
    """The endpoint that shows ``chemin``, or None when it is not a page of the site."""
    try:
        endpoint, _valeurs = app.url_map.bind("127.0.0.1").match(urlsplit(chemin).path)
    except RequestRedirect as redirection:
        return _page_de(app, redirection.new_url)
    except HTTPException:
        return chemin  # no such page: let it be visited, and blamed
    if endpoint in DONNEES or urlsplit(chemin).path.endswith(SUFFIXES) or "api_" in endpoint:
        return None
    return str(endpoint)


def _parcourir(visiteur: Visiteur, app: Flask, departs: list[str], *, publiques: bool) -> None:
    """Visit one page of each kind that links lead to; AssertionError with what axe reproaches."""
    entorses_vues: list[str] = []
    vues: set[str] = set()
    a_voir = deque(departs)
    while a_voir:
        chemin = a_voir.popleft()
        endpoint = _page_de(app, chemin)
        if endpoint is None or endpoint in vues:
            continue
        vues.add(endpoint)
        acces = acces_de(app, endpoint)
        if acces and acces.public and not publiques:
            continue
        page = visiteur.aller(chemin)
        entorses_vues.append(entorses(page))
        if endpoint in SANS_SUITE:
            continue
        a_voir += page.evaluate(
            "[...document.querySelectorAll('a[href]')]"
            ".filter(a => a.origin === location.origin).map(a => a.pathname + a.search)"
        )
    reproches = "\n".join(filter(None, entorses_vues))
    assert not reproches, reproches


def test_les_pages_publiques_sont_a_tout_le_monde(visiteur: Visiteur, app: Flask) -> None:
    _parcourir(visiteur, app, ["/loire/", "/", "/guide-de-style"], publiques=True)


@pytest.mark.parametrize(
    ("prenom", "depart"),
    [
        ("Lila", "/compte/"),
        ("Cyril", "/espace/"),
        ("Florence", "/equipe/"),
        ("Mathieu", "/equipe/"),
        ("Monique", "/espace/"),
        ("Inès", "/equipe/"),
    ],
)
def test_les_pages_de_chacun_sont_a_tout_le_monde(
    ouvrir: Ouvrir, ecran: Ecran, app: Flask, prenom: str, depart: str
) -> None:
    visiteur = ouvrir(ecran)
    entrer_comme(visiteur, prenom)
    _parcourir(visiteur, app, [depart, "/compte/"], publiques=False)


def test_une_adresse_inconnue_aide_a_continuer(visiteur: Visiteur) -> None:
    with visiteur.attend(404):
        page = visiteur.aller("/loire/nulle-part")
    assert page.get_by_role("heading", level=1).is_visible()
    exiger_accessible(page)
    assert page.locator("main").get_by_role("link").count() > 0
