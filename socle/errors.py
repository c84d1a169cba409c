"""What a refusal is: a class named in the trade's words, with the sentence that the user reads."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from socle.langue import _l


class Refus(Exception):
    """A rule says no. One handler shows it: a page, or an RFC 9457 problem for the API.

    Subclasses set ``phrase`` (a lazy sentence; ``%(nom)s`` places are filled from the keyword
    arguments given when raised) and ``statut`` (HTTP). ``code`` is the class's name in kebab case.
    """

    phrase: Any = _l("Cette demande ne peut pas être acceptée.")
    statut: HTTPStatus = HTTPStatus.CONFLICT

    def __init__(self, **details: Any) -> None:
        super().__init__(self.__class__.__name__)
        self.details = details

    def __str__(self) -> str:
        return str(self.phrase) % self.details if self.details else str(self.phrase)

    @property
    def precisions(self) -> Mapping[str, object]:
        """What a program reads beside the sentence, in the API's problem."""
        return {}

    @property
    def code(self) -> str:
        nom = self.__class__.__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in nom).lstrip("-")


class Introuvable(Refus):
    phrase = _l("Cette page n’existe pas, ou elle n’est pas pour vous.")
    statut = HTTPStatus.NOT_FOUND


class Interdit(Refus):
    phrase = _l("Cette page est réservée à d’autres personnes.")
    statut = HTTPStatus.FORBIDDEN


class TransitionImpossible(Refus):
    phrase = _l("Ce changement n’est plus possible : l’état est « %(etat)s ».")
