"""What is to stand where: a target is one cell's value, at its address in the latest read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectors.google_sheets.cell_values import Raw, raw
from okrsync.i18n import Message
from okrsync.table import Address, Change, Table

PROTECTED = Message("the cell is protected")
FORMULA = Message("the cell holds a formula")
ROW_GONE = Message("its row was deleted, or edited so that it can't be told from others")
COVERED = Message(
    "somebody added this row or column while okrsync was writing; what was typed in this cell may "
    "be lost: look in File → Version history"
)
MERGED = Message("the cell is covered by a merged one")


class CellTarget(NamedTuple):
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

    def at(self, row: int, column: int) -> CellTarget:
        """The same, elsewhere."""
        return self._replace(row=row, column=column)


def targets_of(changes: Iterable[Change]) -> list[CellTarget]:
    """One target for each change, at its own address."""
    return [CellTarget(c.table, c.row, c.column, raw(c.after), c) for c in changes]


def obstacle(table: Table, target: CellTarget) -> Message | None:
    """Why this cell may not be written, None if it may."""
    if target.change is None:
        return None
    if not (table.formulas or table.protected or table.merges):
        return None
    address = (target.row, target.column)
    if address in table.formulas:
        return FORMULA
    if address in table.protected:
        return PROTECTED
    for merge in table.merges:
        if address in merge and address != (merge.first_row, merge.first_column):
            return MERGED
    return None
