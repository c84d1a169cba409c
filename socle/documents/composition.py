"""The one adapter to Typst: a template of a room and data go in, a tagged PDF comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from socle import horloge
from socle.documents.polices import POLICES
from socle.reglages import RACINE


@cache
def _polices() -> typst.Fonts:
    """Our letters, else those that Typst carries: never the machine's, a page is the same
    everywhere."""
    dossiers: list[Path] = [POLICES] if POLICES.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=dossiers)


def composer(modele: Path, donnees: Mapping[str, object]) -> bytes:
    """The PDF of a ``.typ`` template that reads ``json(bytes(sys.inputs.donnees))``.

    What people wrote travels as JSON and is set as text: it never becomes Typst code.
    """
    return typst.compile(
        modele,
        root=RACINE,
        font_paths=_polices(),
        ignore_system_fonts=True,
        sys_inputs={"donnees": json.dumps(donnees, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=horloge.maintenant().replace(microsecond=0),
    )
