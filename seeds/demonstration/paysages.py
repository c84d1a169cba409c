"""Landscapes drawn by code, for the farms of the demonstration that show a picture.

Hills behind hills, a farmhouse, a few trees, and in front what the farm lives from. The name of
the farm decides every curve, so that its picture is the same each time.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from seeds.demonstration import lecture
from seeds.demonstration.hasard import tirage
from socle.fichiers.services import enregistrer_image

Couleur = tuple[int, int, int]
Point = tuple[float, float]

LARGEUR, HAUTEUR = 960, 640
FINESSE = 2  # drawn that many times larger, then reduced: edges come out smooth
W, H = LARGEUR * FINESSE, HAUTEUR * FINESSE
COLLINES = 5
NUIT: Couleur = (24, 44, 34)
MUR: Couleur = (250, 240, 224)
TUILE: Couleur = (170, 84, 60)
CREME: Couleur = (247, 240, 226)


@dataclass(frozen=True, slots=True)
class Ciel:
    """The colours of an hour of the day, from the top of the sky to the field in front."""

    haut: Couleur
    bas: Couleur
    soleil: Couleur
    lointain: Couleur
    proche: Couleur
    recolte: Couleur


CIELS = {
    "matin": Ciel((246, 222, 190), (252, 243, 226), (255, 250, 235), (164, 187, 186),
                  (58, 92, 62), (214, 168, 88)),
    "midi": Ciel((158, 197, 214), (236, 243, 232), (255, 252, 240), (150, 180, 176),
                 (52, 104, 60), (222, 190, 96)),
    "soir": Ciel((232, 160, 122), (252, 226, 186), (255, 240, 206), (176, 150, 150),
                 (70, 66, 70), (196, 104, 70)),
    "brume": Ciel((206, 214, 214), (240, 238, 230), (255, 255, 250), (178, 192, 192),
                  (72, 100, 84), (190, 170, 120)),
}  # fmt: skip


def images_des_fermes(parmi: Collection[str]) -> dict[str, str]:
    """Draw and keep the picture of those of these producteurs that have one; keys by name."""
    return {
        fiche["producteur"]: enregistrer_image(
            io.BytesIO(dessiner(fiche["producteur"], fiche["ciel"], fiche["motif"]))
        )
        for fiche in lecture.fiches("paysages.toml", "paysage")
        if fiche["producteur"] in parmi
    }


def dessiner(nom: str, ciel: str, motif: str) -> bytes:
    """A PNG of 960 by 640 pixels."""
    hasard, couleurs = tirage("paysage", nom), CIELS[ciel]
    image = _degrade(couleurs)
    crayon = ImageDraw.Draw(image)
    _soleil(crayon, couleurs, hasard)
    for rang in range(COLLINES):
        part = (rang / (COLLINES - 1)) ** 1.15
        teinte = _entre(couleurs.lointain, couleurs.proche, part)
        crete = _crete(0.46 + 0.34 * part, 0.085 - 0.03 * part, hasard)
        crayon.polygon([*crete, (W, H), (0, H)], fill=teinte)
        if 1 <= rang <= 3:
            _arbres(crayon, crete, teinte, part, hasard)
        if rang == 2:
            _maison(crayon, hasard.choice(crete[len(crete) // 4 : -len(crete) // 4]), teinte)
    MOTIFS[motif](image, crete, couleurs, hasard)
    reduite = image.resize((LARGEUR, HAUTEUR), Image.Resampling.LANCZOS)
    tampon = io.BytesIO()
    reduite.save(tampon, "PNG", compress_level=1)
    return tampon.getvalue()


def _entre(une: Couleur, autre: Couleur, part: float) -> Couleur:
    r, v, b = (round(x + (y - x) * part) for x, y in zip(une, autre, strict=True))
    return r, v, b


def _degrade(couleurs: Ciel) -> Image.Image:
    bande = Image.new("RGB", (1, H))
    for y in range(H):
        bande.putpixel((0, y), _entre(couleurs.haut, couleurs.bas, min(1.0, (y / H / 0.62) ** 1.2)))
    return bande.resize((W, H))


def _soleil(crayon: ImageDraw.ImageDraw, couleurs: Ciel, hasard: Random) -> None:
    x, y, rayon = hasard.uniform(0.2, 0.8) * W, hasard.uniform(0.2, 0.36) * H, 0.05 * W
    _rond(crayon, (x, y), rayon * 1.5, _entre(couleurs.soleil, couleurs.bas, 0.7))
    _rond(crayon, (x, y), rayon, couleurs.soleil)


def _rond(
    crayon: ImageDraw.ImageDraw, centre: Point, rayon: float, couleur: Couleur, haut: float = 1.0
) -> None:
    x, y = centre
    crayon.ellipse((x - rayon, y - rayon * haut, x + rayon, y + rayon * haut), fill=couleur)


def _crete(base: float, ampleur: float, hasard: Random) -> list[Point]:
    """The top of a hill from left to right: a few waves, each shorter and lower than the last."""
    vagues = [
        (hasard.uniform(0, math.tau), (n + 1) * hasard.uniform(0.5, 1.1), 1 / (n + 1) ** 1.15)
        for n in range(4)
    ]
    somme = sum(poids for _, _, poids in vagues)
    return [
        (
            x,
            H * base
            - H
            * ampleur
            * sum(p * math.sin(math.tau * f * x / W + phase) for phase, f, p in vagues)
            / somme,
        )
        for x in range(0, W + 8, 8)
    ]


def _maison(crayon: ImageDraw.ImageDraw, pied: Point, fond: Couleur) -> None:
    (x, y), u = pied, H * 0.022
    mur, toit = _entre(MUR, fond, 0.12), _entre(TUILE, fond, 0.15)
    crayon.rectangle((x - 2.4 * u, y - 0.9 * u, x + 1.6 * u, y + 0.9 * u), fill=mur)
    crayon.polygon(
        [(x - 2.8 * u, y - 0.9 * u), (x - 2 * u, y - 2 * u), (x + 1.2 * u, y - 2 * u),
         (x + 2 * u, y - 0.9 * u)], fill=toit)  # fmt: skip
    crayon.rectangle((x + 1.6 * u, y - 0.3 * u, x + 3.4 * u, y + 0.9 * u), fill=mur)
    crayon.polygon(
        [(x + 1.4 * u, y - 0.3 * u), (x + 1.9 * u, y - u), (x + 3.1 * u, y - u),
         (x + 3.7 * u, y - 0.3 * u)], fill=_entre(toit, fond, 0.12))  # fmt: skip
    for f in (-1.8, -0.6, 0.6):
        fenetre = (x + f * u, y - 0.4 * u, x + (f + 0.35) * u, y + 0.15 * u)
        crayon.rectangle(fenetre, fill=_entre(mur, NUIT, 0.5))


def _arbres(
    crayon: ImageDraw.ImageDraw, crete: list[Point], fond: Couleur, part: float, hasard: Random
) -> None:
    couleur = _entre(fond, NUIT, 0.35)
    for x, y in hasard.sample(crete[4:-4], hasard.randint(5, 10)):
        h = (0.012 + 0.03 * part) * H * hasard.uniform(0.7, 1.3)
        if hasard.random() < 0.3:
            _rond(crayon, (x, y - h), h * 0.24, couleur, haut=4.5)
        else:
            _rond(crayon, (x, y - 0.6 * h), h * 0.75, couleur, haut=0.95)
            _rond(crayon, (x + 0.4 * h, y - 0.95 * h), h * 0.58, couleur)


def _sillons(image: Image.Image, crete: list[Point], couleurs: Ciel, hasard: Random) -> None:
    masque = Image.new("1", image.size)
    ImageDraw.Draw(masque).polygon([*crete, (W, H), (0, H)], fill=1)
    champ = Image.new("RGB", image.size, couleurs.proche)
    crayon = ImageDraw.Draw(champ)
    fuite, pas = hasard.uniform(0.3, 0.7) * W, W * 0.136
    for n in range(-26, 27):
        rang = _entre(couleurs.proche, couleurs.recolte, 0.42 if n % 2 else 0.3)
        gauche, droite = fuite + n * pas, fuite + (n + 0.46) * pas
        haut = [(fuite + n * 6, H * 0.6), (fuite + (n + 0.46) * 6, H * 0.6)]
        crayon.polygon([*haut, (droite, H * 1.05), (gauche, H * 1.05)], fill=rang)
    image.paste(champ, (0, 0), masque)


def _verger(image: Image.Image, crete: list[Point], couleurs: Ciel, hasard: Random) -> None:
    crayon = ImageDraw.Draw(image)
    feuille = _entre(couleurs.proche, couleurs.recolte, 0.3)
    ombre, fruit = _entre(couleurs.proche, NUIT, 0.35), _entre((190, 66, 48), feuille, 0.1)
    for rang, hauteur in enumerate((0.85, 0.91, 0.99)):
        r = H * (0.02 + 0.014 * rang)
        decalage = hasard.uniform(0, 3.8 * r)
        for n in range(int(W / (3.8 * r)) + 2):
            x, y = n * 3.8 * r - decalage, H * hauteur
            _rond(crayon, (x + 0.2 * r, y), r * 1.1, ombre, haut=0.3)
            crayon.rectangle((x - 0.1 * r, y - 0.8 * r, x + 0.1 * r, y), fill=ombre)
            _rond(crayon, (x, y - 1.5 * r), r, _entre(feuille, ombre, 0.3))
            _rond(crayon, (x - 0.15 * r, y - 1.65 * r), 0.8 * r, feuille)
            for _ in range(7):
                angle, loin = hasard.uniform(0, math.tau), hasard.uniform(0.2, 0.75) * r
                place = (x + loin * math.cos(angle), y - 1.5 * r + loin * math.sin(angle))
                _rond(crayon, place, r * 0.1, fruit)


def _prairie(image: Image.Image, crete: list[Point], couleurs: Ciel, hasard: Random) -> None:
    crayon = ImageDraw.Draw(image)
    ombre, bois = _entre(couleurs.proche, NUIT, 0.3), _entre(CREME, couleurs.proche, 0.55)
    robe = hasard.choice((CREME, (236, 214, 186), (150, 92, 62)))
    places = sorted((hasard.uniform(0.84, 0.93), n) for n in range(6))
    for hauteur, n in places:
        x, y = W * (0.1 + 0.15 * n + hasard.uniform(0, 0.08)), H * hauteur
        u, sens = H * (0.016 + 0.14 * (hauteur - 0.84)), hasard.choice((-1, 1))
        _rond(crayon, (x, y + u), 1.6 * u, ombre, haut=0.2)
        for patte in (-0.9, -0.6, 0.55, 0.85):
            pied = (x + patte * u - 0.09 * u, y, x + patte * u + 0.09 * u, y + u)
            crayon.rectangle(pied, fill=_entre(robe, NUIT, 0.6))
        _rond(crayon, (x, y), 1.25 * u, robe, haut=0.55)
        _rond(crayon, (x + sens * 1.4 * u, y - 0.35 * u), 0.4 * u, _entre(robe, NUIT, 0.55))
    for n in range(13):
        x, y = W * n / 12, H * (0.965 + 0.008 * math.sin(n))
        crayon.rectangle((x - 5, y - 0.045 * H, x + 5, H), fill=bois)
        for cote in (0.035, 0.015):
            suite = H * (0.965 + 0.008 * math.sin(n + 1))
            ligne = [(x, y - cote * H), (W * (n + 1) / 12, suite - cote * H)]
            crayon.line(ligne, fill=bois, width=6)


def _etang(image: Image.Image, crete: list[Point], couleurs: Ciel, hasard: Random) -> None:
    crayon = ImageDraw.Draw(image)
    x, y, large = W * hasard.uniform(0.4, 0.6), H * 0.905, W * 0.42
    eau = _entre(couleurs.bas, couleurs.lointain, 0.45)
    _rond(crayon, (x, y + 10), large + 24, _entre(couleurs.proche, NUIT, 0.25), haut=0.105)
    _rond(crayon, (x, y), large, eau, haut=0.1)
    for _ in range(16):
        part, cote = hasard.uniform(0.15, 0.95), hasard.choice((-1, 1))
        ligne, demi = y + cote * (1 - part) * large * 0.085, hasard.uniform(0.02, 0.1) * W
        centre = x + hasard.uniform(-0.5, 0.5) * large * part
        trait = _entre(eau, couleurs.soleil, 0.6)
        crayon.line([(centre - demi, ligne), (centre + demi, ligne)], fill=trait, width=4)
    jonc = _entre(couleurs.proche, NUIT, 0.45)
    for n in range(26):
        pied = x + (-1 if n % 2 else 1) * large * hasard.uniform(0.55, 1.02)
        bas, haut = y + H * hasard.uniform(0.02, 0.06), H * hasard.uniform(0.04, 0.09)
        penche = hasard.uniform(-14, 14)
        crayon.line([(pied, bas), (pied + penche, bas - haut)], fill=jonc, width=5)
        tete = (pied + penche, bas - haut)
        _rond(crayon, tete, 8, _entre(TUILE, NUIT, 0.4), haut=2.4)


def _ruches(image: Image.Image, crete: list[Point], couleurs: Ciel, hasard: Random) -> None:
    crayon = ImageDraw.Draw(image)
    teintes = (CREME, couleurs.recolte, (132, 164, 176), (206, 140, 104))
    for n in range(7):
        x, y = W * (0.08 + 0.14 * n), H * (0.93 + 0.012 * math.sin(2.3 * n))
        u, teinte = H * 0.034, hasard.choice(teintes)
        _rond(crayon, (x + 0.2 * u, y), 1.5 * u, _entre(couleurs.proche, NUIT, 0.35), haut=0.2)
        for etage in range(hasard.choice((1, 2))):
            bas = y - etage * 1.15 * u
            caisse = _entre(teinte, couleurs.proche, 0.06 + 0.1 * etage)
            crayon.rectangle((x - u, bas - 1.2 * u, x + u, bas), fill=caisse)
        haut = bas - 1.2 * u
        toit = (x - 1.15 * u, haut - 0.25 * u, x + 1.15 * u, haut)
        crayon.rectangle(toit, fill=_entre(teinte, NUIT, 0.45))
        entree = (x - 0.4 * u, y - 0.22 * u, x + 0.4 * u, y - 0.1 * u)
        crayon.rectangle(entree, fill=_entre(teinte, NUIT, 0.7))


Motif = Callable[[Image.Image, list[Point], Ciel, Random], None]
MOTIFS: dict[str, Motif] = {
    "sillons": _sillons,
    "verger": _verger,
    "prairie": _prairie,
    "etang": _etang,
    "ruches": _ruches,
}
