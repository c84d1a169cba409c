"""The same import from the command line: written, counted, reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app.importation import groupe
from producteurs.models import EtatDossier, Producteur
from socle.db import session
from tests import fabrique

CSV = (
    "Identifiant;Nom;Adresse;Commune;Latitude;Longitude\n"
    "F1;Ferme du Pont;Le Bourg;Montbrison;45,61;4,07\n"
    "F2;;La Côte;Montbrison;45,61;4,07\n"
    "F3;Le Verger;La Côte;Atlantis;;\n"
)


class Lancer:
    """The command, as it is typed, on a file of this test."""

    def __init__(self, app: Flask, dossier: Path) -> None:
        self._app, self.rapport = app, dossier / "rapport.json"
        self.fichier = dossier / "fermes.csv"

    def __call__(self, contenu: str, *options: str) -> Result:
        self.fichier.write_text(contenu, encoding="utf-8")
        commande = ["importer", str(self.fichier), "--rapport", str(self.rapport), *options]
        session.rollback()
        return self._app.test_cli_runner().invoke(groupe, commande)

    def lu(self) -> dict[str, object]:
        lu: dict[str, object] = json.loads(self.rapport.read_text(encoding="utf-8"))
        return lu


@pytest.fixture
def lancer(app: Flask, base: sa.Connection, tmp_path: Path) -> Lancer:
    fabrique.commune()
    fabrique.plateforme()
    return Lancer(app, tmp_path)


def test_chaque_ligne_a_son_issue_et_le_registre_recoit_les_bonnes(lancer: Lancer) -> None:
    fini = lancer(CSV, "--plateforme", "loire")
    assert fini.exit_code == 0, fini.output
    rapport = lancer.lu()
    assert rapport["lignes"] == 3
    assert rapport["issues"] == {
        "cree": 1,
        "mis_a_jour": 0,
        "inchange": 0,
        "a_revoir": 1,
        "refuse": 1,
    }
    assert len(rapport["details"]) == 3  # type: ignore[arg-type]
    [pont] = session.scalars(sa.select(Producteur))
    assert (pont.nom, pont.dossier.etat) == ("Ferme du Pont", EtatDossier.SOUMIS)


def test_a_blanc_rien_n_est_ecrit_et_les_issues_sont_les_memes(lancer: Lancer) -> None:
    assert lancer(CSV, "--dry-run").exit_code == 0
    a_blanc = lancer.lu()
    assert session.scalars(sa.select(Producteur)).all() == []
    assert lancer(CSV).exit_code == 0
    assert lancer.lu()["issues"] == a_blanc["issues"]


def test_la_meme_source_met_a_jour_ses_fermes(lancer: Lancer) -> None:
    lancer(CSV, "--source", "Annuaire")
    assert lancer(CSV.replace("Le Bourg", "Place Eugène"), "--source", "annuaire").exit_code == 0
    assert lancer.lu()["issues"]["mis_a_jour"] == 1  # type: ignore[index]
    [pont] = session.scalars(sa.select(Producteur))
    assert pont.adresse == "Place Eugène"


def test_un_fichier_illisible_finit_par_un_echec_qui_dit_pourquoi(lancer: Lancer) -> None:
    fini = lancer("\x89PNG\r\n\x1a\n\x00\x00")
    assert fini.exit_code == 1
    assert "ne peut pas être lu" in fini.output
    assert lancer.lu()["erreur"]


def test_une_plateforme_inconnue_est_refusee(lancer: Lancer) -> None:
    assert lancer(CSV, "--plateforme", "ailleurs").exit_code == 2
