"""The form of a SIRET, and whose it is. Whether the establishment exists is another question."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from stdnum.exceptions import InvalidChecksum
from stdnum.fr import siret as stdnum_siret

from producteurs.errors import (
    SiretAvecLettres,
    SiretDejaAVous,
    SiretDejaInscrit,
    SiretDejaPublic,
    SiretDeMauvaiseLongueur,
    SiretFaux,
)
from producteurs.models import Producteur
from producteurs.queries.fiche import producteur_par_siret
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session


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


def prendre_siret(producteur: Producteur, siret: str, par: Compte | None) -> None:
    """Let the database say whether the number is free: of two farms at once only one has it."""
    try:
        with session.begin_nested():
            producteur.siret = siret
    except IntegrityError as double:
        refuser_siret_pris(siret, par, double)
        raise


def refuser_siret_pris(
    siret: str, par: Compte | None, double: IntegrityError | None = None, sauf: int | None = None
) -> None:
    """Name the farm that has this SIRET only to whoever speaks for it, or if anybody reads it.

    ``sauf`` is the number of the farm that may have it.
    """
    deja = producteur_par_siret(siret)
    if deja is None or deja.id == sauf:
        return
    if par is not None and str(deja.id) in par.objets(Role.PRODUCTEUR):
        raise SiretDejaAVous(nom=deja.nom) from double
    if deja.dossier.en_regle(horloge.aujourdhui()):
        raise SiretDejaPublic(nom=deja.nom) from double
    raise SiretDejaInscrit from double
