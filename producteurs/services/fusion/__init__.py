"""Making one entry of two, and two again of one."""

from producteurs.services.fusion.choix import CHAMPS, LES_DEUX, PROPOSITIONS, proposer_choix
from producteurs.services.fusion.defaire import annuler_fusion
from producteurs.services.fusion.reunir import fusionner
from producteurs.services.fusion.suite import SuiteFusion, SuitesFusion

__all__ = [
    "CHAMPS",
    "LES_DEUX",
    "PROPOSITIONS",
    "SuiteFusion",
    "SuitesFusion",
    "annuler_fusion",
    "fusionner",
    "proposer_choix",
]
