"""How fast a file is written: ``python -m tests.imports.ecriture 20000`` prints JSON.

It writes into the database that the environment names, whose communes are loaded.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from dataclasses import asdict, dataclass

from app import create_app
from producteurs.models import EtatImport, Import
from producteurs.opendata.deroulement import ecrire_import, lire_import
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.reception import recevoir_fichier
from socle.db import session, transaction
from tests.imports.fermes import TERRITOIRE
from tests.imports.formats import en_csv
from tests.imports.generateur import fichier


@dataclass(frozen=True, slots=True)
class Ecriture:
    """``ecrites`` is the share of rows that have their issue at the end; ``mo`` is by how much
    memory grew, in megabytes, from the empty application on."""

    ecrites: float
    secondes: float
    mo: float


def ecrire(nombre: int) -> Ecriture:
    """Write a file of ``nombre`` rows once it has been read; the reading is not timed here."""
    contenu = en_csv([e.valeurs for e in fichier(nombre).lignes])
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with transaction():
        recu = recevoir_fichier(
            io.BytesIO(contenu), "fermes.csv", source="banc", departements=TERRITOIRE, par=None
        )
        session.flush()
        numero = recu.id
    lire_import(numero)
    debut = time.perf_counter()
    with transaction():
        lancer_ecriture(session.get_one(Import, numero), par=None)
    ecrire_import(numero)
    secondes = time.perf_counter() - debut
    fini = session.get_one(Import, numero)
    assert fini.etat is EtatImport.FINI
    mo = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024
    return Ecriture(sum(fini.resume["issues"].values()) / nombre, secondes, mo)


def main() -> None:
    with create_app().app_context():
        sys.stdout.write(json.dumps(asdict(ecrire(int(sys.argv[1])))))


if __name__ == "__main__":
    main()
