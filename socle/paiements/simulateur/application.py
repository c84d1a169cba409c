"""The Flask application of the simulator: no state of its own, everything is handed to it."""

from __future__ import annotations

from flask import Flask

from socle.paiements.simulateur.api import v1
from socle.paiements.simulateur.banque import Banque
from socle.paiements.simulateur.idempotence import Idempotence
from socle.paiements.simulateur.reglages import reglages
from socle.paiements.simulateur.routes import pages


def creer_simulateur(banque: Banque, *, cle_secrete: str, adresse_publique: str | None) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.update(CLE_SECRETE=cle_secrete, ADRESSE_PUBLIQUE=adresse_publique)
    app.extensions.update(
        banque=banque,
        facteur=banque.facteur,
        horloge=banque.horloge,
        idempotence=Idempotence(banque.horloge),
    )
    for partie in (v1, pages, reglages):
        app.register_blueprint(partie)
    return app
