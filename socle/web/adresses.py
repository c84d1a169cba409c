"""What an address or a form may hold at all: what no database can read never reaches one.

A file of its own because both rules are about every page: a number is one that a table can have,
and a text has no NUL character, which PostgreSQL refuses and nobody types.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

NUMERO_MAXIMUM = 2**31 - 1


class Numero(IntegerConverter):
    """``<int:…>`` of an address: no row has a larger number, so no page either."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": NUMERO_MAXIMUM, **kwargs})


def _illisible(valeurs: MultiDict[str, str]) -> bool:
    return any("\0" in nom or "\0" in texte for nom, texte in valeurs.items(multi=True))


def _refuser_l_illisible() -> None:
    if "\0" in request.path or _illisible(request.args):
        abort(404)
    if _illisible(request.form):
        abort(400)


def brancher_adresses(app: Flask) -> None:
    """Give ``app`` both rules; before its pages, which are read with the first."""
    app.url_map.converters["int"] = Numero
    app.before_request(_refuser_l_illisible)
