"""Security headers: a strict Content-Security-Policy with a nonce per request, and the rest."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

from socle.reglages import Reglages


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
