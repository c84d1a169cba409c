"""Use cases: placing a resident, and setting up the platform of a collectivité."""

from territoires.services.lieu import SaisieLieu, placer, situer, situer_position
from territoires.services.plateforme import SLUGS_RESERVES, SaisiePlateforme, creer_plateforme

__all__ = [
    "SLUGS_RESERVES",
    "SaisieLieu",
    "SaisiePlateforme",
    "creer_plateforme",
    "placer",
    "situer",
    "situer_position",
]
