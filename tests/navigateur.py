"""A real browser for the tests: Chromium where it is installed, and a watched window in it.

Whatever a visitor would suffer without a word of ours is a fault of the page: a line in the
console, a blocked script, a lost request, a request to somebody else, a page wider than the phone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

NOMS = ("chromium", "chromium-browser", "google-chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
OPTIONS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)  # a machine with much to do answers later, not otherwise
# Run in every page: says in the console what makes it wider than its window.
LARGEUR = """
addEventListener("load", () => requestAnimationFrame(() => {
  const largeur = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= largeur) return;
  const larges = [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > largeur + 1)
    .map((e) => e.tagName + "." + e.className).slice(0, 5);
  console.error("déborde de " + largeur + " px : " + larges.join(" "));
}));
"""


@dataclass(frozen=True, slots=True)
class Ecran:
    """A size of window, in CSS pixels, and whether fingers touch it."""

    nom: str
    largeur: int
    hauteur: int
    tactile: bool = False


TELEPHONE = Ecran("360", 360, 740, tactile=True)
TABLETTE = Ecran("768", 768, 1024, tactile=True)
BUREAU = Ecran("1280", 1280, 900)


def chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    trouves = [chemin for nom in NOMS if (chemin := shutil.which(nom))]
    return next(iter(trouves), str(MAC) if MAC.exists() else None)


def lancer(playwright: Playwright) -> Browser:
    """Start Chromium; ``chromium()`` has found it."""
    # The driver's own switches would add --headless=old, which is no longer a browser.
    return playwright.chromium.launch(
        executable_path=chromium(), args=OPTIONS, ignore_default_args=["--headless=old"]
    )


def tout_ou_rien() -> bool:
    """Whether a missing browser is a failure rather than a skipped test."""
    return os.environ.get("CABAS_TOUT_OU_RIEN") == "1"


class Visiteur:
    """One person's window on the site; ``fautes`` is what went wrong in it unsaid."""

    def __init__(self, contexte: BrowserContext, adresse: str) -> None:
        self.contexte = contexte
        self.adresse = adresse
        self.fautes: list[str] = []
        self._attendus: set[int] = set()
        contexte.set_default_timeout(PATIENCE_MS)
        contexte.add_init_script(LARGEUR)
        contexte.on("console", self._console)
        contexte.on("weberror", lambda erreur: self._noter(f"exception {erreur.error}"))
        contexte.on("request", self._demande)
        contexte.on("requestfailed", self._echec)
        contexte.on("response", self._reponse)
        self.page: Page = contexte.new_page()

    def aller(self, chemin: str) -> Page:
        """Open the page at ``chemin`` of the site."""
        self.page.goto(urljoin(self.adresse, chemin))
        return self.page

    @property
    def chemin(self) -> str:
        """Where the window is: path and query, without the host."""
        lue = urlsplit(self.page.url)
        return f"{lue.path}?{lue.query}" if lue.query else lue.path

    @contextmanager
    def attend(self, *statuts: int) -> Iterator[None]:
        """Within, answers of these HTTP ``statuts`` are what the story wants."""
        self._attendus.update(statuts)
        yield
        self.page.wait_for_load_state()
        self._attendus.difference_update(statuts)

    def _noter(self, faute: str) -> None:
        self.fautes.append(f"{faute} (sur {self.page.url})")

    def _console(self, message: ConsoleMessage) -> None:
        # A refused form says so in the console too: `attend` has judged it by its status.
        refus = any(f"status of {statut}" in message.text for statut in self._attendus)
        if message.type in {"error", "warning"} and not refus and not _remplacee(message.text):
            self._noter(f"console : {message.text}")

    def _demande(self, demande: Request) -> None:
        lue = urlsplit(demande.url)
        if lue.scheme not in {"data", "blob", "about"} and lue.hostname != "127.0.0.1":
            self._noter(f"demande ailleurs : {demande.url}")

    def _echec(self, demande: Request) -> None:
        # Aborted: a download, or a suggestion whose letters were followed by others.
        if demande.failure != "net::ERR_ABORTED":
            self._noter(f"demande perdue : {demande.url} {demande.failure}")

    def _reponse(self, reponse: Response) -> None:
        if reponse.status >= 400 and reponse.status not in self._attendus:
            self._noter(f"{reponse.status} : {reponse.url}")


def _remplacee(texte: str) -> bool:
    """htmx calls it an error that a question was dropped for a newer one."""
    return texte.startswith(("htmx:sendAbort", "htmx:afterRequest"))


Couleurs = Literal["light", "dark"]


@contextmanager
def visite(
    navigateur: Browser,
    adresse: str,
    ecran: Ecran,
    *,
    couleurs: Couleurs = "light",
    javascript: bool = True,
    **options: Any,
) -> Iterator[Visiteur]:
    """A fresh window without cookies; at its end, AssertionError with what went wrong in it."""
    contexte = navigateur.new_context(
        viewport={"width": ecran.largeur, "height": ecran.hauteur},
        has_touch=ecran.tactile,
        is_mobile=ecran.tactile,
        color_scheme=couleurs,
        reduced_motion="reduce",
        java_script_enabled=javascript,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        **options,
    )
    try:
        visiteur = Visiteur(contexte, adresse)
        yield visiteur
        assert not visiteur.fautes, "\n".join(visiteur.fautes)
    finally:
        contexte.close()
