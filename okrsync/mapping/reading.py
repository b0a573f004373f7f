"""What mapping hands on: the Plan, where each of its rows stands, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from okrsync.errors import OkrsyncError
from okrsync.i18n import Message
from okrsync.model import Plan, Severity
from okrsync.table import Table


class Kind(StrEnum):
    """What the rows of a table are."""

    OBJECTIVES = "objectives"
    KEY_RESULTS = "key_results"
    INITIATIVES = "initiatives"
    KPIS = "kpis"
    MIXED = "mixed"
    """Rows of several levels, told apart by a column or a code."""


class Certainty(StrEnum):
    """How far a reading is to be trusted, most certain first."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"

    @property
    def word(self) -> Message:
        """The word as people read it."""
        return _CERTAIN[self]


_CERTAIN = {
    Certainty.SURE: Message("sure"),
    Certainty.LIKELY: Message("likely"),
    Certainty.UNSURE: Message("unsure"),
}


@dataclass(frozen=True, slots=True)
class RowRef:
    """Where an entity's row stands in its table.

    `kind` is this row's own (never MIXED). `blocked` says why nothing may be written to it
    (two rows carry one id), None where it may.
    """

    entity_id: str
    kind: Kind
    row: int
    blocked: str | None = None


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table that holds OKRs, and how it was understood.

    `columns` maps a field to its column index, `managed` a managed field (progress, status,
    finding …) to the index of a column of ours that is there already; `managed_headers` are
    those columns' headers as they stand. `identity` are the columns that tell rows apart.
    `language` is that of the headers. `doubts` say why the reading is not certain, gravest
    first.
    """

    source: str
    table: Table
    kind: Kind
    header_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, int]
    managed: Mapping[str, int]
    managed_headers: Mapping[str, str]
    rows: Sequence[RowRef]
    identity: tuple[int, ...]
    language: str | None
    mapping: str = "auto"
    certainty: Certainty = Certainty.SURE
    doubts: Sequence[Message] = ()
    objective_rows: Mapping[int, str] = field(default_factory=dict)
    """Row number → id of the objective it belongs to, where objectives have no row of their own."""
    copies: Mapping[int, str] = field(default_factory=dict)
    """Column → managed field, of columns with a header of ours beside the one that is ours."""
    read: int = 0
    """How many rows of the sheet say something of an entity, one of their own or not."""
    apart: Sequence[Message] = ()
    """Why no score can stand beside some of them, and what to do about it."""

    @property
    def named(self) -> bool:
        """Whether people know a cell by its row's title and its column's name: in a database
        nobody sees letters and numbers."""
        return self.header_row == 0

    @property
    def headers(self) -> Mapping[str, str]:
        """Field → header of its column, as it stands."""
        return {field: self.header_at(index) for field, index in self.columns.items()}

    def header_at(self, index: int) -> str:
        """The header of a column: the service's own title, else what stands in the header row."""
        title = next((c.title for c in self.table.columns if c.index == index), None)
        return title or str(self.table.value(self.header_row, index) or "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the cells that could not be read, for the DAT findings.

    `code` is the finding's (DAT01 unreadable value, DAT04, DAT05, DAT06, DAT11 …); `field` the
    model's field, `shown` what stands in the cell, `detail` what was understood or expected,
    `cells` further cells that it is about (both of a duplicate). `severity` stands in for the
    rule's own. What is about a column (DAT15, DAT16) stands at its header: in a database, whose
    headers stand in no cell, `cell` is empty and `row` 0.
    """

    code: str
    source: str
    tab: str
    cell: str
    row: int
    column: str
    field: str
    shown: str
    entity_id: str | None = None
    title: str | None = None
    detail: Message | None = None
    cells: Sequence[str] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One workspace, read: all its tables joined into one Plan.

    `baselines_assumed` are left to scoring; `notes` are sentences for people about what was
    found (which tab, which header row, what was left out and why). `period_origin` is where the
    Plan's period stands: a cell, the tab's name, the file's. `languages` is that of each source
    that shows one.
    """

    plan: Plan
    tables: Sequence[TableReading]
    problems: Sequence[Problem] = ()
    notes: Sequence[Message] = ()
    language: str | None = None
    period_origin: Message | None = None
    languages: Mapping[str, str] = field(default_factory=dict)


class MappingError(OkrsyncError):
    """No mapping can be detected, or the table holds no OKRs: a human is needed.

    The message says what is missing and what was seen (headers, with cells), the hint what to
    do about it.
    """

    code = "mapping"
    exit_code = 4
