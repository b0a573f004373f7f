"""The state in one SQLite file (WAL), opened for writing or only for reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from okrsync.i18n import Message
from okrsync.state.database import Values
from okrsync.state.errors import StateBusy, StateError, StateUnreadable, damaged
from okrsync.state.file import create_private
from okrsync.state.schema import MIGRATIONS, VERSION

DURABILITY = "FULL"
"""A run's intentions are on the disk before the sheet is touched, power cuts included."""
DAMAGED = frozenset(
    {0, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
)
"""What SQLite says of torn pages, of missing tables, and (0) of what is not text."""
BUSY_SECONDS = 10.0
"""How long another process's short transaction is waited for."""


class SqliteDatabase:
    """A `Database` over one connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.where = str(path)
        self._connection = connection
        self._path = path
        self._depth = 0

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with _explained(self._path):
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Values = ()) -> None:
        """One statement that changes something."""
        with _explained(self._path):
            self._connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """One statement for each of these rows."""
        with _explained(self._path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: the write lock is taken at once, so nothing read within can age."""
        if self._depth:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        finally:
            self._depth -= 1

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_for_writing(path: Path) -> SqliteDatabase:
    """The state, made and brought up to date where needed. Raises StateError, StateBusy."""
    create_private(path)
    with _explained(path):
        database = SqliteDatabase(_connect(str(path)), path)
    try:
        with _explained(path):
            _prepare(database, path)
    except BaseException:
        database.close()
        raise
    return database


def open_for_reading(path: Path) -> SqliteDatabase:
    """The state as it is; one that isn't there reads as empty. Raises StateError, StateBusy.

    Nothing is created. A state of an older version is read through a copy in memory.
    """
    with _explained(path):
        if not path.is_file():
            return _in_memory(path, None)
        connection = _connect_read_only(path)
        try:
            version = _version(connection, path)
        except BaseException:
            connection.close()
            raise
        if version == VERSION:
            return SqliteDatabase(connection, path)
        try:
            return _in_memory(path, connection)
        finally:
            connection.close()


def open_empty() -> SqliteDatabase:
    """A state in which nothing is remembered."""
    return _in_memory(Path(":memory:"), None)


def _in_memory(path: Path, source: sqlite3.Connection | None) -> SqliteDatabase:
    copy = _connect(":memory:")
    if source is not None:
        source.backup(copy)
    database = SqliteDatabase(copy, path)
    _migrate(database, _version(copy, path))
    return database


def _prepare(database: SqliteDatabase, path: Path) -> None:
    database.rows("PRAGMA journal_mode = WAL")
    database.run(f"PRAGMA synchronous = {DURABILITY}")
    with database.transaction():
        _migrate(database, _version(database._connection, path))


def _migrate(database: SqliteDatabase, version: int) -> None:
    database.run("CREATE TABLE IF NOT EXISTS okrsync_state (version INTEGER NOT NULL)")
    for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
        for statement in statements:
            database.run(statement)
        database.run("DELETE FROM okrsync_state")
        database.run("INSERT INTO okrsync_state (version) VALUES (?)", (number,))


def _version(connection: sqlite3.Connection, path: Path) -> int:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    if "okrsync_state" not in tables:
        if tables:
            raise StateError(
                Message("{path} is a database, but not one of okrsync", {"path": path}),
                hint=Message("name another file with OKRSYNC_STATE"),
            )
        return 0
    found = connection.execute("SELECT version FROM okrsync_state").fetchone()
    version = int(found[0]) if found else 0
    if version > VERSION:
        raise StateUnreadable(
            Message(
                "{path} was written by a newer okrsync (its tables are version {version}, this "
                "one knows {known})",
                {"path": path, "version": version, "known": VERSION},
            ),
            path=str(path),
            newer=True,
            hint=Message("update okrsync, or name another file with OKRSYNC_STATE"),
        )
    return version


def _connect(target: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(target, timeout=BUSY_SECONDS, isolation_level=None, uri=uri)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    connection = _connect(f"{address}?mode=ro", uri=True)
    try:
        connection.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        # WAL wants a file beside the state; in a folder that can't be written there is none.
        return _connect(f"{address}?mode=ro&immutable=1", uri=True)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _said(error, path) from error


def _said(error: sqlite3.Error, path: Path) -> StateError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StateBusy(
            Message("another process is writing to the state {path} just now", {"path": path}),
            hint=Message("try again"),
        )
    if code in DAMAGED:
        return damaged(str(path))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StateError(
            Message("the state {path} can't be written", {"path": path}),
            hint=Message(
                "make the file and its folder writable, or name another with OKRSYNC_STATE"
            ),
        )
    return StateError(
        Message("the state {path} can't be used: {reason}", {"path": path, "reason": error}),
        hint=Message("look at the disk and at the file"),
    )
