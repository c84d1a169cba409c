"""The Flask application of the simulator: it knows what it was handed, and nothing else."""

from __future__ import annotations

import time

from flask import Flask, Response, jsonify, request

from producteurs.registres.simulateur.registre import Humeur, RegistresSimules

REESSAYER_S = "60"
UNE_PAGE = 1000


def creer_simulateur(registres: RegistresSimules) -> Flask:
    """Both protocols on one address; ``/humeur/<word>`` changes how it feels."""
    app = Flask(__name__, static_folder=None)

    def selon_l_humeur() -> Response | None:
        if request.endpoint == "humeur":
            return None
        registres.demandes.append(request.args.to_dict())
        if registres.reponse is not None:
            return jsonify(registres.reponse)
        match registres.humeur:
            case Humeur.LENTE:
                time.sleep(registres.lenteur_s)
            case Humeur.EN_PANNE:
                return Response("<h1>503 Service Unavailable</h1>", 503, mimetype="text/html")
            case Humeur.SATUREE:
                return Response("", 429, {"Retry-After": REESSAYER_S})
            case Humeur.ILLISIBLE:
                return Response("<html>Maintenance</html>", 200, mimetype="text/html")
        return None

    def sirene() -> Response:
        return jsonify(registres.chercher_sirene(request.args.get("q", "").replace(" ", "")))

    def agence_bio() -> Response:
        departements = [d for d in request.args.get("departements", "").split(",") if d]
        debut, nb = request.args.get("debut", 0, int), request.args.get("nb", UNE_PAGE, int)
        siret = request.args.get("siret", "")
        return jsonify(registres.operateurs_bio(siret, departements, debut, nb))

    def humeur(mot: Humeur) -> Response:
        registres.humeur = Humeur(mot)
        return jsonify(humeur=registres.humeur)

    app.before_request(selon_l_humeur)
    app.add_url_rule("/search", view_func=sirene)
    app.add_url_rule("/api/gouv/operateurs/", view_func=agence_bio)
    humeurs = ",".join(f"'{h}'" for h in Humeur)
    app.add_url_rule(f"/humeur/<any({humeurs}):mot>", view_func=humeur, methods=["POST"])
    return app
