"""Rate limits for what can be guessed or abused; counted in Redis or in this process."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from socle.reglages import Reglages

# When Redis is lost each process counts for itself: people still sign in, and still not endlessly.
limiteur = Limiter(get_remote_address, headers_enabled=True, in_memory_fallback_enabled=True)


def brancher_limites(app: Flask, reglages: Reglages) -> None:
    """Bind the limiter to ``app``; tests switch it on where it is what they test."""
    app.config["RATELIMIT_STORAGE_URI"] = reglages.redis_url or "memory://"
    limiteur.init_app(app)
    limiteur.enabled = reglages.env != "test"
