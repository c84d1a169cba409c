"""Spreadsheets (XLSX, XLS, ODS), read by calamine. Of several sheets, the one that lists farms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from producteurs.opendata.entetes import Champ, champ_de
from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.lecture.grille import (
    ESSAI,
    Entete,
    Rangee,
    nommees,
    reconnaitre_entete,
)
from producteurs.opendata.lecture.octets import Octets
from producteurs.opendata.lecture.plat import en_texte
from producteurs.opendata.lecture.tableau import Format, Tableau
from socle.langue import _l


def lire_classeur(entier: Octets, format_: Format) -> Tableau:
    """The table of the sheet that looks most like a list of farms."""
    classeur = _ouvrir(entier)
    candidates = []
    for nom in classeur.sheet_names:
        entete = reconnaitre_entete([c for _n, c in islice(_rangees(classeur, nom), ESSAI)])
        if entete.colonnes:
            candidates.append((_interet(classeur, nom, entete), nom, entete))
    if not candidates:
        raise FichierIllisible(raison=_l("Ce classeur n’a aucune feuille remplie."))
    _note, feuille, entete = max(candidates, key=lambda c: c[0])
    return Tableau(
        format=format_,
        colonnes=entete.colonnes,
        entete=entete.rang >= 0,
        titres=entete.titres,
        feuille=feuille,
        lire_lignes=lambda vides: nommees(_rangees(_ouvrir(entier), feuille), entete, vides),
    )


def _ouvrir(entier: Octets) -> Any:
    with entier.ouvrir() as flux:
        return _prudemment(lambda: CalamineWorkbook.from_filelike(flux))


def _prudemment(lire: Any) -> Any:
    """Run ``lire``; whatever the Rust library makes of a broken file is one refusal."""
    try:
        return lire()
    except (CalamineError, ValueError, OSError, OverflowError) as faute:
        raise FichierIllisible(raison=_l("Ce classeur est abîmé ou protégé.")) from faute
    except BaseException as faute:
        if type(faute).__name__ != "PanicException":  # not an Exception in pyo3
            raise
        raise FichierIllisible(raison=_l("Ce classeur est abîmé.")) from faute


def _interet(classeur: Any, nom: str, entete: Entete) -> tuple[int, int, int]:
    champs = {trouve[0] for c in entete.colonnes if (trouve := champ_de(c))}
    essentiels = len(champs & {Champ.NOM, Champ.SIRET, Champ.COMMUNE, Champ.LAT, Champ.ADRESSE})
    return essentiels, len(champs), classeur.get_sheet_by_name(nom).total_height


def _rangees(classeur: Any, nom: str) -> Iterator[Rangee]:
    feuille = _prudemment(lambda: classeur.get_sheet_by_name(nom))
    depart = (feuille.start or (0, 0))[0]
    rangees = _prudemment(feuille.iter_rows)
    numero = depart
    fin = object()
    while (rangee := _prudemment(lambda: next(rangees, fin))) is not fin:
        cellules = [_cellule(c) for c in rangee]
        numero += 1
        yield numero, cellules if any(cellules) else []


def _cellule(valeur: object) -> str:
    if isinstance(valeur, datetime | date | time):
        return valeur.isoformat()
    if isinstance(valeur, timedelta):
        return str(valeur)
    return en_texte(valeur)
