"""What the worker does about orders."""

from __future__ import annotations

from commandes import services
from socle.travaux import periodique


@periodique(minutes=1)
def expirer_les_commandes() -> None:
    """End the orders that were not paid in time and give back what they held."""
    services.expirer_commandes()


@periodique(minutes=1440)
def oublier_les_paniers() -> None:
    """Forget the carts that were left for good."""
    services.oublier_paniers()
