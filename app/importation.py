"""The command line of the registry: ``flask --app app producteurs <command>``."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask.cli import AppGroup

from producteurs.models import EtatImport, Import, IssueLigne
from producteurs.opendata.analyse import Analyse, analyser
from producteurs.opendata.bilan import completer
from producteurs.opendata.deroulement import ecrire_import, lire_import
from producteurs.opendata.rapport import Rapport
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.rapprochement import RapprocheurDuRegistre
from producteurs.services.importation.reception import recevoir_fichier
from producteurs.vocabulaire import ISSUES_LIGNE
from socle.db import session, transaction
from socle.errors import Refus
from territoires.contexte import geocodeur_courant
from territoires.errors import PlateformeInconnue
from territoires.queries import codes_des_departements, plateforme

ATTENTE_S = 1.0
groupe = AppGroup("producteurs", help="Read and write files of producteurs.")


@groupe.command("importer")
@click.argument("fichier", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Where it comes from; by default the name of the file.")
@click.option("--plateforme", "slug", help="Only where this platform is; everywhere by default.")
@click.option("--dry-run", "a_blanc", is_flag=True, help="Read and check; write nothing.")
@click.option("--rapport", type=click.Path(path_type=Path), help="Write what became of each row.")
def importer(
    fichier: Path, source: str | None, slug: str | None, a_blanc: bool, rapport: Path | None
) -> None:
    """Read FICHIER (CSV, GeoJSON, KML, XLSX, ODS, GoGoCarto, Agence Bio) into the registry."""
    fait = Rapport(fichier.name)
    departements = _departements(slug)
    try:
        if a_blanc:
            _lire(fichier, departements, fait)
        else:
            _ecrire(fichier, source or fichier.stem, departements, fait)
    except Refus as refus:
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


def _ecrire(fichier: Path, source: str, departements: list[str], rapport: Rapport) -> None:
    """The wizard's own steps: kept, read, written. New farms wait for the chamber, and records
    already vouched for get proposals, as nobody is there to answer for more."""
    with transaction(), fichier.open("rb") as flux:
        recu = recevoir_fichier(
            flux, fichier.name, source=source, departements=departements, par=None
        )
        numero = recu.id
    while _etat(numero) is EtatImport.ANALYSE:
        lire_import(numero, geocodeur_courant())
        if _etat(numero) is EtatImport.ANALYSE:
            time.sleep(ATTENTE_S)  # the site's worker was quicker: it is reading it
    if _etat(numero) is EtatImport.A_VERIFIER:
        with transaction():
            lancer_ecriture(session.get_one(Import, numero), par=None)
        ecrire_import(numero)
    completer(rapport, session.get_one(Import, numero))
    session.rollback()


def _etat(numero: int) -> EtatImport:
    etat = session.get_one(Import, numero, populate_existing=True).etat
    session.rollback()
    return etat


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
