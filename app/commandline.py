"""The command line: ``flask --app app <command>``."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import AppGroup
from huey.consumer_options import ConsumerConfig

from seeds.demonstration import charger_demonstration
from seeds.reference import charger_reference
from socle.battement import battre
from socle.db import transaction
from socle.reglages import RACINE, Reglages
from socle.travaux import file_d_attente

ACCUEIL = """
  Cabas, la démonstration : fermes et personnes inventées, aucun argent ne circule.

    Le site de la Loire     {site}/loire/
    Se connecter            {site}/compte/connexion   (mot de passe : demonstration)
    Les courriels envoyés   {site}/courrier/
    Arrêter                 Ctrl-C
"""

ARRET_S = 20

groupe = AppGroup("cabas", help="Set up and run Cabas.")


def configuration_alembic(adresse: str) -> Config:
    """Alembic's configuration (in pyproject.toml) for one database."""
    configuration = Config(toml_file=RACINE / "pyproject.toml")
    configuration.attributes["adresse"] = adresse
    return configuration


def _migrer(reglages: Reglages) -> None:
    command.upgrade(configuration_alembic(reglages.adresse_base), "head")


@groupe.command("migrer")
def migrer() -> None:
    """Bring the database to the present tables."""
    _migrer(current_app.config["REGLAGES"])


@groupe.command("preparer")
def preparer() -> None:
    """Migrate, load the communes; in the demonstration, its farms, sales and people too."""
    reglages: Reglages = current_app.config["REGLAGES"]
    _migrer(reglages)
    with transaction():
        charger_reference()
    if reglages.demonstration:
        charger_demonstration()
        click.echo(ACCUEIL.format(site=reglages.base_url.rstrip("/")))


@groupe.command("travailleur")
@click.option("--threads", default=1, show_default=True)
def travailleur(threads: int) -> None:
    """Run the worker: mails, refunds, expiries, reminders."""
    battre()
    reglages = ConsumerConfig(
        workers=threads,
        worker_type="thread",
        periodic=True,
        graceful_signal="TERM",  # what is under way, such as a mail, ends before the worker does
        shutdown_timeout=ARRET_S,
    )
    reglages.validate()
    file_d_attente().create_consumer(**reglages.values).run()
