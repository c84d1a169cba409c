"""Choices that look free and are the same every time."""

from __future__ import annotations

from random import Random


def tirage(*graine: object) -> Random:
    """A sequence of draws decided by ``graine`` alone; nothing secret is drawn from it."""
    return Random(" ".join(str(morceau) for morceau in graine))  # noqa: S311
