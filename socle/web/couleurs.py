"""From one colour chosen by a collectivité, the shades that stay readable everywhere.

The work is done in OKLCH (Björn Ottosson, 2020), where changing the lightness alone keeps the
hue that people recognise; contrast is the ratio of WCAG 2.1, 4.5 for text (level AA).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l

AA = 4.5
PAGE_CLAIRE = "#fbf7ef"
CREUX_CLAIR = "#f2ebdd"
PAGE_SOMBRE = "#161a15"
SURFACE_SOMBRE = "#20261f"
CREUX_SOMBRE = "#2a3128"
ECART_PERMIS = 0.3
"""How far the lightness may be lowered before the colour is no longer the one chosen."""
COULEUR_CABAS = "#2b5a34"

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


class CouleurIllisible(Refus):
    phrase = _l(
        "La couleur %(couleur)s ne peut pas être lue sur une page claire : "
        "choisissez une teinte plus soutenue, par exemple %(exemple)s."
    )
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class CouleurInconnue(Refus):
    phrase = _l("« %(couleur)s » n’est pas une couleur : écrivez-la comme #2b5a34.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Nuances:
    """The shades of one colour scheme, as ``#rrggbb``."""

    principale: str
    """Buttons, links and marks; readable as text on the page."""
    forte: str
    """The same under the pointer."""
    douce: str
    """A quiet background; ``principale`` stays readable on it."""
    sur: str
    """Text on ``principale`` and on ``forte``."""


@dataclass(frozen=True)
class Palette:
    claire: Nuances
    sombre: Nuances


def contraste(une: str, autre: str) -> float:
    """Ratio of WCAG 2.1 between two ``#rrggbb`` colours, from 1 to 21."""
    haute, basse = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (haute + 0.05) / (basse + 0.05)


@lru_cache(maxsize=256)
def nuancer(couleur: str) -> Palette:
    """Derive the shades of a platform's colour, or refuse a colour that cannot be read.

    Raises ``CouleurInconnue`` for what is no hex colour, ``CouleurIllisible`` when the colour
    would have to be darkened so much that nobody would recognise it.
    """
    clarte, chroma, teinte = _oklch(_normaliser(couleur))
    vive = min(chroma * 1.4, 0.13)
    douce = _meler(_hex(0.8, vive, teinte), PAGE_CLAIRE, 0.3)
    principale = _chercher(
        clarte, -0.005, chroma, teinte, ("#ffffff", PAGE_CLAIRE, CREUX_CLAIR, douce)
    )
    ecart = clarte - _oklch(principale)[0]
    if ecart > ECART_PERMIS:
        raise CouleurIllisible(couleur=couleur, exemple=principale)
    base = _oklch(principale)[0]
    forte = _hex(max(base - 0.09, 0.12), chroma, teinte)
    claire = Nuances(principale, forte, douce, "#ffffff")

    douce_nuit = _meler(_hex(0.7, vive, teinte), PAGE_SOMBRE, 0.18)
    fonds = (PAGE_SOMBRE, SURFACE_SOMBRE, CREUX_SOMBRE, douce_nuit)
    nuit = _chercher(max(clarte, 0.76), 0.005, vive, teinte, fonds)
    forte_nuit = _hex(min(_oklch(nuit)[0] + 0.08, 0.96), vive, teinte)
    sombre = Nuances(nuit, forte_nuit, douce_nuit, PAGE_SOMBRE)
    return Palette(claire, sombre)


@lru_cache(maxsize=256)
def feuille_couleurs(couleur: str | None) -> str:
    """Write the CSS variables of a platform's colour for both schemes (``--cabas-…``)."""
    palette = nuancer(couleur or COULEUR_CABAS)
    return (
        f":root{{{_variables(palette.claire)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(palette.sombre)}}}}}"
    )


def _variables(nuances: Nuances) -> str:
    return (
        f"--cabas-principale:{nuances.principale};--cabas-principale-forte:{nuances.forte};"
        f"--cabas-principale-douce:{nuances.douce};--cabas-sur-principale:{nuances.sur}"
    )


def _meler(couleur: str, fond: str, part: float) -> str:
    """A wash of ``couleur`` over ``fond``: ``part`` of the one, the rest of the other."""
    paires = ((int(couleur[i : i + 2], 16), int(fond[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c * part + f * (1 - part)):02x}" for c, f in paires)


def _chercher(
    clarte: float, pas: float, chroma: float, teinte: float, fonds: tuple[str, ...]
) -> str:
    """Walk the lightness by ``pas`` until the colour is readable on every background."""
    while True:
        candidate = _hex(clarte, chroma, teinte)
        if all(contraste(candidate, fond) >= AA for fond in fonds):
            return candidate
        clarte += pas


def _normaliser(couleur: str) -> str:
    trouve = _HEX.fullmatch(couleur.strip())
    if trouve is None:
        raise CouleurInconnue(couleur=couleur)
    chiffres = trouve[1].lower()
    return "#" + ("".join(c * 2 for c in chiffres) if len(chiffres) == 3 else chiffres)


def _canaux(couleur: str) -> tuple[float, float, float]:
    """The three channels in linear light, 0 to 1."""
    valeurs = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, v, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in valeurs)
    return r, v, b


def _luminance(couleur: str) -> float:
    r, v, b = _canaux(couleur)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def _oklch(couleur: str) -> tuple[float, float, float]:
    r, v, b = _canaux(couleur)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * v + 0.0514459929 * b)
    moyen = math.cbrt(0.2119034982 * r + 0.6806995451 * v + 0.1073969566 * b)
    court = math.cbrt(0.0883024619 * r + 0.2817188376 * v + 0.6299787005 * b)
    clarte = 0.2104542553 * long + 0.7936177850 * moyen - 0.0040720468 * court
    axe_a = 1.9779984951 * long - 2.4285922050 * moyen + 0.4505937099 * court
    axe_b = 0.0259040371 * long + 0.7827717662 * moyen - 0.8086757660 * court
    return clarte, math.hypot(axe_a, axe_b), math.atan2(axe_b, axe_a)


def _hex(clarte: float, chroma: float, teinte: float) -> str:
    """Back to ``#rrggbb``; a chroma that the screen cannot show is lowered, never the hue."""
    while True:
        canaux = _lineaire(clarte, chroma, teinte)
        if chroma <= 0.001 or all(-0.0005 <= c <= 1.0005 for c in canaux):
            break
        chroma -= 0.002
    octets = []
    for canal in canaux:
        c = min(max(canal, 0.0), 1.0)
        s = 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055
        octets.append(round(s * 255))
    return "#{:02x}{:02x}{:02x}".format(*octets)


def _lineaire(clarte: float, chroma: float, teinte: float) -> tuple[float, float, float]:
    axe_a, axe_b = chroma * math.cos(teinte), chroma * math.sin(teinte)
    long = (clarte + 0.3963377774 * axe_a + 0.2158037573 * axe_b) ** 3
    moyen = (clarte - 0.1055613458 * axe_a - 0.0638541728 * axe_b) ** 3
    court = (clarte - 0.0894841775 * axe_a - 1.2914855480 * axe_b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * moyen + 0.2309699292 * court,
        -1.2684380046 * long + 2.6097574011 * moyen - 0.3413193965 * court,
        -0.0041960863 * long - 0.7034186147 * moyen + 1.7076147010 * court,
    )
