"""The chamber's pages, by word of the trade, on one blueprint."""

from producteurs.staff import (
    a_placer,
    actes,
    dossier,
    doublons,
    imports,
    labels,
    pieces,
    propositions,
    regles,
    sans_reponse,
    signalements,
    visites,
)
from producteurs.staff.cadre import bp

__all__ = [
    "a_placer",
    "actes",
    "bp",
    "dossier",
    "doublons",
    "imports",
    "labels",
    "pieces",
    "propositions",
    "regles",
    "sans_reponse",
    "signalements",
    "visites",
]
