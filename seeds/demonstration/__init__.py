"""The demonstration: the Loire's invented farms, people, sales and orders, made by the services."""

from __future__ import annotations


def charger_demonstration() -> None:
    """Load the demonstration once; a second call keeps what is there."""
