"""The values of a sheet, by the fast reader where it can be trusted, else by the careful one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from connectors.excel.read import cell_values_fast as fast
from connectors.excel.read.cell_values_careful import ValueScan
from connectors.excel.read.number_formats import typed_number
from connectors.excel.read.scan import WorksheetScan
from connectors.excel.read.shared_parts import Shared
from connectors.excel.read.used_range import Extent, dense
from okrsync.table import Scalar

Grid = list[list[Scalar]]


def read_grid(data: bytes, scan: WorksheetScan, extent: Extent, shared: Shared) -> Grid:
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


def _add_results(grid: Grid, scan: WorksheetScan, extent: Extent) -> None:
    """Errors, which the fast reader drops, and formulas whose result is empty or absent."""
    for address, error in scan.errors.items():
        if address in extent:
            _put(grid, *address, error)
    for address in scan.formulas:
        row, column = address
        blank = row > len(grid) or column >= len(grid[row - 1]) or grid[row - 1][column] is None
        if blank and address in extent:
            _put(grid, row, column, None if address in scan.uncached else "")


def _closely(data: bytes, scan: WorksheetScan, extent: Extent, shared: Shared) -> Grid:
    close = ValueScan(scan.file, scan.part, shared.styles, shared.strings)
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


def drop_placeholders(grid: Grid, scan: WorksheetScan) -> None:
    """In a workbook that nothing has computed, noughts as results of all formulas are none: blank
    these cells and note them as `uncached`."""
    results = {
        (row, column): grid[row - 1][column]
        for row, column in scan.formulas
        if row <= len(grid) and column < len(grid[row - 1]) and (row, column) not in scan.uncached
    }
    filled = [each for each in results.values() if each is not None]
    if all(type(each) in (int, float) and each == 0 for each in filled):
        for row, column in results:
            grid[row - 1][column] = None
        scan.uncached.update(results)


def convert(grid: Grid, scan: WorksheetScan, date1904: bool) -> None:
    """Turn the numbers under a date's, a time's or a duration's format into what they mean."""
    for shows, addresses in scan.dated.items():
        known: dict[float, date | datetime | time | timedelta | float] = {}
        for row, column in addresses:
            if row > len(grid) or column >= len(grid[row - 1]):
                continue
            value = grid[row - 1][column]
            if type(value) is int or type(value) is float:
                if value not in known:
                    known[value] = typed_number(value, shows, date1904=date1904)
                grid[row - 1][column] = known[value]
