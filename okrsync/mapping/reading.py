"""What mapping hands on: the Plan, where each of its rows stands, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from okrsync.model import Plan
from okrsync.table import Table
from okrsync.text import Text


class Kind(StrEnum):
    """What the rows of a table are."""

    OBJECTIVES = "objectives"
    KEY_RESULTS = "key_results"
    INITIATIVES = "initiatives"
    KPIS = "kpis"
    MIXED = "mixed"
    """Rows of several levels, told apart by a column or a code."""


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
    `language` is that of the headers. `sureness` is 0–1.
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
    sureness: float
    mapping: str = "auto"
    objective_rows: Mapping[int, str] = field(default_factory=dict)
    """Row number → id of the objective it belongs to, where objectives have no row of their own."""

    @property
    def named(self) -> bool:
        """Whether people know a cell by its row's title and its column's name: in a database
        nobody sees letters and numbers."""
        return self.header_row == 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the cells that could not be read, for the DAT findings.

    `code` is the finding's (DAT01 unreadable value, DAT04, DAT05, DAT06, DAT11 …); `field` the
    model's field, `shown` what stands in the cell, `detail` what was understood or expected,
    `cells` further cells that it is about (both of a duplicate).
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
    detail: Text | None = None
    cells: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One workspace, read: all its tables joined into one Plan.

    `baselines_assumed` are left to scoring; `notes` are sentences for people about what was
    found (which tab, which header row, what was left out and why).
    """

    plan: Plan
    tables: Sequence[TableReading]
    problems: Sequence[Problem] = ()
    notes: Sequence[Text] = ()
    language: str | None = None


class MappingError(Exception):
    """No mapping can be detected, or the table holds no OKRs: a human is needed (exit 4).

    `message` says what is missing, `found` what was seen (headers, with cells), `hint` what
    to do about it.
    """

    def __init__(self, message: Text, *, values: Mapping[str, object], hint: Text | None = None):
        super().__init__(message.say("en", **values))
        self.text = message
        self.values = dict(values)
        self.hint = hint
