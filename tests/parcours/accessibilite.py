"""axe: what a machine can tell of whether everybody can use a page."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from socle.reglages import RACINE

# Colours are all that the dark scheme changes: only they are judged again.
COULEURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
REGLES: dict[str, Any] = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# The new colours are there once they have been painted and have stopped fading in.
PEINTES = """async () => {
  await new Promise((fait) => requestAnimationFrame(() => requestAnimationFrame(fait)));
  await Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null)));
}"""


@cache
def _axe() -> str:
    return (RACINE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def entorses(page: Page) -> str:
    """What axe reproaches to ``page`` as it is shown now, in light then in dark."""
    page.evaluate(_axe())
    trouvees: list[str] = []
    for couleurs, regles in (("light", REGLES), ("dark", COULEURS)):
        page.emulate_media(color_scheme=couleurs)  # type: ignore[arg-type]
        page.evaluate(PEINTES)
        violations = page.evaluate("async (r) => (await axe.run(r)).violations", regles)
        trouvees += [
            f"{page.url} ({couleurs}) {v['id']} : {noeud['html'][:160]} : {noeud['failureSummary']}"
            for v in violations
            for noeud in v["nodes"]
        ]
    page.emulate_media(color_scheme="light")
    return "\n".join(trouvees)


def exiger_accessible(page: Page) -> None:
    """AssertionError with what axe reproaches to ``page``."""
    trouvees = entorses(page)
    assert not trouvees, trouvees
