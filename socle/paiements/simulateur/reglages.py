"""Switches for the demonstration and the tests: faults of the webhooks, the clock."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import BadRequest

from socle.paiements.simulateur.api import banque
from socle.paiements.simulateur.facteur import Facteur, Pannes
from socle.paiements.simulateur.horloge import Horloge

reglages = Blueprint("reglages", __name__, url_prefix="/simulateur")

_NATURES = {"retard_s": (int, float), "fenetre_s": (int, float)}


def _facteur() -> Facteur:
    facteur: Facteur = current_app.extensions["facteur"]
    return facteur


def _horloge() -> Horloge:
    horloge: Horloge = current_app.extensions["horloge"]
    return horloge


@reglages.get("/sante")
def sante() -> Response:
    return jsonify(etat="pret")


@reglages.get("/webhooks")
def lire_webhooks() -> Response:
    return jsonify(_facteur().etat())


@reglages.post("/webhooks")
def regler_webhooks() -> Response:
    """``{"retard_s", "double", "inverse", "perdu", "fenetre_s"}``: what is absent is off.

    ``"url"`` changes where webhooks go.
    """
    demande = dict(request.get_json())
    if "url" in demande:
        _facteur().url = demande.pop("url")
    _facteur().pannes = lire_pannes(demande)
    return jsonify(_facteur().etat())


@reglages.post("/webhooks/renvoyer")
def renvoyer() -> Response:
    return jsonify(renvoyes=banque().renvoyer())


@reglages.post("/horloge")
def regler_horloge() -> Response:
    """``{"avance_s": 1800}`` moves the clock on; ``{"instant": 1790000000}`` sets it."""
    demande = request.get_json()
    if "instant" in demande:
        _horloge().regler(float(demande["instant"]))
    _horloge().avancer(float(demande.get("avance_s", 0)))
    banque().expirer_echues()
    return jsonify(instant=_horloge().maintenant())


def lire_pannes(demande: dict[str, object]) -> Pannes:
    """Faults by name; an unknown name or a value of another kind is a 400."""
    connus = {champ.name for champ in fields(Pannes)}
    for nom, valeur in demande.items():
        if nom not in connus or not isinstance(valeur, _NATURES.get(nom, (bool,))):
            raise BadRequest(f"Panne inconnue ou mal écrite : {nom}")
    return Pannes(**demande)  # type: ignore[arg-type]  # just checked, name by name
