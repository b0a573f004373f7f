"""Cell references as a sheet's XML spells them: `C7`, `$C$7`, `A1:C9`."""

from __future__ import annotations

import re

from okrsync import tabs
from okrsync.table import Address, Area, column_index

MAX_ROW, MAX_COLUMN = tabs.MAX_ROW, tabs.MAX_COLUMN

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def parse_cell(text: str) -> Address | None:
    """The address of one cell, None where it is none or lies outside every sheet."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), column_index(match[1])
    return (row, column) if 1 <= row <= MAX_ROW and column <= MAX_COLUMN else None


def parse_area(text: str) -> Area | None:
    """A rectangle, also one of a single cell; None where the text is neither."""
    first, _, last = text.partition(":")
    start, end = parse_cell(first), parse_cell(last or first)
    if start is None or end is None:
        return None
    (r1, c1), (r2, c2) = start, end
    return Area(min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2))


def parse_row(text: str) -> int:
    """A row number, 0 where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
