"""How well and how fast a file is read: ``python -m tests.imports.mesure 20000`` prints JSON.

It runs on the database that the environment names, whose communes are loaded.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain

from app import create_app
from producteurs.opendata.analyse import analyser
from producteurs.services.importation.ligne import LigneAnalysee
from producteurs.services.importation.rapprochement import RapprocheurDuRegistre
from tests.imports.fermes import TERRITOIRE
from tests.imports.formats import en_csv
from tests.imports.generateur import Ecrite, fichier

LOIN = {"loin_de_la_commune", "hors_france"}
DOUBLON = "doublon_possible"


@dataclass(frozen=True, slots=True)
class Mesure:
    """Shares are from 0 to 1; ``mo`` is by how much memory grew, in megabytes."""

    lignes: int
    comptees: float
    inversees: float
    deplacees: float
    loin_a_tort: float
    rappel: float
    precision: float
    etablissements_confondus: int
    secondes: float
    mo: float


def mesurer(nombre: int) -> Mesure:
    """Read a file of ``nombre`` rows, then the same with its axes swapped, and compare with the
    truth."""
    ecrites = fichier(nombre).lignes
    valeurs = [e.valeurs for e in ecrites]
    contenu = en_csv(valeurs, encodage="cp1252", virgules=True)
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    debut = time.perf_counter()
    lues = lire(contenu)
    secondes = time.perf_counter() - debut
    mo = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024
    inversees = lire(en_csv(valeurs, separateur=",", encodage="utf-8-sig", inverser=True))
    trouves = [
        (e, ecrites[ligne.doublon_ligne - 2])
        for e, ligne in zip(ecrites, lues, strict=True)
        if DOUBLON in ligne.motifs and ligne.doublon_ligne
    ]
    justes = [paire for paire in trouves if paire[0].ferme.numero == paire[1].ferme.numero]
    return Mesure(
        lignes=nombre,
        comptees=len({ligne.brute.numero for ligne in lues}) / nombre,
        inversees=_bien_remises(lues, inversees),
        deplacees=_part(
            [bool(LOIN & set(x.motifs)) for e, x in _paires(ecrites, lues) if e.deplacee]
        ),
        loin_a_tort=_part(
            [bool(LOIN & set(x.motifs)) for e, x in _paires(ecrites, lues) if not e.deplacee]
        ),
        rappel=len({id(e) for e, _autre in justes}) / max(1, sum(e.doublon for e in ecrites)),
        precision=len(justes) / max(1, len(trouves)),
        etablissements_confondus=sum(
            a.ferme.siret != b.ferme.siret and a.ferme.siret[:9] == b.ferme.siret[:9]
            for a, b in trouves
        ),
        secondes=secondes,
        mo=mo,
    )


def lire(contenu: bytes) -> Sequence[LigneAnalysee]:
    analyse = analyser(
        contenu,
        nom="fermes.csv",
        departements=TERRITOIRE,
        rapprocheur=RapprocheurDuRegistre(TERRITOIRE),
    )
    return list(chain.from_iterable(analyse.lots()))


def _paires(
    ecrites: Sequence[Ecrite], lues: Sequence[LigneAnalysee]
) -> Sequence[tuple[Ecrite, LigneAnalysee]]:
    return list(zip(ecrites, lues, strict=True))


def _part(oui: Sequence[bool]) -> float:
    return sum(oui) / max(1, len(oui))


def _bien_remises(droites: Sequence[LigneAnalysee], inversees: Sequence[LigneAnalysee]) -> float:
    """The share of rows that stand, once swapped axes are put right, where they stood before."""
    return _part(
        [
            (a.fiche.lat, a.fiche.lon) == (b.fiche.lat, b.fiche.lon)
            for a, b in zip(droites, inversees, strict=True)
        ]
    )


def main() -> None:
    with create_app().app_context():
        sys.stdout.write(json.dumps(asdict(mesurer(int(sys.argv[1])))))


if __name__ == "__main__":
    main()
