"""Reading the text of our own PDF files: enough of the format for what Typst writes.

Each page's content names a font and shows glyph numbers; the font's ToUnicode table says which
letters they are (ISO 32000-1, 9.4.3 and 9.10.3).
"""

from __future__ import annotations

import re
import zlib

_OBJET = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_FLUX = re.compile(rb"/Length (\d+).*?stream\r?\n", re.DOTALL)
_LETTRE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_CHAINE = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)"  # balanced brackets need no backslash
_MONTRE = re.compile(rb"/(f\d+) [\d.]+ Tf|(" + _CHAINE + rb")|(ET)", re.DOTALL)
_ECHAPPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NOMMES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texte_du_pdf(pdf: bytes) -> str:
    """The words in the order in which they are set, pages one after the other."""
    objets = {int(m[1]): m[2] for m in _OBJET.finditer(pdf)}
    pages = [o for o in objets.values() if b"/Type/Page/" in o]
    return "\n".join(_texte_de_page(page, objets) for page in pages)


def _texte_de_page(page: bytes, objets: dict[int, bytes]) -> str:
    ressources = objets[_numero(rb"/Resources", page)]
    lettres = {
        nom: _lettres(objets[int(numero)], objets)
        for nom, numero in re.findall(rb"/(f\d+) (\d+) 0 R", ressources)
    }
    morceaux: list[str] = []
    table: dict[int, str] = {}
    for police, chaine, fin in _MONTRE.findall(_flux(objets[_numero(rb"/Contents", page)])):
        if police:
            table = lettres[police]
        elif fin:
            morceaux.append(" ")
        else:
            codes = _ECHAPPE.sub(_deplier, chaine[1:-1])
            morceaux += [
                table.get(int.from_bytes(codes[i : i + 2]), "") for i in range(0, len(codes), 2)
            ]
    return " ".join("".join(morceaux).split())


def _deplier(trouve: re.Match[bytes]) -> bytes:
    code = trouve[1]
    return bytes([int(code, 8)]) if code.isdigit() else _NOMMES.get(code, code)


def _lettres(police: bytes, objets: dict[int, bytes]) -> dict[int, str]:
    table = _flux(objets[_numero(rb"/ToUnicode", police)])
    return {
        int(glyphe, 16): bytes.fromhex(lettre.decode()).decode("utf-16-be")
        for glyphe, lettre in _LETTRE.findall(table)
    }


def _numero(cle: bytes, objet: bytes) -> int:
    trouve = re.search(cle + rb" (\d+) 0 R", objet)
    assert trouve is not None, (cle, objet[:200])
    return int(trouve[1])


def _flux(objet: bytes) -> bytes:
    trouve = _FLUX.search(objet)
    assert trouve is not None
    contenu = objet[trouve.end() : trouve.end() + int(trouve[1])]
    return zlib.decompress(contenu) if b"/FlateDecode" in objet else contenu
