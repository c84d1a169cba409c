"""Private papers: kept apart from pictures, under names that cannot be guessed, and streamed only
by pages that have checked who asks. What they are is read from their content, not their name."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from typing import IO

from socle.errors import Introuvable
from socle.fichiers.depot import prives
from socle.fichiers.errors import PapierIllisible, PapierTropLourd
from socle.fichiers.images import redessiner

OCTETS_MAXIMUM = 10 * 1024 * 1024
LARGEUR_MAXIMALE = 2400
PDF = "application/pdf"
IMAGE = "image/webp"
_DEBUT_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Garde:
    """A paper that is kept: its key, its kind and its size in bytes."""

    cle: str
    type_mime: str
    octets: int


def garder_papier(flux: IO[bytes]) -> Garde:
    """Keep a PDF as it is, or a photo drawn anew without its metadata; 10 MB at most.

    Raise ``PapierTropLourd``, ``PapierIllisible`` or what ``redessiner`` refuses.
    """
    contenu = flux.read(OCTETS_MAXIMUM + 1)
    if len(contenu) > OCTETS_MAXIMUM:
        raise PapierTropLourd
    if _DEBUT_PDF in contenu[:1024]:
        return garder_brut(contenu, PDF)
    if not contenu:
        raise PapierIllisible
    image = redessiner(contenu, (LARGEUR_MAXIMALE,))[LARGEUR_MAXIMALE]
    return garder_brut(image, IMAGE)


def garder_brut(contenu: bytes, type_mime: str) -> Garde:
    """Keep these very bytes; only for what is never shown by a browser, or was checked before."""
    cle = secrets.token_hex(16)
    prives().ecrire(cle, contenu)
    return Garde(cle, type_mime, len(contenu))


def lire_prive(cle: str) -> bytes:
    """The content kept under ``cle``, or ``Introuvable``."""
    contenu = prives().lire(cle)
    if contenu is None:
        raise Introuvable
    return contenu


def ouvrir_prive(cle: str) -> IO[bytes]:
    """The same as a stream, to be answered as a file."""
    return io.BytesIO(lire_prive(cle))
