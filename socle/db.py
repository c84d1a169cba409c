"""The database: naming convention, types, the session and the one way to write.

Plain SQLAlchemy on SQLite or PostgreSQL. Only ``socle`` commits: the web plumbing commits a
request answered below 400, tasks and the command line use ``with transaction():``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
import structlog
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker

log = structlog.get_logger()

CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class InstantUTC(sa.TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both databases (SQLite has no time zone of its own)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: use socle.horloge")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _valeurs(enumeration: type[enum.Enum]) -> list[str]:
    return [str(membre.value) for membre in enumeration]


class Base(DeclarativeBase):
    """The root of every table; enums are stored by value, instants in UTC, lists as JSON."""

    metadata = sa.MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: InstantUTC(),
        enum.Enum: sa.Enum(
            enum.Enum,
            values_callable=_valeurs,
            native_enum=False,
            length=32,
            create_constraint=False,
        ),
        list[str]: sa.JSON(),
        list[int]: sa.JSON(),
        dict[str, Any]: sa.JSON(),
    }


session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))

# SQLite decides at BEGIN whether a transaction may write: a deferred one that writes late is
# refused with "database is locked" instead of waiting for its turn.
ecriture: ContextVar[bool] = ContextVar("ecriture", default=False)

# True in a request that may not write: PostgreSQL is then told to refuse it.
lecture: ContextVar[bool] = ContextVar("lecture", default=False)


def _regler_sqlite(connexion: Any, _: Any) -> None:
    connexion.isolation_level = None  # SQLAlchemy's begin event below speaks BEGIN itself
    curseur = connexion.cursor()
    curseur.execute("PRAGMA busy_timeout = 30000")  # first: the others may already have to wait
    curseur.execute("PRAGMA journal_mode = WAL")
    curseur.execute("PRAGMA synchronous = NORMAL")
    curseur.execute("PRAGMA foreign_keys = ON")
    curseur.close()


def _commencer_sqlite(connexion: sa.Connection) -> None:
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecriture.get() else "BEGIN")


def _commencer_postgresql(connexion: sa.Connection) -> None:
    brute: Any = connexion.connection.dbapi_connection
    brute.read_only = (lecture.get() and not ecriture.get()) or None


def _abandonner_postgresql(connexion: sa.Connection) -> None:
    """End a transaction that could not write by COMMIT, which comes to the same. After a ROLLBACK
    psycopg forgets the statements that it prepared, and planning them anew for each page takes
    longer than running them. A connection that was lost has nothing left to give up: the page is
    already made."""
    if connexion.invalidated:
        return
    brute: Any = connexion.connection.dbapi_connection
    if not brute.read_only:
        return
    try:
        brute.commit()
    except connexion.dialect.loaded_dbapi.Error as erreur:
        log.warning("connexion_perdue", erreur=str(erreur))
        connexion.invalidate(erreur)


def ouvrir_moteur(url: str) -> sa.Engine:
    """Engine for ``sqlite:///file`` or ``postgresql+psycopg://…`` with this project's settings."""
    if url.startswith("sqlite"):
        moteur = sa.create_engine(url, pool_size=20, max_overflow=40)
        event.listen(moteur, "connect", _regler_sqlite)
        event.listen(moteur, "begin", _commencer_sqlite)
        return moteur
    moteur = sa.create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    event.listen(moteur, "begin", _commencer_postgresql)
    event.listen(moteur, "rollback", _abandonner_postgresql)
    return moteur


def brancher(moteur: sa.Engine | sa.Connection, **options: Any) -> None:
    """Bind the session of this process to ``moteur`` (tests pass a connection and savepoints)."""
    session.remove()
    session.configure(bind=moteur, **options)


class TransactionDejaOuverte(RuntimeError):
    """A programming error: something is being written already, and would be committed by halves."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block wrote, or nothing. For tasks, commands and outside events.

    What was only read so far is let go: it began a transaction that may not write (PostgreSQL), or
    that is refused when it wants to (SQLite). Raises ``TransactionDejaOuverte`` inside another.
    """
    if session().in_transaction():
        if ecriture.get() or session.new or session.dirty or session.deleted:
            raise TransactionDejaOuverte
        session.rollback()
    jeton = ecriture.set(True)
    try:
        yield session()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        ecriture.reset(jeton)
