"""The door to the database that the state lives in; one implementation a kind of database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Values = Sequence[str | int | None]


class Database(Protocol):
    """What the tables need: SQL with `?` places that both SQLite and PostgreSQL understand.

    Every method raises StateError or StateBusy and nothing else.
    """

    where: str
    """For messages."""

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""

    def run(self, sql: str, values: Values = ()) -> None:
        """One statement that changes something."""

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """One statement for each of these rows."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and alone: no other writer in between. One within another joins it."""

    def close(self) -> None:
        """Let go of it."""
