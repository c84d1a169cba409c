"""Reading JSON element by element, so that a large file is never held whole."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MORCEAU = 1 << 16
ELEMENT_MAXIMAL = 8 << 20  # characters of one element: farther, it is not read
BLANCS = " \t\r\n\ufeff"
_DECODEUR = json.JSONDecoder()


class JsonIllisible(Exception):
    """The text stops being JSON here."""


@dataclass(slots=True)
class Curseur:
    """A place in a stream of text; what is behind it is forgotten."""

    flux: io.TextIOBase
    tampon: str = ""
    ou: int = 0
    fini: bool = False

    def _remplir(self) -> bool:
        morceau = self.flux.read(MORCEAU if len(self.tampon) < MORCEAU * 4 else len(self.tampon))
        self.tampon = self.tampon[self.ou :] + morceau
        self.ou = 0
        self.fini = not morceau
        return bool(morceau)

    def voir(self) -> str:
        """The next character that is not blank, or nothing at the end."""
        while True:
            while self.ou < len(self.tampon):
                if self.tampon[self.ou] not in BLANCS:
                    return self.tampon[self.ou]
                self.ou += 1
            if not self._remplir():
                return ""

    def prendre(self, attendus: str) -> str:
        signe = self.voir()
        if not signe or signe not in attendus:
            raise JsonIllisible
        self.ou += 1
        return signe

    def valeur(self) -> Any:
        """The value that begins here, decoded whole."""
        if not self.voir():
            raise JsonIllisible
        while True:
            try:
                valeur, fin = _DECODEUR.raw_decode(self.tampon, self.ou)
            except (ValueError, RecursionError) as faute:
                trop = len(self.tampon) - self.ou > ELEMENT_MAXIMAL
                if isinstance(faute, RecursionError) or trop or not self._remplir():
                    raise JsonIllisible from faute
                continue
            # A number may go on in what has not been read yet.
            if fin == len(self.tampon) and isinstance(valeur, int | float) and self._remplir():
                continue
            self.ou = fin
            return valeur


@dataclass(slots=True)
class Liste:
    """A list of objects met in a file: where (``data``, ``result.items``), and how many."""

    chemin: str
    nombre: int = 0
    autour: dict[str, Any] = field(default_factory=dict)


def elements(curseur: Curseur) -> Iterator[Any]:
    """The items of the list that begins here, one at a time; raise ``JsonIllisible`` where it
    breaks off."""
    curseur.prendre("[")
    if curseur.voir() == "]":
        curseur.ou += 1
        return
    while True:
        yield curseur.valeur()
        if curseur.prendre(",]") == "]":
            return
        if curseur.voir() == "]":  # a comma too many
            curseur.ou += 1
            return


def membres(curseur: Curseur) -> Iterator[str]:
    """The keys of the object that begins here; whoever asks takes each value before going on."""
    curseur.prendre("{")
    if curseur.voir() == "}":
        curseur.ou += 1
        return
    while True:
        if curseur.voir() != '"':
            raise JsonIllisible
        cle = curseur.valeur()
        curseur.prendre(":")
        yield cle
        if curseur.prendre(",}") == "}":
            return
