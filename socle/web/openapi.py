"""The JSON interface: described from the code, answered in one way.

A view of a blueprint named ``api_*`` carries ``@decrit(...)``: its parameters are read by their
own description and given to it by name, what it returns is written as JSON with an ETag, and the
OpenAPI document is made of the same descriptions.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from http import HTTPStatus
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from socle.parametres import Parametre, lire_tout
from socle.reglages import Reglages
from socle.web.acces import public

PREFIXE = "/api/"
DUREE_S = 60
PROBLEME: Mapping[str, Any] = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        "type": {"type": "string", "description": "Nom stable du refus."},
        "title": {"type": "string", "description": "Ce qui s’est passé, en français."},
        "status": {"type": "integer"},
        "instance": {"type": "string"},
        "parametre": {"type": "string", "description": "Le paramètre à corriger."},
        "reference": {"type": "string", "description": "À donner si vous nous écrivez."},
    },
}
_TYPES: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Any: {},
    dict: {"type": "object"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}
_VARIABLE = re.compile(r"<(?:([^:<>]+):)?([^<>]+)>")

bp = Blueprint("api", __name__, url_prefix="/api/v1", template_folder="templates")


@dataclasses.dataclass(frozen=True, slots=True)
class Description:
    """What the document says of a view. ``reponse`` is a type: a dataclass, or a list of them."""

    resume: str
    reponse: Any
    parametres: Sequence[Parametre] = ()
    erreurs: Mapping[int, str] = dataclasses.field(default_factory=dict)
    detail: str = ""


class VueNonDecrite(RuntimeError):
    """A programming error: a view of the interface without ``@decrit``."""


def decrit(
    resume: str,
    *,
    reponse: Any,
    parametres: Sequence[Parametre] = (),
    erreurs: Mapping[int, str] | None = None,
    detail: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Describe a view, give it its query parameters by name and write what it returns as JSON.

    ``reponse`` is the type of what the view returns: a dataclass, a list of one, a ``dict``.
    ``erreurs`` maps an HTTP status to the sentence of the document.
    """
    description = Description(resume, reponse, tuple(parametres), dict(erreurs or {}), detail)

    def decorer(vue: Callable[..., Any]) -> Callable[..., Response]:
        @functools.wraps(vue)
        def decoree(**chemin: Any) -> Response:
            return repondre_json(vue(**chemin, **lire_tout(description.parametres, request.args)))

        decoree.description = description  # type: ignore[attr-defined]
        return decoree

    return decorer


def _simplifier(chose: Any) -> Any:
    if dataclasses.is_dataclass(chose) and not isinstance(chose, type):
        return {c.name: getattr(chose, c.name) for c in dataclasses.fields(chose)}
    if isinstance(chose, datetime | date):
        return chose.isoformat()
    if isinstance(chose, Sequence | set | frozenset):
        return list(chose)
    raise TypeError(f"{type(chose).__name__} cannot be written as JSON")


def repondre_json(donnees: Any, *, duree_s: int = DUREE_S, partage: bool = True) -> Response:
    """Data as JSON: an ETag (304 when unchanged), kept for ``duree_s`` seconds, by shared caches
    too unless the answer may carry a visitor's cookie (``partage`` false).

    NaN has no JSON and is a programming error here.
    """
    corps = json.dumps(
        donnees,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
        default=_simplifier,
    )
    reponse = Response(corps, content_type="application/json")
    portee = "public" if partage else "private"
    reponse.headers["Cache-Control"] = f"{portee}, max-age={duree_s}"
    reponse.add_etag()
    reponse.make_conditional(request)
    return reponse


class _Schemas:
    """JSON schemas of Python types; each dataclass becomes one component."""

    def __init__(self) -> None:
        self.composants: dict[str, Any] = {"Probleme": dict(PROBLEME)}
        self._sortes: dict[str, Any] = {"Probleme": None}

    def de(self, sorte: Any) -> dict[str, Any]:
        """The schema of a type."""
        arguments = get_args(sorte)
        if get_origin(sorte) in {Union, UnionType}:
            return self._union(arguments)
        if arguments:
            return self._suite(get_origin(sorte), arguments)
        if dataclasses.is_dataclass(sorte):
            return self._fiche(sorte)
        if isinstance(sorte, type) and issubclass(sorte, Enum):
            return {"type": "string", "enum": [m.value for m in sorte]}
        return dict(_TYPES[sorte])

    def _suite(self, origine: Any, arguments: Sequence[Any]) -> dict[str, Any]:
        if issubclass(origine, Mapping):
            return {"type": "object", "additionalProperties": self.de(arguments[1])}
        if origine is tuple and Ellipsis not in arguments:
            return {"type": "array", "prefixItems": [self.de(a) for a in arguments]}
        return {"type": "array", "items": self.de(arguments[0])}

    def _union(self, arguments: Sequence[Any]) -> dict[str, Any]:
        possibles = [self.de(a) for a in arguments if a is not NoneType]
        if NoneType in arguments:
            possibles.append({"type": "null"})
        return {"anyOf": possibles}

    def _fiche(self, sorte: Any) -> dict[str, Any]:
        nom = sorte.__name__
        if self._sortes.setdefault(nom, sorte) is not sorte:
            raise ValueError(f"two answers of the interface are called {nom}")
        if nom not in self.composants:
            self.composants[nom] = {}  # reserved first: a dataclass may hold itself
            champs = get_type_hints(sorte)
            self.composants[nom] = {
                "type": "object",
                "required": list(champs),
                "properties": {c: self.de(t) for c, t in champs.items()},
            }
        return {"$ref": f"#/components/schemas/{nom}"}


