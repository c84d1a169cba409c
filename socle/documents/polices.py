"""The letters of our documents: those of the pages, in the format that Typst reads.

npm brings WOFF, which is the same tables deflated one by one (W3C, « WOFF File Format 1.0 »,
sections 3 to 5); Typst reads them bare (« OpenType », table directory). Built with the static
files: ``python -m socle.web.assets``.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from socle.reglages import RACINE

POLICES = RACINE / "build" / "polices"
SOURCES = (
    "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff",
    "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff",
)
_ENTETE_WOFF = struct.Struct(">4sIIHHIHHIIIII")
_TABLE_WOFF = struct.Struct(">4sIIII")
_ENTETE = struct.Struct(">IHHHH")
_TABLE = struct.Struct(">4sIII")


def deployer(dossier_npm: Path, sortie: Path = POLICES) -> list[Path]:
    """Write the letters bare into ``sortie``; the files written."""
    sortie.mkdir(parents=True, exist_ok=True)
    ecrites = []
    for source in SOURCES:
        fichier = sortie / (Path(source).stem + ".ttf")
        fichier.write_bytes(deplier((dossier_npm / source).read_bytes()))
        ecrites.append(fichier)
    return ecrites


def deplier(woff: bytes) -> bytes:
    """The bare font of a WOFF 1.0 file; ``ValueError`` for anything else."""
    signature, saveur, _taille, nombre, *_reste = _ENTETE_WOFF.unpack_from(woff)
    if signature != b"wOFF":
        raise ValueError("not a WOFF 1.0 file")
    puissance = nombre.bit_length() - 1
    portee = 16 << puissance
    entete = [_ENTETE.pack(saveur, nombre, portee, puissance, nombre * 16 - portee)]
    corps: list[bytes] = []
    debut = _ENTETE.size + nombre * _TABLE.size
    for rang in range(nombre):
        nom, ou, pliee, entiere, somme = _TABLE_WOFF.unpack_from(
            woff, _ENTETE_WOFF.size + rang * _TABLE_WOFF.size
        )
        table = woff[ou : ou + pliee]
        table = zlib.decompress(table) if pliee < entiere else table
        entete.append(_TABLE.pack(nom, somme, debut, entiere))
        table += bytes(-len(table) % 4)
        corps.append(table)
        debut += len(table)
    return b"".join([*entete, *corps])
