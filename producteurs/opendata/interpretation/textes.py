"""Text as it should have been: no HTML, no strange spaces, no « NC »."""

from __future__ import annotations

import html
import re

_BALISE = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.*?-->", re.DOTALL)
_SAUT = re.compile(r"<\s*(br|/p|/div|/li|/tr|/h\d)\s*/?\s*>", re.IGNORECASE)
_INVISIBLES = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe]")
_ESPACES = re.compile(r"[^\S\n]+")
_SAUTS = re.compile(r" *\n[ \n]*")
_VIDES = frozenset(
    [
        "nc",
        "n c",
        "n.c",
        "n.c.",
        "n/c",
        "na",
        "n/a",
        "n.a.",
        "neant",
        "néant",
        "-",
        "--",
        "---",
        "_",
        ".",
        "..",
        "...",
        "?",
        "??",
        "/",
        "\\",
        "#n/a",
        "#ref!",
        "#valeur!",
        "null",
        "none",
        "nan",
        "nil",
        "undefined",
        "non communique",
        "non communiqué",
        "non communiqués",
        "non renseigné",
        "non renseigne",
        "non renseignée",
        "inconnu",
        "inconnue",
        "non connu",
        "sans",
        "aucun",
        "aucune",
        "xxx",
        "xx",
        "x",
        "vide",
        "nr",
        "n.r.",
        "non disponible",
        "nd",
        "n.d.",
        "[]",
        "{}",
        "''",
        '""',
        "a renseigner",
        "à renseigner",
        "a completer",
        "à compléter",
        "pas de site",
        "pas d'email",
        "pas de mail",
        "pas d’email",
    ]
)
_DOUBLE = re.compile(r"[ÃÂâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0-\u00bf]")


def est_vide(texte: str) -> bool:
    """« NC », « néant », « - » and the like say nothing."""
    return not texte or texte.lower() in _VIDES


def nettoyer(texte: str, *, sauts: bool = False) -> str:
    """Text without tags, entities, no-break, double or invisible spaces, « » when it says nothing.

    Line ends are kept with ``sauts``, else they become commas.
    """
    if not texte:
        return ""
    if "&" in texte:
        texte = html.unescape(html.unescape(texte))
    if "<" in texte:
        texte = _BALISE.sub(" ", _SAUT.sub("\n", texte))
    if _DOUBLE.search(texte):
        texte = _une_fois(texte)
    texte = _INVISIBLES.sub("", texte.replace("\r\n", "\n").replace("\r", "\n"))
    texte = _SAUTS.sub("\n", _ESPACES.sub(" ", texte)).strip(" \n")
    if not sauts:
        texte = re.sub(r"[,;]*\n[,;]*", ", ", texte)
    return "" if est_vide(texte.strip(" ,;")) else texte


def _une_fois(texte: str) -> str:
    """« Ã©levage » is UTF-8 that was read as Windows' and written again: « élevage »."""
    try:
        return texte.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return texte


def liste(texte: str) -> list[str]:
    """The items of « miel, œufs ; pain », of « ['Lu', 'Ma'] » and of « a|b »."""
    texte = texte.strip()
    if texte.startswith(("[", "{")) and texte.endswith(("]", "}")):
        texte = re.sub(r"""['"\[\]{}]""", "", texte)
    morceaux = re.split(r"\s*[;|\n•·]\s*|\s*,\s+|,(?=\D)|\s+/\s+", texte)
    return [m.strip(" .'\"") for m in morceaux if m.strip(" .'\"")]
