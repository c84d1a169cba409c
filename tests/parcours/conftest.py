"""Fixtures of the stories: the served demonstration, the browser, and people's windows in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from socle.reglages import RACINE
from tests import navigateur as chromium
from tests.navigateur import BUREAU, TELEPHONE, Couleurs, Ecran, Visiteur, visite
from tests.parcours.demonstration import Site, preparer_modele, servir

ECHECS = RACINE / "build" / "parcours"
_issue = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    rapport = yield
    if rapport.when == "call":  # type: ignore[attr-defined]
        item.stash[_issue] = rapport.failed  # type: ignore[attr-defined]
    return rapport


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    """Chromium; without it the stories are skipped, or fail where nothing may be skipped."""
    if chromium.chromium() is None:
        raison = "Chromium is not installed"
        (pytest.fail if chromium.tout_ou_rien() else pytest.skip)(raison)
    with sync_playwright() as playwright:
        ouvert = chromium.lancer(playwright)
        yield ouvert
        ouvert.close()


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demonstration's data, loaded once for the whole run."""
    racine = tmp_path_factory.getbasetemp()
    # pytest-xdist gives each worker a folder inside the run's own.
    commun = racine if worker_id == "master" else racine.parent
    return preparer_modele(commun / "demonstration")


@pytest.fixture(scope="session")
def serveur(
    navigateur: Browser, modele: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The served demonstration, one per test process; the browser first, which may be missing."""
    with servir(modele, tmp_path_factory.mktemp("site") / "donnees") as site:
        yield site


@pytest.fixture
def site(serveur: Site) -> Site:
    """The served demonstration, as on its first minute."""
    serveur.remettre_a_neuf()
    return serveur


@pytest.fixture(params=[TELEPHONE, BUREAU], ids=lambda e: e.nom)
def ecran(request: pytest.FixtureRequest) -> Ecran:
    """Each story is lived on a phone and at a desk."""
    taille: Ecran = request.param
    return taille


class Ouvrir(Protocol):
    """``ouvrir(ecran, couleurs="dark", javascript=False)``: one more person's watched window."""

    def __call__(
        self, ecran: Ecran, *, couleurs: Couleurs = "light", javascript: bool = True
    ) -> Visiteur: ...


@pytest.fixture
def ouvrir(request: pytest.FixtureRequest, navigateur: Browser, site: Site) -> Iterator[Ouvrir]:
    """Open windows on the site; what goes wrong in them unsaid fails the test at its end."""
    ouverts: list[Visiteur] = []
    with ExitStack() as pile:

        def _ouvrir(
            ecran: Ecran, *, couleurs: Couleurs = "light", javascript: bool = True
        ) -> Visiteur:
            fenetre = visite(
                navigateur, site.adresse, ecran, couleurs=couleurs, javascript=javascript
            )
            ouverts.append(pile.enter_context(fenetre))
            return ouverts[-1]

        yield _ouvrir
        if request.node.stash.get(_issue, False):
            _photographier(request.node.name, ouverts)


def _photographier(test: str, ouverts: list[Visiteur]) -> None:
    """What each window showed when the story failed, into build/parcours/."""
    ECHECS.mkdir(parents=True, exist_ok=True)
    for rang, visiteur in enumerate(ouverts):
        for page in visiteur.contexte.pages:
            nom = re.sub(r"\W+", "-", test)
            page.screenshot(path=ECHECS / f"{nom}-{rang}.png", full_page=True)


@pytest.fixture
def visiteur(ouvrir: Ouvrir, ecran: Ecran) -> Visiteur:
    """Somebody who comes for the first time, on a phone then at a desk."""
    return ouvrir(ecran)
