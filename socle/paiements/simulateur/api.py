"""The part of Stripe's API that we use, under ``/v1``."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from socle.paiements.simulateur.banque import Banque
from socle.paiements.simulateur.errors import AdresseInconnue, CleRefusee, ErreurStripe
from socle.paiements.simulateur.idempotence import Idempotence
from socle.paiements.simulateur.objets.identifiants import Objet, identifiant
from socle.paiements.simulateur.parametres import decoder, entier

v1 = Blueprint("v1", __name__, url_prefix="/v1")

PAR_PAGE = 10
PAR_PAGE_MAXIMUM = 100


def banque() -> Banque:
    la_banque: Banque = current_app.extensions["banque"]
    return la_banque


def adresse_publique() -> str:
    """Where buyers reach the page: the setting, or the address that the caller used."""
    return str(current_app.config["ADRESSE_PUBLIQUE"] or request.host_url).rstrip("/")


@v1.before_request
def verifier_cle() -> None:
    """The secret key as a bearer token, or as the user name of basic authentication."""
    genre, _, jeton = request.headers.get("Authorization", "").partition(" ")
    if not jeton:
        raise CleRefusee(
            "You did not provide an API key. You need to provide your API key in the "
            "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer "
            "YOUR_SECRET_KEY')."
        )
    cle = _nom_de_base(jeton) if genre.lower() == "basic" else jeton
    if not hmac.compare_digest(cle.encode(), current_app.config["CLE_SECRETE"].encode()):
        raise CleRefusee(f"Invalid API Key provided: {cle[:8]}{'*' * 12}{cle[-4:]}")


@v1.after_request
def numeroter(reponse: Response) -> Response:
    reponse.headers["Request-Id"] = identifiant("req", 14)
    return reponse


@v1.errorhandler(ErreurStripe)
def refuser(erreur: ErreurStripe) -> tuple[Response, int]:
    return jsonify(erreur.corps()), erreur.statut


@v1.post("/checkout/sessions")
def creer_session() -> Response:
    base = adresse_publique()
    return _executer(lambda parametres: banque().creer_session(parametres, base=base))


@v1.get("/checkout/sessions")
def lister_sessions() -> Response:
    return _liste("sessions", "status", "payment_intent")


@v1.get("/checkout/sessions/<session_id>")
def lire_session(session_id: str) -> Response:
    return jsonify(banque().lire("sessions", session_id, param="session"))


@v1.post("/checkout/sessions/<session_id>/expire")
def expirer_session(session_id: str) -> Response:
    cle = request.headers.get("Idempotency-Key")
    return _executer(lambda _: banque().expirer(session_id, cle=cle))


@v1.get("/payment_intents/<intent_id>")
def lire_intent(intent_id: str) -> Response:
    return jsonify(banque().lire("intents", intent_id, param="intent"))


@v1.get("/charges/<charge_id>")
def lire_charge(charge_id: str) -> Response:
    return jsonify(banque().lire("charges", charge_id))


@v1.post("/refunds")
def rembourser() -> Response:
    cle = request.headers.get("Idempotency-Key")
    return _executer(lambda parametres: banque().rembourser(parametres, cle=cle))


@v1.get("/refunds")
def lister_remboursements() -> Response:
    return _liste("remboursements", "payment_intent", "charge")


@v1.get("/refunds/<remboursement_id>")
def lire_remboursement(remboursement_id: str) -> Response:
    return jsonify(banque().lire("remboursements", remboursement_id))


@v1.get("/events")
def lister_evenements() -> Response:
    return _liste("evenements", "type")


@v1.get("/events/<evenement_id>")
def lire_evenement(evenement_id: str) -> Response:
    return jsonify(banque().lire("evenements", evenement_id))


@v1.route("/<path:chemin>", methods=["GET", "POST", "PUT", "DELETE"])
def adresse_inconnue(chemin: str) -> Response:
    raise AdresseInconnue(
        f"Unrecognized request URL ({request.method}: /v1/{chemin}). Please see "
        "https://stripe.com/docs or we can help at https://support.stripe.com/."
    )


def _executer(faire: Callable[[dict[str, Any]], Objet]) -> Response:
    """Do what a POST asks, once per idempotency key."""
    parametres = decoder(request.form.items(multi=True))
    idempotence: Idempotence = current_app.extensions["idempotence"]
    reponse = idempotence.repondre(
        request.headers.get("Idempotency-Key"),
        (request.path, parametres),
        lambda: faire(parametres),
    )
    http = jsonify(reponse.corps)
    http.status_code = reponse.statut
    if reponse.rejouee:
        http.headers["Idempotent-Replayed"] = "true"
    return http


def _liste(sorte: str, *filtres: str) -> Response:
    """Newest first; ``limit`` and ``starting_after`` page through, ``filtres`` are by equality."""
    objets = [
        objet
        for objet in banque().lister(sorte)
        if all(objet[nom] == request.args[nom] for nom in filtres if nom in request.args)
    ]
    apres = request.args.get("starting_after")
    if apres:
        rangs = [rang for rang, objet in enumerate(objets) if objet["id"] == apres]
        objets = objets[rangs[0] + 1 :] if rangs else []
    limite = entier(request.args.get("limit", PAR_PAGE), "limit")
    limite = min(max(limite, 1), PAR_PAGE_MAXIMUM)
    return jsonify(
        object="list",
        data=objets[:limite],
        has_more=len(objets) > limite,
        url=request.path,
    )


def _nom_de_base(jeton: str) -> str:
    try:
        return base64.b64decode(jeton, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return jeton
