"""The report of a file: every row, its number, its issue, its reasons; the counts add up to it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from producteurs.models import IssueLigne
from producteurs.services.importation.ligne import LigneAnalysee


@dataclass(slots=True)
class Rapport:
    """Grows row by row. ``lignes`` is how many rows the file has, by a reading of its own."""

    fichier: str
    lignes: int = 0
    issues: Counter[IssueLigne] = field(default_factory=Counter)
    details: list[dict[str, Any]] = field(default_factory=list)
    erreur: str = ""
    """Why the file could not be read at all, empty when it could."""
    reconnu: dict[str, Any] = field(default_factory=dict)
    """Format, encoding, separator, columns…"""

    def ajouter(self, lot: Sequence[LigneAnalysee]) -> None:
        for ligne in lot:
            self.issues[ligne.issue] += 1
            self.details.append(_detail(ligne))

    @property
    def complet(self) -> bool:
        """Whether each row of the file has an issue, once."""
        return not self.erreur and sum(self.issues.values()) == len(self.details) == self.lignes

    def en_json(self) -> dict[str, Any]:
        corps = {
            "fichier": self.fichier,
            "lignes": self.lignes,
            "issues": {issue.value: self.issues[issue] for issue in IssueLigne},
            "details": self.details,
            "reconnu": self.reconnu,
        }
        return corps | ({"erreur": self.erreur} if self.erreur else {})

    def ecrire(self, chemin: Path) -> None:
        with chemin.open("w", encoding="utf-8", errors="replace") as flux:
            json.dump(self.en_json(), flux, ensure_ascii=False, indent=1)


def _detail(ligne: LigneAnalysee) -> dict[str, Any]:
    fiche = ligne.fiche
    doublon: int | str | None = ligne.doublon_ligne
    if doublon is None and ligne.producteur_id and ligne.issue is IssueLigne.A_REVOIR:
        doublon = f"producteur {ligne.producteur_id}"
    return {
        "ligne": fiche.numero,
        "nom": fiche.nom,
        "issue": ligne.issue.value,
        "motifs": list(ligne.motifs),
        "doublon_de": doublon,
        "lat": fiche.lat,
        "lon": fiche.lon,
        "precision": fiche.precision.value if fiche.precision else None,
        "reparations": {champ: list(paire) for champ, paire in fiche.reparations.items()},
    }
