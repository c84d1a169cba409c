"""Use cases: placing a resident, and setting up the platform of a collectivité."""

from territoires.services.lieu import situer, situer_position
from territoires.services.plateforme import SLUGS_RESERVES, SaisiePlateforme, creer_plateforme

__all__ = ["SLUGS_RESERVES", "SaisiePlateforme", "creer_plateforme", "situer", "situer_position"]
