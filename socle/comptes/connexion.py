"""The bridge to Flask-Login: who the session belongs to.

A visitor without an account costs no query; a signed-in page costs two at most: the account and
its habilitations.
"""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager

from socle.comptes import queries
from socle.comptes.models import Compte


def _charger(identifiant: str) -> Compte | None:
    """The account of ``id.version``; None when it changed its password or was never confirmed."""
    numero, _, version = identifiant.partition(".")
    if not (numero.isdecimal() and version.isdecimal()):
        return None
    compte = queries.compte_par_numero(int(numero))
    if compte is None or compte.version != int(version) or not compte.is_active:
        return None
    return compte


def brancher_connexion(app: Flask) -> None:
    """Give ``app`` its login manager. Nothing outlives the session: there is no remember cookie.

    A session that comes back from another address or browser is marked as not fresh ("basic"):
    phones change address all day, throwing them out would punish the wrong people.
    """
    gestion = LoginManager()
    gestion.session_protection = "basic"
    gestion.user_loader(_charger)
    gestion.init_app(app)
