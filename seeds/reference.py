"""Loading the reference tables: départements, communes and their postcodes."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite

from socle.db import Base, session
from socle.typographie import sans_accents
from territoires.lecture import departement_de
from territoires.models import CodePostal, Commune, Departement, TableReference

DOSSIER = Path(__file__).parent
EDITION = "1"  # raised when what is made from the files changes, so that they are loaded again
PAQUET = 5_000  # rows sent to the database at a time

log = structlog.get_logger()
Lignes = Sequence[dict[str, Any]]


def _lire(fichier: str) -> Iterator[dict[str, str]]:
    with (DOSSIER / fichier).open(encoding="utf-8", newline="") as flux:
        yield from csv.DictReader(flux)


def _empreinte(*fichiers: str) -> str:
    empreinte = hashlib.sha256(EDITION.encode())
    for fichier in fichiers:
        empreinte.update((DOSSIER / fichier).read_bytes())
    return empreinte.hexdigest()


def _poser(modele: type[Base], lignes: Lignes) -> None:
    """Insert the rows; those whose primary key is already there are brought up to date."""
    table = modele.__table__
    cles = [colonne.name for colonne in table.primary_key]
    dialecte = session.get_bind().dialect.name
    inserer: Any = postgresql.insert if dialecte == "postgresql" else sqlite.insert
    phrase = inserer(table)
    autres = {c.name: phrase.excluded[c.name] for c in table.columns if c.name not in cles}
    phrase = (
        phrase.on_conflict_do_update(index_elements=cles, set_=autres)
        if autres
        else phrase.on_conflict_do_nothing(index_elements=cles)
    )
    for debut in range(0, len(lignes), PAQUET):
        session.execute(phrase, lignes[debut : debut + PAQUET])


def _charger_departements() -> None:
    _poser(Departement, list(_lire("departements.csv")))


def _position(texte: str) -> float | None:
    return float(texte) if texte else None


def _charger_communes() -> None:
    # A commune that INSEE no longer has stays: farms may stand there.
    epcis = {ligne["code"]: ligne["nom"] for ligne in _lire("epci.csv")}
    lignes = list(_lire("communes.csv"))
    _poser(
        Commune,
        [
            {
                "code_insee": ligne["code_insee"],
                "nom": ligne["nom"],
                "recherche": sans_accents(ligne["nom"]),
                "departement": departement_de(ligne["code_insee"]),
                "region": ligne["region"],
                "population": int(ligne["population"] or 0),
                "epci": ligne["epci"],
                "epci_nom": epcis.get(ligne["epci"], ""),
                "lat": _position(ligne["lat"]),
                "lon": _position(ligne["lon"]),
            }
            for ligne in lignes
        ],
    )
    session.execute(sa.delete(CodePostal))
    _poser(
        CodePostal,
        [
            {"code": code, "commune_code": ligne["code_insee"]}
            for ligne in lignes
            for code in ligne["codes_postaux"].split()
        ],
    )


TABLES = {
    "departements": (_charger_departements, ("departements.csv",)),
    "communes": (_charger_communes, ("communes.csv", "epci.csv")),
}


def charger_reference() -> list[str]:
    """Load the tables whose files have changed since the last time; the names of those loaded.

    Runs inside a transaction that its caller opens and commits. A second run reads the files'
    fingerprints and touches nothing.
    """
    chargees = []
    for nom, (charger, fichiers) in TABLES.items():
        empreinte = _empreinte(*fichiers)
        connue = session.get(TableReference, nom)
        if connue is None or connue.empreinte != empreinte:
            charger()
            session.merge(TableReference(nom=nom, empreinte=empreinte))
            chargees.append(nom)
            log.info("table_de_reference_chargee", table=nom)
    session.flush()
    return chargees
