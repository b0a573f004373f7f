"""The real connector, with something that goes wrong at a chosen moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from okrsync import connector
from okrsync.connector import (
    Location,
    Memory,
    Receipt,
    Snapshot,
    TableConnector,
    Unreachable,
    Want,
)
from okrsync.i18n import verbatim
from okrsync.sources import fetch as fetching
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar


class Killed(BaseException):
    """The process ends here: nothing that follows in the program happens."""


@dataclass
class Faulty:
    """Passes everything on; `before` and `after` happen around each write."""

    real: TableConnector
    before: Callable[[], None]
    after: Callable[[], None]
    name: ClassVar[str] = "faulty"

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        return self.real.read(location, want, memory)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        return self.real.ensure_columns(snapshot, columns)

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        return self.real.drop_columns(snapshot, columns)

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        self.before()
        receipt = self.real.write(snapshot, changes, to=to)
        self.after()
        return receipt

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        return self.real.append(snapshot, table, rows)


def nothing() -> None:
    """All is well."""


def raising(error: BaseException) -> Callable[[], None]:
    """Something that goes wrong."""

    def fail() -> None:
        raise error

    return fail


@contextmanager
def going_wrong(
    before: Callable[[], None] = nothing, after: Callable[[], None] = nothing
) -> Iterator[None]:
    """While within, every document is written with these around."""

    def load(name: str) -> TableConnector:
        return Faulty(connector.load(name), before, after)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "load", load)
        yield


class RowByRow(Faulty):
    """Writes the first row's cells, and then the line drops."""

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        first = [change for change in changes if change.row == changes[0].row]
        error = Unreachable(verbatim("the line dropped"))
        error.receipt = replace(self.real.write(snapshot, first), written=first)
        raise error


@contextmanager
def losing_the_line() -> Iterator[None]:
    """While within, of each document only one row is written."""

    def load(name: str) -> TableConnector:
        return RowByRow(connector.load(name), nothing, nothing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "load", load)
        yield
