"""Rows that were read are kept aside, to be looked at before anything is written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert

from producteurs.models import Import, IssueLigne, LigneImport
from producteurs.queries.imports import departements_des_communes
from producteurs.services.importation.ligne import FicheLue, LigneAnalysee
from socle.db import session

HORS_TERRITOIRE = "hors_territoire"
ECRITES = frozenset({IssueLigne.CREE, IssueLigne.MIS_A_JOUR, IssueLigne.INCHANGE})
_LISTES = ("familles", "modes", "labels")


def ranger_lignes(un_import: Import, lignes: Iterable[LigneAnalysee]) -> int:
    """Keep a batch of rows; one of another territory waits for somebody who acts there.

    Give back how many. Two queries.
    """
    lot = list(lignes)
    if not lot:
        return 0
    codes = {ligne.fiche.commune_code for ligne in lot} - {""}
    ou = departements_des_communes(codes)
    session.execute(insert(LigneImport), [_ranger(un_import, ligne, ou) for ligne in lot])
    return len(lot)


def _ranger(un_import: Import, ligne: LigneAnalysee, ou: Mapping[str, str]) -> dict[str, Any]:
    fiche, issue, motifs = ligne.fiche, ligne.issue, list(ligne.motifs)
    departement = ou.get(fiche.commune_code)
    dehors = departement is not None and departement not in un_import.departements
    if issue in ECRITES and (dehors or departement is None):
        issue = IssueLigne.A_REVOIR
        motifs = [*motifs, HORS_TERRITOIRE if dehors else "commune_inconnue"]
    lu = fiche_en_json(fiche) | {"empreinte": ligne.empreinte}
    return {
        "import_id": un_import.id,
        "numero": ligne.brute.numero,
        "nom": _texte(fiche.nom),
        "brut": {_texte(c): _texte(v) for c, v in ligne.brute.valeurs.items()},
        "lu": lu,
        "issue": issue,
        "motifs": list(dict.fromkeys(motifs)),
        "reparations": {champ: list(paire) for champ, paire in fiche.reparations.items()},
        "lat": lu["lat"],
        "lon": lu["lon"],
        "precision": fiche.precision,
        "doublon_ligne": ligne.doublon_ligne,
        "producteur_id": ligne.producteur_id,
        "appliquee": False,
        "avant": {},
    }


def _texte(valeur: str) -> str:
    """What both databases can hold: PostgreSQL refuses NUL, and both a half of a pair."""
    return valeur.replace("\x00", "").encode("utf-8", "replace").decode()


def fiche_en_json(fiche: FicheLue) -> dict[str, Any]:
    """What was understood, as JSON; repairs and reasons are kept beside."""
    valeurs = asdict(fiche)
    for cle in ("reparations", "motifs"):
        del valeurs[cle]
    valeurs["horaires"] = {j: [list(i) for i in k] for j, k in fiche.horaires.items()}
    for cle in _LISTES:
        valeurs[cle] = [membre.value for membre in valeurs[cle]]
    for cle in ("lat", "lon", "position_score"):
        if valeurs[cle] is not None and not math.isfinite(valeurs[cle]):
            valeurs[cle] = None  # JSON has no infinity
    for cle in ("genre", "precision"):
        valeurs[cle] = valeurs[cle].value if valeurs[cle] else None
    return {c: _texte(v) if isinstance(v, str) else v for c, v in valeurs.items()}
