"""The bridge to Flask-Login: who the session belongs to, and where one goes after signing in.

A file of its own because every room's pages rest on it, and because it is the only one that
touches the session cookie. A visitor without an account costs no query; a signed-in page costs
two at most: the account and its habilitations.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from socle.comptes import preuves, queries
from socle.comptes.models import Compte

# What a visitor composed before signing in is not lost; all else in the session is renewed.
GARDEES = ("panier", "lieu", "plateforme")
# A shared computer shows the next visitor neither the order nor the address of the last one.
GARDEES_EN_SORTANT = ("plateforme",)


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
    """Give ``app`` its login manager and the proofs of its accounts.

    Nothing outlives the session: there is no remember cookie. A session that comes back from
    another address or browser is marked as not fresh ("basic"): phones change address all day,
    throwing them out would punish the wrong people.
    """
    preuves.brancher_preuves(app.config["REGLAGES"])
    gestion = LoginManager()
    gestion.session_protection = "basic"
    gestion.user_loader(_charger)
    gestion.init_app(app)


def moi() -> Compte:
    """The account of this request's visitor, who must be signed in."""
    compte = current_user._get_current_object()
    assert isinstance(compte, Compte), "the page is not labelled @connecte"
    return compte


def _renouveler(gardees: tuple[str, ...]) -> None:
    reste = {cle: session[cle] for cle in gardees if cle in session}
    session.clear()
    session.update(reste)


def ouvrir_session(compte: Compte) -> None:
    """Sign ``compte`` in, in a renewed session: nothing planted beforehand survives in it."""
    _renouveler(GARDEES)
    login_user(compte)


def fermer_session() -> None:
    """Sign out and forget the visit."""
    logout_user()
    _renouveler(GARDEES_EN_SORTANT)


def adresse_d_ici(adresse: str) -> str:
    """``adresse`` as a path of this very site, or empty: a link cannot lead to another one."""
    if any(c in adresse for c in "\\\r\n\t\0"):
        return ""
    try:
        lue = urlsplit(adresse)
    except ValueError:
        return ""
    if (lue.scheme or lue.netloc) and (
        lue.scheme not in {"http", "https"} or lue.netloc != request.host
    ):
        return ""
    if not lue.path.startswith("/") or lue.path.startswith("//"):
        return ""
    return f"{lue.path}?{lue.query}" if lue.query else lue.path


def suite_demandee() -> str:
    """Where this request asks to go on after signing in; empty when it does not say."""
    return adresse_d_ici(request.values.get("suite", ""))
