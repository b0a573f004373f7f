"""Cells and columns as people know them: by source, tab, address and header."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as of

Plain = str | int | float | bool | None
"""A cell's value as JSON has it: a date is its ISO text, a decimal a number."""


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One cell that sync would change. `tab` is the tab's name, `cell` its address in it.

    `column` is the header, `after` None where the cell would be cleared. `named`: in a
    database, where people know a cell by its row's title and its column alone.
    """

    source: str
    entity_id: str
    title: str
    tab: str
    cell: str
    column: str
    field: str
    before: Plain
    after: Plain
    named: bool = of(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """One managed column that sync would add, after consent."""

    source: str
    tab: str
    field: str
    header: str


@dataclass(frozen=True, slots=True)
class UnplacedColumn:
    """One managed column that was wanted and has no place: why, and what somebody must do."""

    source: str
    tab: str
    field: str
    header: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class SkippedCell:
    """A cell that was left alone, and why. `name` is what it is called in a database: the
    row's title and the column, empty elsewhere."""

    source: str
    tab: str
    cell: str
    reason: str
    name: str = ""
