"""References: tabs in quotes, and the API's half-open ranges as areas and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from okrsync.table import Area, letters


def quoted(tab: str) -> str:
    """A tab's name in a reference. Always in quotes: `A1` and `R1C1` are names too."""
    return "'" + tab.replace("'", "''") + "'"


def rows_of(tab: str, first: int, last: int, width: int) -> str:
    """Whole rows of a table from column A on: `'Plan'!A5:F9`."""
    return f"{quoted(tab)}!A{first}:{letters(width - 1)}{last}"


def area(grid: Mapping[str, Any], rows: int, columns: int) -> Area:
    """A GridRange as an area; what it leaves open ends at the grid's end."""
    return Area(
        int(grid.get("startRowIndex") or 0) + 1,
        int(grid.get("startColumnIndex") or 0),
        int(grid.get("endRowIndex") or rows),
        int(grid.get("endColumnIndex") or columns) - 1,
    )


def grid(sheet: int, over: Area) -> dict[str, int]:
    """An area as a GridRange."""
    return {
        "sheetId": sheet,
        "startRowIndex": over.first_row - 1,
        "endRowIndex": over.last_row,
        "startColumnIndex": over.first_column,
        "endColumnIndex": over.last_column + 1,
    }
