"""Translation marks for every room: French is the source language.

The one bridge to Flask-Babel, so that refusals and mails can be translated without importing
Flask; outside a request the French sentence is returned as it stands. The no-break spaces of
French typography are set here, once, whatever a sentence's author typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_babel
from flask_babel.speaklater import LazyString
from jinja2 import Environment

INSECABLE = "\u00a0"
CATALOGUES = Path(__file__).resolve().parent.parent / "app" / "translations"
_TRADUIT = CATALOGUES.is_dir()
"""While there is no catalogue nothing is looked up: a page says a hundred sentences, and finding
out a hundred times that they are French took a sixth of its time."""
_AVANT = re.compile(r" (?=[:;?!»€]|%(?!\())")
_APRES = re.compile(r"(?<=«) ")


@lru_cache(maxsize=4096)
def typographier(phrase: str) -> str:
    """No-break spaces before « : ; ? ! » € % », and inside quotation marks."""
    return _APRES.sub(INSECABLE, _AVANT.sub(INSECABLE, phrase))


def _traduire(phrase: str) -> str:
    if not _TRADUIT:
        return typographier(phrase)
    return typographier(flask_babel.get_domain().get_translations().ugettext(phrase))


def _accorder(singulier: str, pluriel: str, num: int) -> str:
    if _TRADUIT and (traductions := flask_babel.get_domain().get_translations()).files:
        return typographier(traductions.ungettext(singulier, pluriel, num))
    # No catalogue: the source itself, by French's own rule (« 0 ferme », « 1,5 kilo »).
    return typographier(pluriel if num >= 2 else singulier)


def _(phrase: str, **valeurs: Any) -> str:
    """The sentence in the visitor's language, its ``%(nom)s`` places filled."""
    texte = _traduire(phrase)
    return texte % valeurs if valeurs else texte


def ngettext(singulier: str, pluriel: str, num: int, **valeurs: Any) -> str:
    """The singular or the plural, ``%(num)s`` and the other places filled."""
    return _accorder(singulier, pluriel, num) % {"num": num, **valeurs}


def _l(phrase: str, **valeurs: Any) -> LazyString:
    """A sentence that is translated when it is shown, for classes and forms."""
    return LazyString(_, phrase, **valeurs)


def brancher_langue(environnement: Environment) -> None:
    """Give templates the same words; Jinja fills and escapes their places."""
    environnement.install_gettext_callables(  # type: ignore[attr-defined]
        _traduire, _accorder, newstyle=True
    )
