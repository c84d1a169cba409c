"""``python -m socle.paiements.simulateur``: start the simulator and stay until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from socle.paiements.simulateur.facteur import Pannes
from socle.paiements.simulateur.serveur import Options, Simulateur
from socle.reglages import CLE_STRIPE_DE_DEMONSTRATION, SECRET_WEBHOOK_DE_DEMONSTRATION


def lire_arguments(arguments: list[str] | None = None) -> Options:
    analyse = argparse.ArgumentParser(prog="python -m socle.paiements.simulateur")
    analyse.add_argument("--host", default="127.0.0.1")
    analyse.add_argument("--port", type=int, default=8001)
    analyse.add_argument(
        "--secret-key",
        default=CLE_STRIPE_DE_DEMONSTRATION,
    )
    analyse.add_argument("--webhook-url", help="where events are posted; none: they are not")
    analyse.add_argument(
        "--webhook-secret",
        default=SECRET_WEBHOOK_DE_DEMONSTRATION,
    )
    analyse.add_argument("--public-url", help="address of the payment page as buyers see it")
    analyse.add_argument("--state", type=Path, help="file that keeps payments between runs")
    analyse.add_argument("--retard-s", type=float, default=0.0, help="delay each webhook")
    analyse.add_argument("--double", action="store_true", help="send each webhook twice")
    analyse.add_argument("--inverse", action="store_true", help="last webhooks first")
    analyse.add_argument("--perdu", action="store_true", help="send no webhook")
    choix = analyse.parse_args(arguments)
    return Options(
        hote=choix.host,
        port=choix.port,
        cle_secrete=choix.secret_key,
        secret_webhook=choix.webhook_secret,
        url_webhook=choix.webhook_url,
        adresse_publique=choix.public_url,
        fichier=choix.state,
        pannes=Pannes(choix.retard_s, choix.double, choix.inverse, choix.perdu),
    )


def main() -> None:
    simulateur = Simulateur(lire_arguments())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with simulateur:
            sys.stdout.write(f"Simulateur de paiement : {simulateur.base}\n")
            sys.stdout.flush()
            simulateur.attendre()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
