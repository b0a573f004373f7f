"""How far a sheet really reaches, whatever it declares: one stray cell at its end is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.excel import errors
from connectors.excel.read.scan import WorksheetScan
from okrsync.i18n import Message
from okrsync.table import Address, a1

ROW_GAP = 10_000
COLUMN_GAP = 500
"""After so many blank rows or columns, what follows belongs to nothing."""
MAX_CELLS = 40_000_000
"""How many cells, blank ones included, a table may have."""
_SPARSE = 8
"""The fast reader fills the whole rectangle: it gets those that are at least 1 in 8 full."""
_SMALL = 2_000_000


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column that count, and the first cell beyond them, where there is one."""

    last_row: int
    last_column: int
    stray: Address | None = None

    def __contains__(self, address: Address) -> bool:
        return address[0] <= self.last_row and address[1] <= self.last_column


def measure(scan: WorksheetScan) -> Extent:
    """The extent of a scanned sheet. Raises Malformed where it is wider than can be held."""
    last_row = _before_gap(scan.widths, ROW_GAP, 0)
    last_column = _before_gap(scan.columns, COLUMN_GAP, min(scan.columns, default=-1))
    beyond = [(row, width) for row, width in scan.widths.items() if row > last_row]
    wide = [(row, width) for row, width in scan.widths.items() if width > last_column]
    stray = min(beyond + wide, default=None)
    held = sum(min(width, last_column) + 1 for width in scan.widths.values())
    if held > MAX_CELLS:
        raise errors.broken(
            scan.file,
            Message(
                "the part {part} is {rows} rows of up to {columns} columns, more than can be read"
            ).filled(part=scan.part, rows=last_row, columns=last_column + 1),
            Message("look at the cell {cell}: delete the columns that hold nothing").filled(
                cell=a1(last_row, last_column)
            ),
        )
    return Extent(last_row, last_column, stray)


def dense(extent: Extent, scan: WorksheetScan) -> bool:
    """Whether the rectangle is full enough to be held as one."""
    area = extent.last_row * (extent.last_column + 1)
    return area <= _SMALL or area <= _SPARSE * sum(scan.widths.values())


def _before_gap(used: Iterable[int], gap: int, last: int) -> int:
    for place in sorted(used):
        if place - last > gap:
            break
        last = place
    return last
