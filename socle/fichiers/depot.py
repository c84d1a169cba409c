"""Where files are kept: a folder. The one place that another kind of store would replace."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from socle.reglages import Reglages


class Depot:
    """Files by name in one folder, spread over sub-folders by the first two characters."""

    def __init__(self, dossier: Path, droits: int = 0o644) -> None:
        self._dossier = dossier
        self._droits = droits

    def ecrire(self, nom: str, contenu: bytes) -> None:
        """Keep ``contenu`` under ``nom``: beside first, then in place, so nobody reads half."""
        chemin = self._chemin(nom)
        chemin.parent.mkdir(parents=True, exist_ok=True)
        descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent)
        with os.fdopen(descripteur, "wb") as fichier:
            fichier.write(contenu)
        Path(provisoire).chmod(self._droits)
        Path(provisoire).replace(chemin)

    def lire(self, nom: str) -> bytes | None:
        """The content kept under ``nom``, or None."""
        try:
            return self._chemin(nom).read_bytes()
        except FileNotFoundError:
            return None

    def contient(self, nom: str) -> bool:
        return self._chemin(nom).is_file()

    def _chemin(self, nom: str) -> Path:
        return self._dossier / nom[:2] / nom


class _Ouvert:
    depot: Depot | None = None
    prives: Depot | None = None


def brancher_fichiers(reglages: Reglages) -> None:
    """Keep the files of this process in the folder that the settings name."""
    _Ouvert.depot = Depot(reglages.dossier_fichiers)
    _Ouvert.prives = Depot(reglages.dossier_fichiers / "prives", droits=0o600)


def depot() -> Depot:
    """The store of this process."""
    assert _Ouvert.depot is not None, "brancher_fichiers has not run"
    return _Ouvert.depot


def prives() -> Depot:
    """The store of private papers: no address leads into it."""
    assert _Ouvert.prives is not None, "brancher_fichiers has not run"
    return _Ouvert.prives
