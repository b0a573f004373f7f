"""Who wrote which cell when: the record by which tests prove what was left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tests.servers.google import a1
from tests.servers.google.cells import Cell, Entered

Kind = Literal["value", "format", "note", "validation"]


@dataclass(frozen=True, slots=True)
class Written:
    """One cell, written once. `request` is the log's number, 0 for a person in the browser."""

    request: int
    when: float
    who: str
    tab: str
    sheet_id: int
    row: int
    column: int
    kind: Kind
    before: Entered
    after: Entered

    @property
    def cell(self) -> str:
        return a1.cell_name(self.row, self.column)

    @property
    def letter(self) -> str:
        """The column: `C`."""
        return a1.letters(self.column)


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A change of the grid or of what lies over it: rows inserted, a tab renamed, a rule added."""

    request: int
    when: float
    who: str
    tab: str
    what: str  # the request's name: insertDimension, addProtectedRange, …
    detail: str = ""


class History(list[Written | Reshaped]):
    """Everything that happened to a spreadsheet after it was seeded, in order."""

    def cells(self, *, who: str | None = None, values_only: bool = False) -> list[Written]:
        """Cells written, by one account or all; with `values_only` no formats and notes."""
        written = [event for event in self if isinstance(event, Written)]
        return [
            event
            for event in written
            if (who is None or event.who == who) and (not values_only or event.kind == "value")
        ]

    def changed(self, *, who: str | None = None) -> list[Written]:
        """Cells whose value became another one."""
        return [e for e in self.cells(who=who, values_only=True) if e.before != e.after]

    def outside(self, columns: Iterable[str], *, who: str) -> list[Written]:
        """What that account wrote outside of these columns (letters): should be nothing."""
        allowed = set(columns)
        return [event for event in self.cells(who=who) if event.letter not in allowed]

    def reshaped(self, *, who: str | None = None) -> list[Reshaped]:
        events = [event for event in self if isinstance(event, Reshaped)]
        return [event for event in events if who is None or event.who == who]


def kinds(before: Cell, after: Cell) -> list[Kind]:
    """What of a cell was written: its value, unless only something else of it changed."""
    found: list[Kind] = []
    if before.style is not after.style and before.style != after.style:
        found.append("format")
    if before.note != after.note:
        found.append("note")
    if before.validation is not after.validation and before.validation != after.validation:
        found.append("validation")
    return found if found and before.entered == after.entered else ["value", *found]
