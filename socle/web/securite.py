"""Security headers: a strict Content-Security-Policy with a nonce per request, and the rest; what
may be kept of an answer; and the pages from which a form may come."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from socle.errors import Refus
from socle.langue import _l
from socle.reglages import Reglages
from socle.web.transactions import SANS_EFFET

# All that a session may hold without being about somebody.
DE_PERSONNE = frozenset({"plateforme", "csrf_token", "_fresh"})


class OrigineEtrangere(Refus):
    """A form that another site sent in the visitor's name."""

    phrase = _l("Cette demande vient d’un autre site. Ouvrez la page sur ce site et recommencez.")
    statut = HTTPStatus.FORBIDDEN


class SessionDeVisite(SecureCookieSessionInterface):
    """The session cookie. An answer made with what it says of somebody is kept nowhere: not by a
    proxy, and not for whoever sits down next and presses « back »."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.accessed and (session.modified or session.keys() - DE_PERSONNE):
            response.headers.setdefault("Cache-Control", "no-store")
        super().save_session(app, session, response)


def _refuser_l_origine_etrangere(origines: frozenset[str]) -> None:
    """Beside the CSRF token and the SameSite cookie. No Origin, or « null », is not a fault: some
    browsers hide where they come from, which is also why no Referer is asked for."""
    origine = request.headers.get("Origin", "null")
    if request.method in SANS_EFFET or origine == "null":
        return
    if origine not in origines | {request.host_url.rstrip("/")}:
        raise OrigineEtrangere


def csp_nonce() -> str:
    """The nonce of this request, for the few scripts and styles written into a page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def _origine_de_paiement(reglages: Reglages) -> str:
    stripe = "https://api.stripe.com"
    return (
        "https://checkout.stripe.com"
        if reglages.stripe_api_base.startswith(stripe)
        else reglages.stripe_api_base.rstrip("/")
    )


def brancher_securite(app: Flask, reglages: Reglages) -> None:
    """Add the headers to every answer of ``app``; images may also come from the tile server."""
    app.session_interface = SessionDeVisite()
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it asks for a Referer: see below
    publique = frozenset({reglages.base_url.rstrip("/")})
    app.before_request(lambda: _refuser_l_origine_etrangere(publique))
    images = " ".join(filter(None, ["'self' data: blob:", reglages.origine_tuiles]))
    # A form's redirects count as its action: paying leads to the payment page's origin.
    formulaires = f"'self' {_origine_de_paiement(reglages)}"

    def entetes(reponse: Response) -> Response:
        nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
        reponse.headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; "
            f"img-src {images}; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            f"form-action {formulaires}; frame-ancestors 'none'; base-uri 'none'",
        )
        reponse.headers.setdefault("X-Content-Type-Options", "nosniff")
        reponse.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        reponse.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(), microphone=()"
        )
        reponse.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        # A page read for one of its parts comes without inline styles: never kept as the page.
        reponse.vary.add("HX-Request")
        if reglages.production:
            reponse.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return reponse

    app.after_request(entetes)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
