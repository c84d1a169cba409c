"""``python -m producteurs.registres.simulateur``: start it and stay until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from producteurs.registres.simulateur.registre import Humeur, RegistresSimules
from producteurs.registres.simulateur.serveur import servis


def main(arguments: list[str] | None = None) -> None:
    analyse = argparse.ArgumentParser(prog="python -m producteurs.registres.simulateur")
    analyse.add_argument("--port", type=int, default=8002)
    analyse.add_argument("--humeur", type=Humeur, choices=Humeur, default=Humeur.NORMALE)
    choix = analyse.parse_args(arguments)
    registres = RegistresSimules.lire()
    registres.humeur = choix.humeur
    arret = threading.Event()
    for signe in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signe, lambda *_: arret.set())
    with servis(registres, port=choix.port) as adresse:
        sys.stdout.write(f"Simulateur des registres publics : {adresse}\n")
        sys.stdout.flush()
        arret.wait()


if __name__ == "__main__":
    main()
