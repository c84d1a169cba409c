"""Run every benchmark on every database of this machine; print a table, write a file."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from socle.reglages import RACINE
from tests.bancs import commandes, importation, serveurs
from tests.bancs.client import debit, eveiller

TOURS = 4
DUREE_S = float(os.environ.get("CABAS_BANCS_DUREE", "3"))
VOULU = {
    "liste de 20 fermes": 0.40,
    "page d’une ferme": 0.40,
    "verdict": 0.50,
    "points de la carte": None,
    "commande de 3 fermes": 0.35,
}

Mesure = dict[str, str | float | bool | None]


def _chemins(adresse: str) -> dict[str, str]:
    """The addresses to time: a farm that sells now, the open sale that closes last."""
    moteur = sa.create_engine(adresse)
    with moteur.connect() as connexion:
        vente, ferme = connexion.execute(
            sa.text(
                "select v.id, p.slug from ventes v join offres o on o.vente_id = v.id "
                "join producteurs p on p.id = o.producteur_id "
                "where v.ouverture <= :i and v.cloture > :i order by v.cloture desc, p.id limit 1"
            ),
            {"i": datetime.now(UTC).replace(tzinfo=None if "sqlite" in adresse else UTC)},
        ).one()
    moteur.dispose()
    return {
        "liste de 20 fermes": "/loire/producteurs",
        "page d’une ferme": f"/producteurs/{ferme}",
        "verdict": f"/api/v1/verdict?vente={vente}&lat=45.6075&lon=4.0653",
        "points de la carte": "/loire/carte/points",
    }


def _pages(base: str, adresse: str, env: dict[str, str]) -> Iterator[Mesure]:
    with (
        serveurs.gunicorn("tests.bancs.ouvriers:nue()", env) as nue,
        serveurs.gunicorn("tests.bancs.ouvriers:site()", env) as site,
    ):
        for banc, chemin in _chemins(adresse).items():
            eveiller(nue, "/")
            eveiller(site, chemin)
            notre, reference = [], []
            for _ in range(TOURS):
                notre.append(debit(site, chemin, DUREE_S))
                reference.append(debit(nue, "/", DUREE_S))
            yield _mesure(banc, base, notre, reference)


def _mesure(banc: str, base: str, notre: list[float], reference: list[float]) -> Mesure:
    # The best round of each: what else this machine does only ever takes away.
    rapport = max(notre) / max(reference)
    voulu = VOULU[banc]
    return {
        "banc": banc,
        "base": base,
        "notre": round(max(notre), 1),
        "reference": round(max(reference), 1),
        "rapport": round(rapport, 3),
        "voulu": voulu,
        "tenu": rapport >= voulu if voulu else None,
    }


def main() -> None:
    """Measure, print, write ``build/bancs.json``."""
    mesures: list[Mesure] = []
    lectures: list[Mesure] = []
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="cabas-bancs-")))
        for base, adresse in serveurs.bases(pile, dossier).items():
            env = serveurs.environnement(adresse, dossier)
            serveurs.charger(env)
            mesures += _pages(base, adresse, env)
            notre, main_, survendus = commandes.mesurer(env)
            mesures.append(_mesure("commande de 3 fermes", base, notre, main_))
            lectures += importation.mesurer(base, env)
            mesures.append(
                {
                    "banc": "unités vendues en trop", "base": base, "notre": survendus,
                    "reference": 0, "rapport": None, "voulu": 0, "tenu": survendus == 0,
                }
            )  # fmt: skip
    print("| banc | base | par seconde | référence | rapport | voulu |")
    print("|---|---|---:|---:|---:|---:|")
    for m in mesures:
        rapport = f"{m['rapport']:.0%}" if m["rapport"] is not None else "–"
        voulu = f"≥ {m['voulu']:.0%}" if m["voulu"] else str(m["voulu"] if m["voulu"] == 0 else "–")
        manque = "" if m["tenu"] is not False else " (manqué)"
        cellules = (m["banc"], m["base"], m["notre"], m["reference"], rapport, voulu + manque)
        print("| " + " | ".join(str(c) for c in cellules) + " |")
    importation.imprimer(lectures)
    machine = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    sortie = RACINE / "build" / "bancs.json"
    sortie.write_text(
        json.dumps([m | machine for m in mesures + lectures], ensure_ascii=False, indent=1),
        encoding="utf-8",
    )
    print("\n" + ", ".join(machine.values()))


if __name__ == "__main__":
    main()
