"""One clock: aware UTC inside, Europe/Paris for what people read and for deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_arretee: ContextVar[datetime | None] = ContextVar("horloge_arretee", default=None)


def maintenant() -> datetime:
    """The present instant, aware, in UTC."""
    return _arretee.get() or datetime.now(UTC)


def aujourdhui() -> date:
    """Today's date in Paris."""
    return jour_de(maintenant())


def jour_de(instant: datetime) -> date:
    """The date in Paris at that instant."""
    return instant.astimezone(PARIS).date()


def a_paris(jour: date, heure: time) -> datetime:
    """The instant when the clock on a wall in Paris shows ``heure`` on ``jour``, in UTC.

    In the hour that autumn repeats, the first one is meant; in the hour that spring skips, the
    instant is the one an unchanged clock would have shown (PEP 495, fold=0).
    """
    return datetime.combine(jour, heure, PARIS).astimezone(UTC)


@contextmanager
def arretee_a(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` inside the block (demonstration data and tests)."""
    jeton = _arretee.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _arretee.reset(jeton)