def vues_decrites(app: Flask) -> Iterator[tuple[Rule, Description]]:
    """The rules of the interface with their descriptions, in the order of addresses."""
    for regle in sorted(app.url_map.iter_rules(), key=str):
        if not regle.endpoint.startswith("api_"):
            continue
        description = getattr(app.view_functions[regle.endpoint], "description", None)
        if description is None:
            raise VueNonDecrite(regle.endpoint)
        yield regle, description


def adresse_documentee(regle: Rule) -> str:
    """« /api/v1/producteurs/{slug} »."""
    return _VARIABLE.sub(r"{\2}", regle.rule)


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document of every described view of ``app``."""
    reglages: Reglages = app.config["REGLAGES"]
    schemas = _Schemas()
    chemins = {
        adresse_documentee(r): {"get": _operation(r, d, schemas)} for r, d in vues_decrites(app)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cabas",
            "version": "1",
            "summary": "Les fermes vérifiées, leurs ventes et ce qui peut être livré où.",
            "description": "Données publiques, en lecture. Les montants sont en centimes d’euro, "
            "les positions en degrés WGS 84, les instants en UTC (ISO 8601).",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": reglages.base_url.rstrip("/")}],
        "paths": chemins,
        "components": {"schemas": schemas.composants},
    }


def _operation(regle: Rule, description: Description, schemas: _Schemas) -> dict[str, Any]:
    blueprint, _point, vue = regle.endpoint.partition(".")
    probleme = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleme"}}}
    erreurs = dict(description.erreurs)
    if description.parametres:
        erreurs.setdefault(HTTPStatus.UNPROCESSABLE_ENTITY, "Un paramètre ne peut pas être lu.")
    reponses: dict[str, Any] = {
        "200": {
            "description": "Voici.",
            "content": {"application/json": {"schema": schemas.de(description.reponse)}},
        }
    }
    for statut, phrase in sorted(erreurs.items()):
        reponses[str(int(statut))] = {"description": phrase, "content": probleme}
    operation = {
        "operationId": vue,
        "tags": [blueprint.removeprefix("api_")],
        "summary": description.resume,
        "parameters": [*_du_chemin(regle), *map(_de_l_adresse, description.parametres)],
        "responses": reponses,
    }
    return operation | ({"description": description.detail} if description.detail else {})


def _du_chemin(regle: Rule) -> Iterator[dict[str, Any]]:
    for convertisseur, nom in _VARIABLE.findall(regle.rule):
        schema = {"type": "integer" if convertisseur == "int" else "string"}
        yield {"name": nom, "in": "path", "required": True, "schema": schema}


def _de_l_adresse(parametre: Parametre) -> dict[str, Any]:
    schema: dict[str, Any] = dict(parametre.schema)
    if parametre.repete:
        schema = {"type": "array", "items": schema}
    return {
        "name": parametre.nom,
        "in": "query",
        "description": parametre.resume,
        "required": parametre.requis,
        "schema": schema,
    }


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    return repondre_json(document(current_app))


@bp.get("/")
@public
def accueil() -> ResponseReturnValue:
    ressources = [(adresse_documentee(r), d) for r, d in vues_decrites(current_app)]
    return render_template("api/accueil.html", ressources=ressources)


def _ouvrir_a_tous(reponse: Response) -> Response:
    """The data are public: any site may read them, refusals included."""
    if request.path.startswith(PREFIXE) and request.method in {"GET", "HEAD"}:
        reponse.headers["Access-Control-Allow-Origin"] = "*"
    return reponse


def brancher_api(app: Flask) -> None:
    """Let pages of other sites read the interface of ``app``."""
    app.after_request(_ouvrir_a_tous)
