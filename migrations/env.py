"""Alembic's entry: the tables of every room, on the database that the settings name."""

from __future__ import annotations

import os

from alembic import context

import cartes  # noqa: F401  (with the rooms below it: every table is declared)
import commandes.models
import socle.envois.models
import socle.travaux  # noqa: F401
from socle.db import Base, ouvrir_moteur
from socle.reglages import Reglages

adresse = context.config.attributes.get("adresse") or Reglages.depuis(os.environ).adresse_base
moteur = ouvrir_moteur(adresse)

with moteur.connect() as connexion:
    context.configure(
        connection=connexion,
        target_metadata=Base.metadata,
        render_as_batch=moteur.dialect.name == "sqlite",  # SQLite cannot alter a column
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
moteur.dispose()
