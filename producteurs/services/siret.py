"""The form of a SIRET. Whether the establishment exists is another question."""

from __future__ import annotations

from stdnum.exceptions import InvalidChecksum
from stdnum.fr import siret as stdnum_siret

from producteurs.errors import SiretAvecLettres, SiretDeMauvaiseLongueur, SiretFaux


def lire_siret(texte: str) -> str:
    """The 14 digits of « 732 829 320 00074 »; Luhn's rule, with La Poste's exception."""
    chiffres = "".join(c for c in texte if not c.isspace() and c not in ".-\u00a0\u202f")
    intrus = "".join(c for c in chiffres if c not in "0123456789")
    if intrus:
        raise SiretAvecLettres(intrus=intrus[:20])
    if len(chiffres) != 14:
        raise SiretDeMauvaiseLongueur(lus=len(chiffres))
    try:
        stdnum_siret.validate(chiffres)
    except InvalidChecksum as faute:
        raise SiretFaux from faute
    return chiffres
