"""From bytes to text: which encoding a file was written in."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager

from producteurs.opendata.lecture.octets import Octets

MORCEAU = 1 << 20
_MARQUES = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FRANCAISES = frozenset("éèêëàâçîïôöûùüœæÉÈÊÀÂÇÎÔÛŒ’‘“”«»°–—…€ñ²\u00a0")
# What French letters turn into when read in the wrong one of these.
_SUR_8_BITS = ("cp1252", "mac_roman", "cp850")


def _octet_de_windows(faute: UnicodeError) -> tuple[str, int]:
    """Read what is not UTF-8 in a UTF-8 file as Windows would: pasted from another file."""
    assert isinstance(faute, UnicodeDecodeError)
    octet = faute.object[faute.start : faute.start + 1]
    return octet.decode("cp1252", "replace").replace("\ufffd", "�"), faute.start + 1


codecs.register_error("windows", _octet_de_windows)


def encodage(entier: Octets) -> str:
    """« utf-8 », « utf-16 », « cp1252 »…; what is almost all UTF-8 is UTF-8 (see ``en_texte``)."""
    for marque, nom in _MARQUES:
        if entier.tete.startswith(marque):
            return nom
    nuls = entier.tete.count(0)
    if nuls > len(entier.tete) // 4:
        return (
            "utf-16-le" if entier.tete[1::2].count(0) > entier.tete[::2].count(0) else "utf-16-be"
        )
    fautes, accents, etranges = _compter(entier)
    if not fautes or accents > 4 * fautes:
        return "utf-8"
    return _sur_8_bits(etranges)


def _compter(entier: Octets) -> tuple[int, int, bytes]:
    """(bytes that UTF-8 does not explain, letters that it does, a sample of lines with accents)."""
    fautes = accents = 0
    exemple = bytearray()
    decodeur = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with entier.ouvrir() as flux:
        while morceau := flux.read(MORCEAU):
            texte = decodeur.decode(morceau)
            if texte.isascii():
                continue
            mauvais = sum("\udc80" <= c <= "\udcff" for c in texte)
            fautes += mauvais
            accents += sum(c > "\x7f" for c in texte) - mauvais
            if len(exemple) < MORCEAU:
                exemple += morceau
    return fautes, accents, bytes(exemple)


def _sur_8_bits(exemple: bytes) -> str:
    """Which of the old encodings makes French of it; Windows' when nothing tells."""
    hauts = bytes(o for o in exemple if o > 0x7F)[: 1 << 16]

    def francais(nom: str) -> int:
        return sum(c in _FRANCAISES for c in hauts.decode(nom, "replace"))

    return max(_SUR_8_BITS, key=lambda nom: (francais(nom), nom == "cp1252"))


@contextmanager
def en_texte(entier: Octets, nom: str) -> Iterator[io.TextIOWrapper]:
    """The text, line ends as they stand; nothing that cannot be decoded stops the reading."""
    fautes = "windows" if nom in {"utf-8", "utf-8-sig"} else "replace"
    with entier.ouvrir() as flux, io.TextIOWrapper(flux, nom, fautes, newline="") as texte:
        yield texte


def est_du_texte(entier: Octets, nom: str) -> bool:
    """Whether what is decoded reads like text: control characters are not written by people."""
    with en_texte(entier, nom) as texte:
        debut = texte.read(20_000)
    controles = sum((c < " " and c not in "\t\r\n\f\v\x1a") or c == "\ufffd" for c in debut)
    return controles <= len(debut) // 50
