"""Alembic's entry: the tables of every room, on the database that the settings name."""

from __future__ import annotations

import os

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

import app.factory  # noqa: F401  (it knows every room: every table is declared)
from socle.db import Base, InstantUTC, ouvrir_moteur
from socle.reglages import Reglages


def ecrire(genre: str, objet: object, contexte: AutogenContext) -> str | bool:
    """Write our own column type by its name; leave the rest to Alembic."""
    if genre == "type" and isinstance(objet, InstantUTC):
        contexte.imports.add("from socle.db import InstantUTC")
        return "InstantUTC()"
    return False


adresse = context.config.attributes.get("adresse") or Reglages.depuis(os.environ).adresse_base
moteur = ouvrir_moteur(adresse)

if moteur.dialect.name == "sqlite":
    # A table that is rebuilt is dropped, which would empty those that refer to it.
    @event.listens_for(moteur, "connect")
    def _lacher_les_references(connexion: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connexion.cursor().execute("PRAGMA foreign_keys = OFF")


# Our engine begins SQLite's transactions itself, so its tables change in one too.
with moteur.begin() as connexion:
    context.configure(
        connection=connexion,
        target_metadata=Base.metadata,
        render_as_batch=moteur.dialect.name == "sqlite",  # SQLite cannot alter a column
        compare_type=True,
        transactional_ddl=True,
        render_item=ecrire,
    )
    with context.begin_transaction():
        context.run_migrations()
moteur.dispose()
