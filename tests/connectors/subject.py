"""What the contract suite needs of a connector's test: a document, and hands that edit it.

`Grid` is the document as something else than the connector sees it: the first list holds the
headers, the others the rows, cells as they are stored ("" for a blank one).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum, auto
from typing import ClassVar

import pytest

from okrsync.connector import Calls, Location, Snapshot, TableConnector, Want
from okrsync.table import Shown

Grid = Sequence[Sequence[object]]
Cells = list[list[object]]


class Can(Enum):
    """What not every service has. A test that needs one is skipped where it is missing."""

    GRID = auto()
    """Rows and columns without names of their own: titles above, ragged rows."""
    TABS = auto()
    FORMULAS = auto()
    PROTECTION = auto()
    HIDDEN_ROWS = auto()
    COPIES = auto()
    APPEND = auto()
    ORDER = auto()
    """People can put rows in another order."""


class Subject(ABC):
    """One connector and one document of its service, in the state that a test wants."""

    connector: TableConnector
    can: ClassVar[frozenset[Can]]
    header_row: ClassVar[int] = 1
    """The header's row number, 0 where the service itself knows the columns."""
    withstands: ClassVar[int] = 0
    """Of the edits between read and write, so many stop no write: 0 for files, which are replaced
    whole and so only where nothing changed."""

    @abstractmethod
    def make(self, grid: Grid, **tabs: Grid) -> Location:
        """A document with this grid in its (first) tab, and further tabs by name."""

    @abstractmethod
    def grid(self, tab: str | None = None) -> Cells:
        """What the document holds now, read without the connector."""

    @abstractmethod
    def put(self, grid: Grid) -> None:
        """A person saves the (first) tab with this content."""

    @abstractmethod
    def state(self) -> object:
        """All of the document, for `unchanged`: a file's bytes."""

    @abstractmethod
    def stored(self, after: str | Decimal | None, shown: Shown) -> object:
        """How a managed value stands in `grid`."""

    @abstractmethod
    def missing(self) -> Location:
        """A location where nothing is."""

    @abstractmethod
    def forbid_writing(self) -> None:
        """From now on we may read the document and not write it."""

    @abstractmethod
    def obstruct(self) -> None:
        """From now on every write fails for a reason that passes (open elsewhere, a 503)."""

    def needs(self, *wanted: Can) -> None:
        """Skip the test where the service lacks one of these."""
        missing = [can.name for can in wanted if can not in self.can]
        if missing:
            pytest.skip(f"{type(self).__name__} has no {', '.join(missing)}")

    def original(self) -> object:
        """What `undo` must give back: all of it where the service lets it."""
        return self.state()

    def is_live(self, row: int, column: int) -> bool:
        """Whether the service would run this cell of `grid` as a formula."""
        return str(self.grid()[row][column]).startswith("=")

    def counted(self) -> Calls | None:
        """The requests that the service itself has counted so far."""
        return None

    def protect(self, row: int, column: int) -> None:
        """A person protects this cell of `grid` (for PROTECTION)."""
        raise NotImplementedError

    def hide(self, row: int) -> None:
        """A person hides this row of `grid` (for HIDDEN_ROWS)."""
        raise NotImplementedError

    def copy(self) -> Location:
        """Where a copy may be written (for COPIES)."""
        raise NotImplementedError

    def grid_at(self, location: Location) -> Cells:
        """What a copy holds (for COPIES)."""
        raise NotImplementedError

    def read(self, location: Location) -> Snapshot:
        """A first read, with writing in mind."""
        return self.connector.read(location, Want(write=True), {})
