"""What a write means to change, told by the changes and not by who carries them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from okrsync.connector import SummaryTab
from okrsync.table import Change, PlacedColumn

Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Intent:
    """`values` say by column index and row what a cell shall hold, None for nothing.

    Headers are among them.
    `added` and `dropped` are columns that come and go: index → header. `blank` are the rows, by
    column index, whose cells may come blank, change their look or go.
    """

    values: Mapping[int, Mapping[int, Value]]
    added: Mapping[int, str] = field(default_factory=dict)
    dropped: Mapping[int, str] = field(default_factory=dict)
    blank: Mapping[int, range] = field(default_factory=dict)
    columns: frozenset[int] = frozenset()

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell is ours to change in this write."""
        if column not in self.columns:
            return False
        return row in self.values.get(column, ()) or row in self.blank.get(column, ())


def intent(
    written: Iterable[Change],
    placed: Iterable[PlacedColumn],
    dropped: Iterable[tuple[PlacedColumn, range]],
) -> Intent:
    """The intent of one tab's changes and of the columns that it gets, and loses in some rows."""
    values: defaultdict[int, dict[int, Value]] = defaultdict(dict)
    added, gone, blank = {}, {}, {}
    for one in placed:
        column = one.column
        added[one.index] = column.header
        blank[one.index] = range(column.header_row, max(column.last_row, column.header_row) + 1)
        values[one.index][column.header_row] = column.header
    for one, rows in dropped:
        gone[one.index] = one.column.header
        blank[one.index] = rows
    for change in written:
        values[change.column][change.row] = change.after
    columns = frozenset(values.keys() | blank.keys())
    return Intent(dict(values), added, gone, blank, columns)


@dataclass(slots=True)
class PlannedParts:
    """What a write rewrites: the zip's names of its parts, by kind.

    `styles` is the part with the workbook's formats, rewritten or not, None without one. `lists`
    are content types (folder None) and relations (the folder that they count from). `before` are
    parts of the original that have been unpacked already.
    """

    sheets: dict[str, Intent] = field(default_factory=dict)
    tables: dict[str, Intent] = field(default_factory=dict)
    lists: dict[str, str | None] = field(default_factory=dict)
    styles: str | None = None
    book: str | None = None
    before: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SummaryPlan:
    """What is meant: `book` and `part` are the zip's names of workbook.xml and of our sheet, `tab`
    what the sheet is to hold (None where it goes) and `old` what it was made from."""

    book: str
    part: str
    title: str
    tab: SummaryTab | None
    old: bytes
    added: bool = False

    @property
    def gone(self) -> tuple[str, ...]:
        """The part that is no longer to be there."""
        return () if self.tab else (self.part,)
