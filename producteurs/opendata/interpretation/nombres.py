"""SIRET, postcodes and INSEE codes that spreadsheets have mangled."""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.fr import siret as stdnum_siret

SIRET_FAUX = "siret_faux"
SIREN_SEUL = "siren_seul"


def lire_siret(texte: str) -> tuple[str, str]:
    """(the 14 digits or nothing, a code of what is wrong or nothing).

    Thirteen digits whose rule holds once a zero is put back had lost it; nine are a SIREN, which
    says whose the establishment is, not which one.
    """
    texte = re.sub(r"\.0+$", "", texte.strip())
    if re.fullmatch(r"\d[.,]\d+\s*[eE]\s*\+?\d+", texte):
        return "", SIRET_FAUX  # a spreadsheet rounded it: the last digits are lost
    chiffres = re.sub(r"[\s.\-_/'\u00a0\u202f]", "", texte)
    if trouve := re.search(r"(?<!\d)\d{14}(?!\d)", chiffres):
        chiffres = trouve[0]
    if not chiffres.isdigit() or not chiffres.isascii():
        return "", SIRET_FAUX if sum(c.isdigit() for c in chiffres) >= 8 else ""
    if not chiffres.strip("0"):
        return "", ""
    if 12 <= len(chiffres) <= 14:
        rempli = chiffres.zfill(14)
        return (rempli, "") if stdnum_siret.is_valid(rempli) else ("", SIRET_FAUX)
    if len(chiffres) in {8, 9} and luhn.is_valid(chiffres.zfill(9)):
        return "", SIREN_SEUL
    return "", SIRET_FAUX


def lire_code_postal(texte: str) -> tuple[str, str]:
    """(postcode or nothing, what else the cell holds): « 1000 » is 01000, « 42 600 » 42600."""
    texte = re.sub(r"\.0+$", "", texte.strip())
    if re.fullmatch(r"\d{4}", texte):
        return f"0{texte}", ""
    if trouve := re.search(r"(?<!\d)(\d{2})\s?(\d{3})(?!\d)", texte):
        reste = texte[: trouve.start()] + " " + texte[trouve.end() :]
        return trouve[1] + trouve[2], re.sub(r"^(F|FR)\s*-\s*$", "", reste.strip(" ,-()"))
    return "", texte


def lire_insee(texte: str) -> str:
    """An INSEE code: five signs, « 1004 » is 01004; nothing when it is not one."""
    texte = re.sub(r"\.0+$", "", texte.strip()).replace(" ", "").upper()
    if re.fullmatch(r"\d{4}", texte):
        return f"0{texte}"
    return texte if re.fullmatch(r"(\d{2}|2[AB])\d{3}", texte) else ""
