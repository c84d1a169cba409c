"""Who may enter: every endpoint says it, and one that does not is refused.

``@public`` and ``@connecte`` label a view, ``@habilite(Role.X)`` asks for a role, and a
``BlueprintEquipe`` carries its role for all its views. What may be seen beyond the door is in the
queries, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from socle.comptes.models import Role
from socle.errors import Interdit

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Acces:
    """The label of an endpoint. An empty ``roles`` means anybody signed in."""

    public: bool = False
    roles: tuple[Role, ...] = ()


class AccesNonDeclare(RuntimeError):
    """A programming error: a view was registered without saying who may enter."""


def _etiqueter(vue: V, acces: Acces) -> V:
    vue.acces = acces  # type: ignore[attr-defined]
    return vue


def public(vue: V) -> V:
    """Anybody may enter."""
    return _etiqueter(vue, Acces(public=True))


def connecte(vue: V) -> V:
    """Anybody signed in may enter."""
    return _etiqueter(vue, Acces())


def habilite(*roles: Role) -> Callable[[V], V]:
    """Accounts that hold one of ``roles`` may enter."""
    return lambda vue: _etiqueter(vue, Acces(roles=roles))


class BlueprintEquipe(Blueprint):
    """A blueprint of staff pages under ``/equipe/<room>``: all its views ask for its roles."""

    def __init__(self, room: str, import_name: str, *roles: Role) -> None:
        super().__init__(f"equipe_{room}", import_name, url_prefix=f"/equipe/{room}")
        self.acces = Acces(roles=roles)


def acces_de(app: Flask, endpoint: str) -> Acces | None:
    """The label of ``endpoint``: its view's, else its blueprint's, else None."""
    vue = app.view_functions[endpoint]
    blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
    acces: Acces | None = getattr(vue, "acces", None) or getattr(blueprint, "acces", None)
    return acces


def _garder_la_porte() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    acces = acces_de(current_app, request.endpoint)
    if acces is None:
        raise AccesNonDeclare(request.endpoint)
    if acces.public:
        return None
    if not current_user.is_authenticated:
        # Only a page can be come back to: after a refused POST one returns to the form's page.
        suite = request.full_path if request.method == "GET" else (request.referrer or "/")
        return redirect(url_for("comptes.connexion", suite=suite.removesuffix("?")))
    if acces.roles and not any(current_user.peut(role) for role in acces.roles):
        raise Interdit
    return None


def brancher_acces(app: Flask) -> None:
    """Put the guard before every view of ``app``."""
    app.before_request(_garder_la_porte)
