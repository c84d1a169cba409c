"""Taking a picture in, and giving it back."""

from __future__ import annotations

import hashlib
import re
from typing import IO

from socle.errors import Introuvable
from socle.fichiers.depot import depot
from socle.fichiers.images import OCTETS_MAXIMUM, redessiner

LARGEUR_MAXIMALE = 1600
VIGNETTES = (480, 960)
_CLE = re.compile(r"[0-9a-f]{32}\.webp")


def enregistrer_image(flux: IO[bytes], *, largeur_max: int = LARGEUR_MAXIMALE) -> str:
    """Keep the picture read from ``flux`` and return its key; ``ImageRefusee`` says the limits.

    The key is drawn from the content: the same picture sent twice is kept once, and one whose
    form is refused afterwards harms nobody.
    """
    contenu = flux.read(OCTETS_MAXIMUM + 1)
    faites = redessiner(contenu, (largeur_max, *VIGNETTES))
    entiere = faites[largeur_max]
    cle = f"{hashlib.sha256(entiere).hexdigest()[:32]}.webp"
    for largeur in VIGNETTES:
        depot().ecrire(_nom(cle, largeur), faites[largeur])
    depot().ecrire(cle, entiere)
    return cle


def image_connue(cle: str) -> bool:
    """Whether ``cle`` is the key of a picture that is kept."""
    return bool(_CLE.fullmatch(cle)) and depot().contient(cle)


def lire_image(cle: str, largeur: int | None = None) -> bytes:
    """The WebP bytes of a picture, whole or at the smallest kept width of at least ``largeur``."""
    contenu = depot().lire(nom_image(cle, largeur))
    if contenu is None:
        raise Introuvable
    return contenu


def nom_image(cle: str, largeur: int | None = None) -> str:
    """The name of a picture at one width; ``Introuvable`` when ``cle`` is no key at all."""
    if not _CLE.fullmatch(cle):
        raise Introuvable
    voulue = next((v for v in VIGNETTES if largeur is not None and v >= largeur), None)
    return _nom(cle, voulue)


def _nom(cle: str, largeur: int | None) -> str:
    return cle if largeur is None else f"{cle.removesuffix('.webp')}-{largeur}.webp"
