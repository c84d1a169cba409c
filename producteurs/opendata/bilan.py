"""What became of a file's rows: the whole report, and the rows that were not taken."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from producteurs.models import Import, IssueLigne, LigneImport
from producteurs.opendata.publication import desamorcer
from producteurs.opendata.rapport import Rapport
from producteurs.queries.imports import compter_issues, lignes_en_lots

NON_PRISES = frozenset({IssueLigne.A_REVOIR, IssueLigne.REFUSE})


def ecrire_bilan(un_import: Import) -> bytes:
    """The report of the command line, made of the rows as they are now."""
    rapport = Rapport(un_import.nom_fichier)
    completer(rapport, un_import)
    return json.dumps(rapport.en_json(), ensure_ascii=False, indent=1).encode()


def completer(rapport: Rapport, un_import: Import) -> None:
    """Put into the report what became of each row, as it is kept now."""
    resume = un_import.resume
    rapport.issues.update(compter_issues(un_import))
    rapport.details += [_detail(ligne) for ligne in lignes_en_lots(un_import)]
    rapport.lignes = resume.get("lignes", len(rapport.details))
    rapport.erreur = resume.get("refus", "")
    rapport.reconnu = {c: v for c, v in resume.items() if c not in {"bail", "mots", "refus"}}


def _detail(ligne: LigneImport) -> dict[str, Any]:
    doublon: int | str | None = ligne.doublon_ligne
    if doublon is None and ligne.producteur_id and ligne.issue is IssueLigne.A_REVOIR:
        doublon = f"producteur {ligne.producteur_id}"
    return {
        "ligne": ligne.numero,
        "nom": ligne.nom,
        "issue": ligne.issue.value,
        "motifs": list(ligne.motifs),
        "doublon_de": doublon,
        "lat": ligne.lat,
        "lon": ligne.lon,
        "precision": ligne.precision.value if ligne.precision else None,
        "reparations": dict(ligne.reparations),
    }


def ecrire_non_pris(un_import: Import, mots: Mapping[str, Any]) -> bytes:
    """The rows to review or refused: their number, why, and their cells as they stand in the file,
    for whoever corrects them there. UTF-8 with its mark and semicolons, as French Excel reads."""
    colonnes = list(un_import.resume.get("colonnes", []))
    texte = io.StringIO()
    feuille = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    feuille.writerow(["ligne", "issue", "motifs", *(desamorcer(c) for c in colonnes)])
    for ligne in lignes_en_lots(un_import, LigneImport.issue.in_(NON_PRISES)):
        motifs = ", ".join(str(mots.get(motif, motif)) for motif in ligne.motifs)
        cellules = [desamorcer(str(ligne.brut.get(colonne, ""))) for colonne in colonnes]
        feuille.writerow([ligne.numero, ligne.issue.value, motifs, *cellules])
    return texte.getvalue().encode("utf-8-sig")
