"""The values of a sheet, by the fast reader where it can be trusted, else by the careful one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from connectors.excel import fast, serial
from connectors.excel.close import CloseScan
from connectors.excel.extent import Extent, dense
from connectors.excel.scan import Scan
from connectors.excel.shared import Shared
from okrsync.table import Scalar

Grid = list[list[Scalar]]


def read_grid(data: bytes, scan: Scan, extent: Extent, shared: Shared) -> Grid:
    """A sheet's values from row 1 and column A on, blank ones None.

    A formula whose stored result is an empty text gives `""`, one without a result None.
    Raises Malformed, naming the cell.
    """
    trusted = not scan.odd and extent.stray is None and dense(extent, scan)
    grid = None
    if trusted and shared.fit and fast.ordinary_values(data):
        grid = fast.read_rows(data, shared.raw)
    if grid is None:
        grid = _closely(data, scan, extent, shared)
    while grid and not any(value is not None for value in grid[-1]):
        grid.pop()
    _add_results(grid, scan, extent)
    return grid


def _add_results(grid: Grid, scan: Scan, extent: Extent) -> None:
    """Errors, which the fast reader drops, and formulas whose result is empty or absent."""
    for address, error in scan.errors.items():
        if address in extent:
            _put(grid, *address, error)
    for address in scan.formulas:
        row, column = address
        blank = row > len(grid) or column >= len(grid[row - 1]) or grid[row - 1][column] is None
        if blank and address in extent:
            _put(grid, row, column, None if address in scan.uncached else "")


def _closely(data: bytes, scan: Scan, extent: Extent, shared: Shared) -> Grid:
    close = CloseScan(scan.file, scan.part, shared.styles, shared.strings)
    close.run(data)
    grid: Grid = []
    for address, value in close.values.items():
        if address in extent:
            _put(grid, *address, value)
    return grid


def _put(grid: Grid, row: int, column: int, value: Scalar) -> None:
    grid.extend([] for _ in range(row - len(grid)))
    line = grid[row - 1]
    line.extend([None] * (column + 1 - len(line)))
    line[column] = value


def convert(grid: Grid, scan: Scan, date1904: bool) -> None:
    """Turn the numbers under a date's, a time's or a duration's format into what they mean."""
    for shows, addresses in scan.dated.items():
        known: dict[float, date | datetime | time | timedelta | float] = {}
        for row, column in addresses:
            if row > len(grid) or column >= len(grid[row - 1]):
                continue
            value = grid[row - 1][column]
            if type(value) is int or type(value) is float:
                if value not in known:
                    known[value] = serial.typed(value, shows, date1904=date1904)
                grid[row - 1][column] = known[value]
