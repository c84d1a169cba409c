"""Jinja outside a request: mails and documents are rendered with the site's own environment."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from werkzeug.routing import Map


class _Gabarits:
    environnement: Environment | None = None


def brancher_gabarits(environnement: Environment, adresses: Map, adresse_publique: str) -> None:
    """Give this module the environment that the pages use, and the global ``lien``.

    ``lien(endpoint, **values)`` makes an absolute address under ``adresse_publique``: a mail is
    written where there is no request to tell the site's name.
    """
    relatif = adresses.bind("localhost")

    def lien(endpoint: str, **valeurs: Any) -> str:
        return adresse_publique.rstrip("/") + relatif.build(endpoint, valeurs)

    environnement.globals["lien"] = lien
    _Gabarits.environnement = environnement


def rendre(nom: str, **valeurs: Any) -> str:
    """Render template ``nom`` with the site's filters and globals."""
    assert _Gabarits.environnement is not None, "create_app has not run"
    return _Gabarits.environnement.get_template(nom).render(**valeurs)
