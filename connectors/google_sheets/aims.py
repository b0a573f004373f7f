"""What is to stand where: an aim is one cell's value, at its address in the latest read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectors.google_sheets.cells import Raw, raw
from okrsync.table import Address, Change, Table

PROTECTED = "the cell is protected"
FORMULA = "the cell holds a formula"
ROW_GONE = "its row is gone, or was edited so that it can't be told from others"
COVERED = (
    "somebody added this row or column at the moment of writing; what was typed in this cell "
    "may be lost: look in File → Version history"
)
MERGED = "the cell is covered by a merged one"


class Aim(NamedTuple):
    """A cell to write. `change` is what asked for it; None puts back what we displaced.

    `formula` says that the value is a person's own formula, put back where it stood.
    """

    table: str
    row: int
    column: int
    value: Raw
    change: Change | None = None
    formula: bool = False

    @property
    def address(self) -> Address:
        """Row and column."""
        return self.row, self.column

    def at(self, row: int, column: int) -> Aim:
        """The same, elsewhere."""
        return self._replace(row=row, column=column)


def aims_of(changes: Iterable[Change]) -> list[Aim]:
    """One aim a change, where the change says."""
    return [Aim(c.table, c.row, c.column, raw(c.after), c) for c in changes]


def obstacle(table: Table, aim: Aim) -> str | None:
    """Why this cell is left alone, None where nothing speaks against writing it."""
    if aim.change is None:
        return None
    if not (table.formulas or table.protected or table.merges):
        return None
    address = (aim.row, aim.column)
    if address in table.formulas:
        return FORMULA
    if address in table.protected:
        return PROTECTED
    for merge in table.merges:
        if address in merge and address != (merge.first_row, merge.first_column):
            return MERGED
    return None
