"""Background work: huey on SQLite or Redis, one registry of periodic tasks.

A room's ``tasks.py`` declares plain, idempotent functions with ``@periodique``; the worker process
carries them out every so many minutes, and at once when a request that committed woke it up.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog
from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey, TaskWrapper

from socle.battement import battre
from socle.db import session
from socle.errors import Refus
from socle.reglages import Reglages

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tache:
    """A periodic function: every ``minutes``, and on each wake-up when ``des_que_possible``."""

    fonction: Callable[[], None]
    minutes: int
    des_que_possible: bool

    @property
    def nom(self) -> str:
        return f"{self.fonction.__module__}.{self.fonction.__name__}"


TACHES: list[Tache] = []


def periodique(
    *, minutes: int, des_que_possible: bool = False
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a periodic task; ``minutes`` divides an hour, or is 1440 for once a day at 4:00."""

    def declarer(fonction: Callable[[], None]) -> Callable[[], None]:
        TACHES.append(Tache(fonction, minutes, des_que_possible))
        return fonction

    return declarer


class _File:
    """The queue of this process, and the task that a committed request wakes."""

    huey: Huey | None = None
    eveil: TaskWrapper | None = None


def executer(tache: Tache) -> None:
    """Run one task; a failure is logged and tried again at its next turn."""
    try:
        tache.fonction()
    except Exception:
        log.exception("tache_echouee", tache=tache.nom)
    finally:
        session.remove()


def chacun(choses: Iterable[T], faire: Callable[[T], object], *, echec: str) -> None:
    """``faire`` for each; one that fails is logged as ``echec`` and never stops the others."""
    for chose in choses:
        try:
            faire(chose)
        except Refus as refus:
            log.error(echec, quoi=chose, refus=refus.code, details=refus.details)
        except Exception:
            log.exception(echec, quoi=chose)
        finally:
            session.rollback()


def executer_les_urgentes() -> None:
    """Run each task declared ``des_que_possible``, in order of declaration."""
    for tache in TACHES:
        if tache.des_que_possible:
            executer(tache)


def eveiller() -> None:
    """Ask the worker to run the urgent tasks now; a lost queue only means at the next minute."""
    if _File.eveil is not None:
        with contextlib.suppress(Exception):
            _File.eveil()


def file_d_attente() -> Huey:
    """The queue of this process; ``create_app`` has opened it."""
    assert _File.huey is not None
    return _File.huey


def brancher_travaux(app: Flask, reglages: Reglages) -> Huey:
    """Open the queue and give it every declared task, each run inside ``app``'s context."""
    if reglages.redis_url:
        huey: Huey = RedisHuey("cabas", url=reglages.redis_url)
    else:
        Path(reglages.data_dir).mkdir(parents=True, exist_ok=True)
        huey = SqliteHuey("cabas", filename=str(Path(reglages.data_dir) / "travaux.sqlite3"))

    def dans_l_application(fonction: Callable[[], None]) -> Callable[[], None]:
        def tourner() -> None:
            with app.app_context():
                fonction()

        return tourner

    for tache in TACHES:
        quand = (
            crontab(hour="4", minute="0")
            if tache.minutes == 1440
            else crontab(minute=f"*/{tache.minutes}")
        )
        tour = dans_l_application(lambda tache=tache: executer(tache))  # type: ignore[misc]
        huey.periodic_task(quand, name=tache.nom)(tour)
    huey.periodic_task(crontab(minute="*"), name="battement")(dans_l_application(battre))
    _File.huey = huey
    _File.eveil = huey.task(name="eveil")(dans_l_application(executer_les_urgentes))
    return huey
