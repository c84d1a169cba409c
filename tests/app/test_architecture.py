"""The house stays as it was drawn: floors, short routes, labelled doors, words, migrations."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import grimp
import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask

from app.commandline import configuration_alembic
from socle.db import Base
from socle.reglages import RACINE, Reglages
from socle.web.acces import acces_de
from tests.conftest import nouvelle_base

ETAGES = (
    "app",
    "cartes",
    "commandes",
    "livraisons",
    "producteurs",
    "seeds",
    "socle",
    "territoires",
)
PORTES = {"routes", "staff", "api", "tasks"}
LIGNES_D_UNE_ROUTE = 15
LIGNES_D_UN_FICHIER = 300
MOTS_INTERDITS = {"utils", "helpers", "common", "misc", "manager"}


def fichiers_python() -> Iterator[Path]:
    for etage in (*ETAGES, "tests"):
        yield from (RACINE / etage).rglob("*.py")


def lire(nom: str) -> str:
    return (RACINE / nom).read_text(encoding="utf-8")


def test_les_imports_descendent_les_etages() -> None:
    commande = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    fini = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert fini.returncode == 0, fini.stdout


def test_les_portes_d_une_piece_ne_sont_ouvertes_que_par_l_assemblage() -> None:
    graphe = grimp.build_graph(*ETAGES)
    for module in graphe.modules:
        *piece, nom = module.split(".")
        # The simulated payment company is a site of its own, with its own doors.
        if nom not in PORTES or "simulateur" in piece or not piece:
            continue
        ailleurs = {
            importeur
            for importeur in graphe.find_modules_that_directly_import(module)
            if importeur != "app.factory" and not importeur.startswith(f"{module}.")
        }
        assert not ailleurs, f"{module} is imported by {ailleurs}"


def _routes(arbre: ast.Module) -> Iterator[ast.FunctionDef]:
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.FunctionDef) and any(
            isinstance(d, ast.Call)
            and isinstance(d.func, ast.Attribute)
            and d.func.attr in {"route", "get", "post"}
            for d in noeud.decorator_list
        ):
            yield noeud


def test_une_route_tient_en_quinze_lignes() -> None:
    trop_longues = []
    for fichier in fichiers_python():
        if "simulateur" in fichier.parts or "tests" in fichier.parts:
            continue
        for route in _routes(ast.parse(fichier.read_text(encoding="utf-8"))):
            corps = route.body[1:] if ast.get_docstring(route) else route.body
            lignes = (corps[-1].end_lineno or 0) - corps[0].lineno + 1
            if lignes > LIGNES_D_UNE_ROUTE:
                trop_longues.append(f"{fichier.relative_to(RACINE)}:{route.lineno} {lignes}")
    assert not trop_longues


def test_un_fichier_tient_en_trois_cents_lignes() -> None:
    longs = [
        str(f.relative_to(RACINE))
        for f in fichiers_python()
        if len(f.read_text(encoding="utf-8").splitlines()) > LIGNES_D_UN_FICHIER
    ]
    assert not longs


def test_aucun_fichier_ne_porte_un_nom_fourre_tout() -> None:
    assert not [f for f in fichiers_python() if f.stem in MOTS_INTERDITS]


def test_chaque_adresse_dit_qui_peut_entrer(app: Flask) -> None:
    sans_etiquette = [e for e in app.view_functions if acces_de(app, e) is None]
    assert not sans_etiquette


def test_chaque_page_d_equipe_demande_un_role(app: Flask) -> None:
    for regle in app.url_map.iter_rules():
        if regle.rule.startswith(("/equipe/", "/espace/")):
            acces = acces_de(app, regle.endpoint)
            assert acces is not None
            assert not acces.public, regle.rule


def test_le_glossaire_contient_chaque_modele() -> None:
    lisezmoi = lire("README.md")
    glossaire = lisezmoi[lisezmoi.index("## Glossary") :]
    absents = [
        m.class_.__name__
        for m in Base.registry.mappers
        if f"`{m.class_.__name__}`" not in glossaire
    ]
    assert not absents


def test_chaque_reglage_est_documente_et_chaque_reglage_documente_existe() -> None:
    documentes = set(re.findall(r"^\| `(CABAS_[A-Z_]+)`", lire("README.md"), re.MULTILINE))
    assert documentes == {f"CABAS_{f.name.upper()}" for f in fields(Reglages)}


def test_chaque_commande_est_documentee_et_chaque_commande_documentee_existe(app: Flask) -> None:
    lisezmoi = lire("README.md")
    cibles = set(re.findall(r"^([a-z]+):.*## ", lire("Makefile"), re.MULTILINE))
    assert set(re.findall(r"^\| `make ([a-z]+)`", lisezmoi, re.MULTILINE)) == cibles
    for nom in ("cabas", "producteurs"):
        groupe = app.cli.commands[nom]
        documentees = re.findall(rf"^\| `flask --app app {nom} ([a-z]+)", lisezmoi, re.MULTILINE)
        assert set(documentees) == set(groupe.commands)  # type: ignore[attr-defined]


def test_chaque_dependance_est_expliquee() -> None:
    lisezmoi = lire("README.md").lower()
    projet = lire("pyproject.toml")
    noms = re.findall(r'^  "([a-z0-9-]+)', projet[: projet.index("[tool.ruff]")], re.MULTILINE)
    absents = [nom for nom in noms if f"`{nom}`" not in lisezmoi]
    assert not absents


@pytest.mark.parametrize("sorte", ["sqlite", "postgresql"])
def test_les_migrations_menent_d_une_base_vide_aux_tables_presentes(
    sorte: str, tmp_path: Path
) -> None:
    adresse = nouvelle_base(sorte, tmp_path, "migrations")
    configuration = configuration_alembic(adresse)
    command.upgrade(configuration, "head")
    command.check(configuration)
    moteur = sa.create_engine(adresse)
    assert set(Base.metadata.tables) < set(sa.inspect(moteur).get_table_names())
    moteur.dispose()
    command.downgrade(configuration, "base")
