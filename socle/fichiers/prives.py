"""Private papers: kept apart from pictures, under names that cannot be guessed, and streamed only
by pages that have checked who asks. What they are is read from their content, not their name."""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass
from typing import IO

from socle.errors import Introuvable
from socle.fichiers.depot import prives
from socle.fichiers.errors import (
    ImageIllisible,
    ImageTropGrande,
    PapierIllisible,
    PapierTropLourd,
    PhotoHeic,
    PhotoTropGrande,
)
from socle.fichiers.images import redessiner
from socle.fichiers.pdf import est_un_pdf, examiner_pdf

OCTETS_MAXIMUM = 10 * 1024 * 1024
LARGEUR_MAXIMALE = 2400
PDF = "application/pdf"
IMAGE = "image/webp"
PHOTOS_ACCEPTEES = "image/jpeg,image/png,image/webp"
ACCEPTES = f"application/pdf,{PHOTOS_ACCEPTEES}"
"""What a form asks for. Naming the formats, not « image/* », makes an iPhone send a JPEG instead of
its HEIC; asking for no camera leaves the choice of a photo to take or a file to find."""
EXTENSIONS = {PDF: "pdf", IMAGE: "webp"}
LONGUEUR_NOM = 80
_CLE = re.compile(r"[0-9a-f]{32}")
_HEIF = re.compile(rb"....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
_HORS_NOM = re.compile(r"[^\w .,()’'+-]+")


@dataclass(frozen=True, slots=True)
class Garde:
    """A paper that is kept: its key, its kind and its size in bytes."""

    cle: str
    type_mime: str
    octets: int


def garder_papier(flux: IO[bytes]) -> Garde:
    """Keep a PDF as it is, or a photo drawn anew without its metadata; 10 MB at most.

    Raise a ``PapierRefuse`` that says what to send instead.
    """
    contenu = flux.read(OCTETS_MAXIMUM + 1)
    if len(contenu) > OCTETS_MAXIMUM:
        raise PapierTropLourd
    if est_un_pdf(contenu):
        examiner_pdf(contenu)
        return garder_brut(contenu, PDF)
    return garder_brut(_redessinee(contenu), IMAGE)


def garder_photo(flux: IO[bytes]) -> Garde:
    """The same for a photo only."""
    contenu = flux.read(OCTETS_MAXIMUM + 1)
    if len(contenu) > OCTETS_MAXIMUM:
        raise PapierTropLourd
    return garder_brut(_redessinee(contenu), IMAGE)


def _redessinee(contenu: bytes) -> bytes:
    if _HEIF.match(contenu):
        raise PhotoHeic
    try:
        return redessiner(contenu, (LARGEUR_MAXIMALE,))[LARGEUR_MAXIMALE]
    except ImageTropGrande as refus:
        raise PhotoTropGrande(**refus.details) from refus
    except ImageIllisible as refus:
        raise PapierIllisible from refus


def garder_brut(contenu: bytes, type_mime: str) -> Garde:
    """Keep these very bytes; only for what is never shown by a browser, or was checked before."""
    cle = secrets.token_hex(16)
    prives().ecrire(cle, contenu)
    return Garde(cle, type_mime, len(contenu))


def lire_prive(cle: str) -> bytes:
    """The content kept under ``cle``, or ``Introuvable``."""
    contenu = prives().lire(cle) if _CLE.fullmatch(cle) else None
    if contenu is None:
        raise Introuvable
    return contenu


def ouvrir_prive(cle: str) -> IO[bytes]:
    """The same as a stream, to be answered as a file."""
    return io.BytesIO(lire_prive(cle))


def nom_propre(nom: str, type_mime: str) -> str:
    """The name that somebody gave to a file, without what could harm where it is saved, and with
    the ending of what it really is: « ../mon kbis.exe » kept as a PDF is « mon kbis.pdf »."""
    dernier = nom.replace("\\", "/").rpartition("/")[2]
    tige = dernier.rpartition(".")[0] if "." in dernier else dernier
    propre = " ".join(_HORS_NOM.sub(" ", tige).split()).strip(". ")[:LONGUEUR_NOM].rstrip()
    return f"{propre or 'papier'}.{EXTENSIONS[type_mime]}"
