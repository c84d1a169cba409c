"""Phones, e-mails and addresses of sites, found in what people wrote around them."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

_TELEPHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)\s?33[\s.]?(?:\(0\)[\s.]?)?|0)[\s.]?[1-9](?:[\s./\-\u00a0\u202f]{0,2}\d{2}){4}(?!\d)"
)
_ECRIT_EN_ENTIER = re.compile(r"[\s(]*(?:(?:\+|00)\s?33|0)[^\d]*(?:\(0\))?[^\d]*[1-9]")
_COURRIEL = re.compile(r"[\w.+'\-]+@[\w\-]+(?:\.[\w\-]+)+")
_AROBASE = re.compile(r"\s*[\[({]\s*(?:at|arobase|@)\s*[\])}]\s*|\s+(?:arobase)\s+", re.IGNORECASE)
_SITE = re.compile(
    r"(?:https?:\s*//|https?//|www\.)[^\s<>\"';,|]+"
    r"|[\w\-]+(?:\.[\w\-]+)*\.(?:fr|com|org|net|bio|eu|info|farm|shop|io|coop)(?:/[^\s<>\"';,|]*)?(?![\w@])",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _ecrire_telephone(texte: str) -> str:
    """As it is read aloud. A French number that has the right length and its first zero is kept
    although its range is not known yet, or not given to anybody."""
    try:
        lu = phonenumbers.parse(texte, "FR")
    except phonenumbers.NumberParseException:
        return ""
    francais = lu.country_code == 33
    bien_forme = francais and phonenumbers.is_possible_number(lu) and _ECRIT_EN_ENTIER.match(texte)
    if not (bien_forme or phonenumbers.is_valid_number(lu)):
        return ""
    forme = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(lu, forme.NATIONAL if francais else forme.INTERNATIONAL)


def lire_telephone(texte: str) -> str:
    """The first phone of a cell, as « 04 77 12 34 56 »; nothing when there is none."""
    texte = re.sub(r"\.0+$", "", texte.strip())
    if entier := _ecrire_telephone(texte):
        return entier
    if dedans := telephone_dans(texte):
        return dedans
    for morceau in re.split(r"[/;,|]| ou | et |:", texte):
        if len(re.sub(r"\D", "", morceau)) >= 8 and (lu := _ecrire_telephone(morceau.strip())):
            return lu
    return ""


def telephone_dans(prose: str) -> str:
    """The first French phone that prose mentions, or nothing."""
    for trouve in _TELEPHONE.finditer(prose):
        if lu := _ecrire_telephone(trouve[0].replace("/", " ")):
            return lu
    return ""


def lire_courriel(texte: str) -> str:
    """The first e-mail of a cell, in lower case: « Contact [at] Ferme.fr » too."""
    texte = _AROBASE.sub("@", texte.replace("mailto:", " "))
    trouve = _COURRIEL.search(texte) or _COURRIEL.search(re.sub(r"\s*([@.])\s*", r"\1", texte))
    return trouve[0].strip(".'-").lower() if trouve else ""


def lire_site(texte: str) -> str:
    """The first address of a cell, with its scheme: « https://www.ferme.fr »."""
    for trouve in _SITE.finditer(texte):
        avant = texte[: trouve.start()]
        if avant.endswith("@"):
            continue
        adresse = re.sub(r"^https?:?\s*//+", "", trouve[0].rstrip(".)]"), flags=re.IGNORECASE)
        schema = "http" if trouve[0].lower().startswith("http:") else "https"
        if "." in adresse and "@" not in adresse:
            hote, barre, chemin = adresse.partition("/")
            return f"{schema}://{hote.lower()}{barre}{chemin}"
    return ""
