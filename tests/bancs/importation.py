"""Files of producteurs with the truth beside: how well and how fast they are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from socle.reglages import RACINE

NOMBRES = (1_000, 20_000)
Mesures = Sequence[tuple[str, str, float, bool]]
# What is measured: our word, the field of ``tests.imports.mesure.Mesure``, what is wanted, and
# whether less is better.
MESURES = (
    ("lignes comptées", "comptees", 1.0, False),
    ("axes inversés remis à l’endroit", "inversees", 1.0, False),
    ("lignes mal placées signalées", "deplacees", 0.98, False),
    ("lignes signalées loin à tort", "loin_a_tort", 0.01, True),
    ("doublons trouvés (rappel)", "rappel", 0.95, False),
    ("doublons justes (précision)", "precision", 0.95, False),
    ("établissements confondus", "etablissements_confondus", 0.0, True),
    ("secondes de lecture", "secondes", 60.0, True),
    ("mémoire de la lecture (Mo)", "mo", 300.0, True),
)
# The same of ``tests.imports.ecriture.Ecriture``, for the longer file.
ECRITURES = (
    ("lignes écrites ou dites", "ecrites", 1.0, False),
    ("secondes d’écriture", "secondes", 60.0, True),
    ("mémoire de l’écriture (Mo)", "mo", 300.0, True),
)


def mesurer(base: str, env: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Each in a process of its own, whose memory is its own."""
    for nombre in NOMBRES:
        yield from _mesurer("tests.imports.mesure", MESURES, nombre, base, env)
    yield from _mesurer("tests.imports.ecriture", ECRITURES, NOMBRES[-1], base, env)


def _mesurer(
    module: str, mesures: Mesures, nombre: int, base: str, env: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    commande = [sys.executable, "-m", module, str(nombre)]
    fini = subprocess.run(
        commande, cwd=RACINE, env={**os.environ, **env}, stdout=subprocess.PIPE, check=True
    )
    mesure = json.loads(fini.stdout.splitlines()[-1])
    for mot, champ, voulu, moins in mesures:
        notre = round(mesure[champ], 4)
        yield {
            "banc": f"fichier de {nombre} lignes : {mot}",
            "base": base,
            "notre": notre,
            "reference": None,
            "rapport": None,
            "voulu": voulu,
            "tenu": notre <= voulu if moins else notre >= voulu,
        }


def imprimer(mesures: list[dict[str, Any]]) -> None:
    """A table of its own: these figures are not requests by second."""
    print("\n| banc | base | mesuré | voulu |")
    print("|---|---|---:|---:|")
    for m in mesures:
        moins = next(x[3] for x in (*MESURES, *ECRITURES) if m["banc"].endswith(x[0]))
        manque = "" if m["tenu"] else " (manqué)"
        voulu = f"{'≤' if moins else '≥'} {m['voulu']:g}{manque}"
        print(f"| {m['banc']} | {m['base']} | {m['notre']:g} | {voulu} |")
