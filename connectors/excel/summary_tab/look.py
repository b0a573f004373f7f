"""Looking at the tab: where it is, what it holds, and how a new one would be called."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from connectors.excel.read.shared_parts import Shared
from connectors.excel.read.worksheet import read_sheet
from connectors.excel.summary_tab.refusals import require_open, require_room
from connectors.excel.workbook import Workbook
from connectors.excel.write.save import reopened
from okrsync.connector import Calls, KeptSummary, Snapshot, SummaryTab
from okrsync.table import Scalar

_SHEET_NAME = 31
"""How long a tab's name may be."""


def look(snapshot: Snapshot, title: str) -> KeptSummary:
    """The tab as it stands, or a free name for it. Raises Moved, Denied, Refused."""
    package = reopened(snapshot)
    ours = package.book.summary
    calls = Calls(read=1)
    if ours is None:
        require_room(package)
        return KeptSummary(_free(package, title), None, calls)
    require_open(package, ours)
    table = read_sheet(ours, Shared(package), None, [])
    return KeptSummary(ours.name, [row.values for row in table.rows], calls)


def _free(package: Workbook, title: str) -> str:
    names = [*(sheet.name for sheet in package.sheets), *package.book.others]
    taken = {name.casefold() for name in names}
    ends = ("" if number == 1 else f" {number}" for number in count(1))
    free = (title[: _SHEET_NAME - len(end)] + end for end in ends)
    return next(name for name in free if name.casefold() not in taken)


def same(kept: KeptSummary, tab: SummaryTab) -> bool:
    """Whether the tab holds these rows."""
    return _bare(kept.rows or ()) == _bare(tab.rows)


def _bare(rows: Sequence[Sequence[Scalar]]) -> list[list[str | float | None]]:
    found = [[_value(value) for value in row] for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def _value(value: Scalar) -> str | float | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return round(float(value), 6)
    return None if value is None or value == "" else str(value)
