"""The command line of the registry: ``flask --app app producteurs <command>``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from producteurs.models import IssueLigne
from producteurs.opendata.analyse import Analyse, analyser
from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.rapport import Rapport
from producteurs.services.importation.rapprochement import RapprocheurDuRegistre
from producteurs.vocabulaire import ISSUES_LIGNE
from territoires.contexte import geocodeur_courant
from territoires.errors import PlateformeInconnue
from territoires.queries import codes_des_departements, plateforme

groupe = AppGroup("producteurs", help="Read and write files of producteurs.")


@groupe.command("importer")
@click.argument("fichier", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--plateforme", "slug", help="Only where this platform is; everywhere by default.")
@click.option("--dry-run", "a_blanc", is_flag=True, help="Read and check; write nothing.")
@click.option("--rapport", type=click.Path(path_type=Path), help="Write what became of each row.")
def importer(fichier: Path, slug: str | None, a_blanc: bool, rapport: Path | None) -> None:
    """Read FICHIER (CSV, GeoJSON, KML, XLSX, ODS, GoGoCarto, Agence Bio) into the registry."""
    if not a_blanc:
        raise click.UsageError("Pour l’instant, ajoutez --dry-run.")
    fait = Rapport(fichier.name)
    departements = _departements(slug)
    try:
        _lire(fichier, departements, fait)
    except FichierIllisible as refus:
        fait.erreur = str(refus)
    if rapport:
        fait.ecrire(rapport)
    _dire(fait)


def _departements(slug: str | None) -> list[str]:
    try:
        return plateforme(slug).departements if slug else list(codes_des_departements())
    except PlateformeInconnue as refus:
        raise click.BadParameter(str(refus), param_hint="--plateforme") from refus


def _lire(fichier: Path, departements: list[str], rapport: Rapport) -> Analyse:
    analyse = analyser(
        fichier,
        nom=fichier.name,
        departements=departements,
        rapprocheur=RapprocheurDuRegistre(departements),
        geocodeur=geocodeur_courant(),
    )
    rapport.lignes = analyse.total
    with click.progressbar(length=analyse.total, label=fichier.name) as barre:
        for lot in analyse.lots():
            rapport.ajouter(lot)
            barre.update(len(lot))
    rapport.reconnu = analyse.resume()
    return analyse


def _dire(rapport: Rapport) -> None:
    """Print the counts; leave with 1 when a row has no issue, or the file could not be read."""
    if rapport.erreur:
        click.echo(rapport.erreur, err=True)
        raise SystemExit(1)
    click.echo(f"{rapport.lignes} lignes")
    for issue in IssueLigne:
        click.echo(f"{rapport.issues[issue]:>8} {ISSUES_LIGNE[issue]}")
    if not rapport.complet:
        click.echo("Des lignes n’ont pas été comptées.", err=True)
        raise SystemExit(1)
