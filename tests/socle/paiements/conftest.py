"""Fixtures of the payment tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.socle.paiements.boite import Boite, boite_ouverte
from tests.socle.paiements.simulation import StripeSimule, stripe_simule

__all__ = ["stripe_simule"]


@pytest.fixture
def boite(stripe_simule: StripeSimule) -> Iterator[Boite]:
    """A site that receives the simulator's webhooks."""
    with boite_ouverte() as ouverte:
        stripe_simule.diriger(ouverte.url)
        yield ouverte
