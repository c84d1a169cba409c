"""Looking into a PDF before it is kept: whole, open to everybody, and nothing but pages.

Not a full reader: the names that a reader would act upon are looked for, written plainly or in
hexadecimal (ISO 32000-1, 7.3.5), in the file and in its compressed objects (7.5.7). What carries
something before its header or after its end may be two files in one, and is refused.
"""

from __future__ import annotations

import re
import zlib

from socle.fichiers.errors import PdfAbime, PdfActif, PdfProtege

ENTETE = b"%PDF-"
_FIN = b"%%EOF"
_BLANCS = b"\x00\t\n\x0c\r "
_BOM = b"\xef\xbb\xbf"
_DEPLIE_MAXIMUM = 32 * 1024 * 1024
_ENTETE = re.compile(rb"%PDF-[12]\.\d")
_DEBUT_FLUX = b"stream"
_FIN_FLUX = b"endstream"
_HEXADECIMAL = re.compile(rb"#([0-9A-Fa-f]{2})")
_FIN_DE_NOM = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)"
_PROTEGE = re.compile(rb"/Encrypt" + _FIN_DE_NOM)
_ACTIF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)" + _FIN_DE_NOM)
# Two letters come up by chance in compressed pictures: looked for outside of streams only.
_ACTIF_COURT = re.compile(rb"/(?:JS|XFA)" + _FIN_DE_NOM)


def est_un_pdf(contenu: bytes) -> bool:
    """Whether it says that it is a PDF, at its very beginning."""
    return contenu.removeprefix(_BOM).lstrip(_BLANCS).startswith(ENTETE)


def examiner_pdf(contenu: bytes) -> None:
    """Raise ``PdfAbime``, ``PdfProtege`` or ``PdfActif`` unless it is a PDF of pages only."""
    debut = contenu.removeprefix(_BOM).lstrip(_BLANCS)
    if not _ENTETE.match(debut) or not contenu.rstrip(_BLANCS).endswith(_FIN):
        raise PdfAbime
    if b"startxref" not in contenu:
        raise PdfAbime
    hors_flux, compresses = _demonter(contenu)
    _refuser(contenu, _ACTIF)
    for objets in (hors_flux, *compresses):
        _refuser(objets, _ACTIF, _ACTIF_COURT)


def _refuser(octets: bytes, *actifs: re.Pattern[bytes]) -> None:
    noms = _en_clair(octets)
    if _PROTEGE.search(noms):
        raise PdfProtege
    if any(actif.search(noms) for actif in actifs):
        raise PdfActif


def _en_clair(octets: bytes) -> bytes:
    """Names as a reader understands them: « /J#61vaScript » is « /JavaScript »."""
    return _HEXADECIMAL.sub(lambda code: bytes([int(code[1], 16)]), octets)


def _demonter(contenu: bytes) -> tuple[bytes, list[bytes]]:
    """What is outside of the streams, and the streams of compressed objects, unfolded."""
    dehors: list[bytes] = []
    compresses: list[bytes] = []
    reste, ici = _DEPLIE_MAXIMUM, 0
    while (debut := contenu.find(_DEBUT_FLUX, ici)) >= 0:
        fin = contenu.find(_FIN_FLUX, debut)
        if fin < 0:
            break
        dehors.append(contenu[ici:debut])
        if b"/ObjStm" in _en_clair(dehors[-1]):
            compresses.append(_deplier(contenu[debut + len(_DEBUT_FLUX) : fin], reste))
            reste -= len(compresses[-1])
        ici = fin + len(_FIN_FLUX)
    return b" ".join((*dehors, contenu[ici:])), compresses


def _deplier(flux: bytes, au_plus: int) -> bytes:
    """Compressed objects in clear; more of them than a paper needs are not one."""
    try:
        deplie = zlib.decompressobj().decompress(flux.lstrip(b"\r\n"), au_plus + 1)
    except zlib.error:
        return b""  # no reader could read these objects either
    if len(deplie) > au_plus:
        raise PdfActif
    return deplie
