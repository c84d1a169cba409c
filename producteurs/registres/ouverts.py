"""The registers that this site asks: those whose address is set."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from producteurs.registres.agencebio import AgenceBio
from producteurs.registres.sirene import Sirene
from socle.reglages import Reglages


@dataclass(frozen=True, slots=True)
class Registres:
    """One adapter each for this process, which remembers its failures; None: never asked."""

    agencebio: AgenceBio | None = None
    sirene: Sirene | None = None

    @classmethod
    def depuis(cls, reglages: Reglages) -> Registres:
        return cls(
            AgenceBio(reglages.agencebio_url) if reglages.agencebio_url else None,
            Sirene(reglages.sirene_url) if reglages.sirene_url else None,
        )

    @property
    def muets(self) -> bool:
        """Whether there is nothing to ask."""
        return self.agencebio is None and self.sirene is None


def brancher_registres(app: Flask) -> None:
    app.extensions["registres"] = Registres.depuis(app.config["REGLAGES"])


def registres_ouverts() -> Registres:
    """Those of the application at work."""
    registres: Registres = current_app.extensions["registres"]
    return registres
