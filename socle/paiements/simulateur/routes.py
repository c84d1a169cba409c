"""The hosted payment page, in plain HTML: buttons that play what a buyer and a bank would do."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from urllib.parse import urlsplit

from babel.dates import format_datetime
from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as ReponseHttp

from socle.horloge import PARIS
from socle.monnaie import ecrire_prix
from socle.paiements.simulateur.api import banque
from socle.paiements.simulateur.errors import ObjetInconnu
from socle.paiements.simulateur.objets.identifiants import Objet

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.errorhandler(ObjetInconnu)
def page_inconnue(_: ObjetInconnu) -> Response:
    return _page("simulateur/inconnue.html", None, statut=404)


@pages.get("/c/pay/<session_id>")
def montrer(session_id: str) -> Response | ReponseHttp:
    session = banque().lire("sessions", session_id)
    if session["status"] == "complete":
        return redirect(_succes(session), 303)
    gabarit = "paiement" if session["status"] == "open" else "expiree"
    return _page(f"simulateur/{gabarit}.html", session)


@pages.post("/c/pay/<session_id>")
def jouer(session_id: str) -> ReponseHttp:
    """``issue``: succes, refus, authentification or abandon."""
    issue = request.form.get("issue")
    if issue == "abandon":
        session = banque().lire("sessions", session_id)
        return redirect(session["cancel_url"] or request.path, 303)
    if issue == "authentification":
        banque().demander_authentification(session_id)
        return redirect(f"{request.path}/authentification", 303)
    if issue not in ("succes", "refus"):
        abort(400)
    jeu = banque().payer if issue == "succes" else banque().refuser
    return _suite(jeu(session_id))


@pages.get("/c/pay/<session_id>/authentification")
def montrer_authentification(session_id: str) -> Response | ReponseHttp:
    session = banque().lire("sessions", session_id)
    intent_id = session["payment_intent"]
    if session["status"] != "open" or intent_id is None:
        return _suite(session)
    if banque().lire("intents", intent_id)["status"] != "requires_action":
        return _suite(session)
    return _page("simulateur/authentification.html", session)


@pages.post("/c/pay/<session_id>/authentification")
def jouer_authentification(session_id: str) -> ReponseHttp:
    """``issue``: confirmer or echouer."""
    confirme = request.form.get("issue") == "confirmer"
    jeu = banque().confirmer_authentification if confirme else banque().rater_authentification
    return _suite(jeu(session_id))


def _suite(session: Objet) -> ReponseHttp:
    """To the shop once paid, else back to the page, which tells what happened."""
    if session["status"] == "complete":
        return redirect(_succes(session), 303)
    return redirect(f"/c/pay/{session['id']}", 303)


def _succes(session: Objet) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _page(gabarit: str, session: Objet | None, *, statut: int = 200) -> Response:
    g.nonce = secrets.token_urlsafe(16)
    reponse = make_response(
        render_template(gabarit, nonce=g.nonce, session=session, **_details(session)),
        statut,
    )
    reponse.headers["Content-Security-Policy"] = _politique(session)
    reponse.headers["Cache-Control"] = "no-store"
    reponse.headers["Referrer-Policy"] = "no-referrer"
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    return reponse


def _details(session: Objet | None) -> dict[str, str | None]:
    if session is None:
        return {}
    fin = datetime.fromtimestamp(session["expires_at"], UTC).astimezone(PARIS)
    intent = (
        banque().lire("intents", session["payment_intent"]) if session["payment_intent"] else None
    )
    erreur = intent["last_payment_error"] if intent else None
    return {
        "libelle": banque().libelle(session["id"]),
        "montant": ecrire_prix(session["amount_total"]),
        "fin": format_datetime(fin, "EEEE d MMMM 'à' H\u00a0'h'\u00a0mm", locale="fr_FR"),
        "erreur": erreur["message"] if erreur else None,
    }


def _politique(session: Objet | None) -> str:
    """No script at all; forms may end on the shop, where browsers check redirections too."""
    adresses = [session["success_url"], session["cancel_url"]] if session else []
    morceaux = [urlsplit(adresse) for adresse in adresses if adresse]
    boutiques = sorted({f"{morceau.scheme}://{morceau.netloc}" for morceau in morceaux})
    return (
        f"default-src 'none'; style-src 'nonce-{g.nonce}'; img-src data:; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {' '.join([chr(39) + 'self' + chr(39), *boutiques])}"
    )
