"""Tables as a connector reads them, and the changes of cells and columns that it writes.

A `Table` is a grid as the service shows it: rows by their number, columns by their index.
Values are what the service stores, never what it displays; a number's format stands beside
it, sparsely, because only the format tells 0.15 from 15 %.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass
from dataclasses import field as of
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from okrsync.i18n import Message


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value that the service shows in a cell, such as `#REF!`."""

    code: str

    def __str__(self) -> str:
        return self.code


Scalar = str | int | float | Decimal | bool | date | datetime | time | timedelta | CellError | None
Address = tuple[int, int]
"""Row number as the spreadsheet shows it (from 1), column index (from 0)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `values` may be shorter than the table is wide: what is missing is empty.

    `number` is the row as the spreadsheet shows it, from 1 (for a database its position).
    `key` is the service's own name for the row (a Notion page), None in a spreadsheet.
    """

    number: int
    values: Sequence[Scalar]
    key: str | None = None
    hidden: bool = False

    def value(self, column: int | None) -> Scalar:
        """The value in a column, None where the row is shorter or the column is None."""
        if column is None or column >= len(self.values):
            return None
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose header the service itself knows (a database, not a grid).

    `target` is the key of the table that a relation leads to, where the service says so.
    """

    index: int
    title: str
    key: str | None = None
    type: str | None = None
    writable: bool = True
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, both ends included: row numbers from 1, column indexes from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, address: Address) -> bool:
        row, column = address
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )

    def touches(self, other: Area) -> bool:
        """Whether both have a cell in common."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def __str__(self) -> str:
        return f"{a1(self.first_row, self.first_column)}:{a1(self.last_row, self.last_column)}"


class RangeKind(StrEnum):
    """What a named rectangle over the rows is: both travel with a human's sort."""

    TABLE = "table"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class TableRange:
    """An Excel table, an autofilter or a basic filter over some rows, its header included."""

    kind: RangeKind
    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class Choices:
    """The words that the cells of some areas may hold (a drop-down list), as they are listed."""

    areas: Sequence[Area]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Floating:
    """A chart or a picture that lies over cells without standing in them, by a name that people
    know it by. `area` may be an estimate."""

    name: str
    area: Area
    chart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One tab of a workbook or one database, as it was read.

    `key` is the tab's lasting name (sheet id, data source id), which a rename does not change
    where the service has such a thing. `columns` is empty for a grid: there, mapping finds
    the header. `formats`, `formulas` and `protected` are sparse, by address. `locale` is the
    document's own (`nl_NL`), where it has one. `choices` are the drop-down lists whose words
    the connector knows, `floating` what lies over the cells. `uncomputed` are formulas without a
    stored result: their value is None. `area` is the range that was
    asked for, None where it is the whole tab: the core narrows a table to it, and connectors
    read and write tabs whole. `marked` are columns that bear a lasting mark of ours, which no
    copy of them has: the index and the managed field, empty where the mark does not say which.
    """

    key: str
    name: str
    rows: Sequence[Row]
    columns: Sequence[Column] = ()
    formats: Mapping[Address, str] = of(default_factory=dict)
    formulas: Mapping[Address, str] = of(default_factory=dict)
    uncomputed: Set[Address] = frozenset()
    protected: Container[Address] = frozenset()
    merges: Sequence[Area] = ()
    ranges: Sequence[TableRange] = ()
    hidden: bool = False
    locale: str | None = None
    choices: Sequence[Choices] = ()
    floating: Sequence[Floating] = ()
    area: Area | None = None
    marked: Mapping[int, str] = of(default_factory=dict)

    def row(self, number: int) -> Row | None:
        """The row that the spreadsheet shows under this number, None where it is absent."""
        guess = number - self.rows[0].number if self.rows else -1
        if 0 <= guess < len(self.rows) and self.rows[guess].number == number:
            return self.rows[guess]
        return next((row for row in self.rows if row.number == number), None)

    def value(self, row: int, column: int) -> Scalar:
        """The value at an address, None where there is none."""
        found = self.row(row)
        return found.value(column) if found else None

    def allowed(self, row: int, column: int) -> Sequence[str] | None:
        """The words that a cell may hold, None where it may hold any or nobody knows."""
        for choices in self.choices:
            if any((row, column) in area for area in choices.areas):
                return choices.words
        return None

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.values) for row in self.rows), default=len(self.columns))


class Shown(StrEnum):
    """How a managed value is shown: a fraction as a percent, a plain text, a plain number."""

    PERCENT = "percent"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Change:
    """One managed cell that is to change: what stood there, what shall stand there.

    `table`, `row` and `column` address the snapshot that it was computed from.
    `identity` are the columns of that table whose values tell this row from others: a
    connector that can't lock its source looks at them again before or after writing.
    `terms` are the columns whose values on this row the new value was computed from: a connector
    that sees another value in them when it writes says so, since the value is old by then.
    `after` is a str, a Decimal (a fraction where shown as percent) or None (cleared).
    `entity_id`, `title` and `field` are for people and for the record.
    """

    table: str
    row: int
    column: int
    before: Scalar
    after: str | Decimal | None
    shown: Shown = Shown.TEXT
    identity: tuple[int, ...] = ()
    terms: tuple[int, ...] = ()
    entity_id: str = ""
    title: str = ""
    field: str = ""

    @classmethod
    def of_new_row(cls, table: str, row: int, column: int, value: Scalar) -> Change:
        """A cell of a row that was not there before."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = Decimal(str(value))
        after = value if value is None or isinstance(value, str | Decimal) else str(value)
        return cls(table, row, column, None, after)

    @property
    def place(self) -> tuple[str, int, int]:
        """Table, row and column."""
        return self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A managed column that a table lacks: its header and where its rows stand.

    `words` maps each word the column may hold to its colour role (`good`, `warning`, `bad`,
    `neutral`), for services that colour them; empty for numbers. `reads` is the last column
    that was read as this table's own, -1 where nobody says so. `within` is the range that the
    table was narrowed to: then the column comes right beside it or not at all.
    """

    table: str
    field: str
    header: str
    header_row: int
    first_row: int
    last_row: int
    shown: Shown
    words: Mapping[str, str] = of(default_factory=dict)
    reads: int = -1
    within: Area | None = None


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A managed column and the index at which it now stands."""

    column: NewColumn
    index: int


@dataclass(frozen=True, slots=True)
class Skip:
    """A cell that was left alone, and the reason in one sentence fragment."""

    table: str
    row: int
    column: int
    reason: Message


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A managed column that could not be added, why, and what somebody must do about it."""

    column: NewColumn
    reason: Message
    hint: Message


@dataclass(frozen=True, slots=True)
class Barred:
    """A table that may not be written by this account, while others of its document may.

    `message` names the tab and the account, `hint` what to grant; nothing of the table was
    written.
    """

    table: str
    message: Message
    hint: Message | None = None


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters of a column index: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def a1(row: int, column: int) -> str:
    """The address people know: row 7, column index 2 is `C7`."""
    return f"{letters(column)}{row}"


@lru_cache(maxsize=1024)
def column_index(text: str) -> int:
    """The index of a column's letters: `A` is 0, `AA` is 26."""
    index = 0
    for letter in text.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
