"""One tab: its part read twice (structure, then values) and put together as a Table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from connectors.excel import errors, xml
from connectors.excel.address import parse_area
from connectors.excel.package import SMALL_PART
from connectors.excel.read import cell_values_fast as fast
from connectors.excel.read import data_validation as choices
from connectors.excel.read import drawings
from connectors.excel.read import scan_fast as quick
from connectors.excel.read.cell_values import Grid, convert, drop_placeholders, read_grid
from connectors.excel.read.scan import Progress, WorksheetScan
from connectors.excel.read.shared_parts import Shared
from connectors.excel.read.styles import Styles
from connectors.excel.read.surroundings import LockedCells
from connectors.excel.read.used_range import Extent, measure
from connectors.excel.workbook import SheetPart, Workbook
from okrsync.i18n import Message
from okrsync.table import Address, RangeKind, Row, Table, TableRange, a1

_MAX_SPREAD = 500_000
"""How many cells all array formulas of a tab may fill."""
_TABLE = xml.main_names("table")
_MANY = 5_000_000
"""How many cells a sheet may spell out, blank ones with a format included."""
_LONG, _LONG_UNUSUAL = 40 * 1024 * 1024, 64 * 1024 * 1024
"""Parts above these sizes, in bytes, are counted, or are too slow to read."""
T = TypeVar("T")


def read_sheet(
    sheet: SheetPart, shared: Shared, progress: Progress | None, notes: list[Message]
) -> Table:
    """One tab as a Table. Raises Malformed. Adds to `notes` what was left out."""
    file, data = shared.package.file, shared.package.read(sheet.part)
    scan, extent = _scanned(data, file, sheet.part, shared.styles, progress)
    grid = read_grid(data, scan, extent, shared)
    _note(sheet, extent, notes)
    _spread(scan, extent)
    if shared.package.book.uncomputed:
        drop_placeholders(grid, scan)
    convert(grid, scan, shared.package.date1904)
    return Table(
        key=sheet.sheet_id,
        name=sheet.name,
        rows=_rows(grid, scan.hidden),
        formats=_within(scan.formats, extent),
        formulas=_within(scan.formulas, extent),
        uncomputed=frozenset(scan.uncached),
        protected=_locked(scan, shared.styles),
        merges=scan.frame.merges,
        ranges=_ranges(sheet, scan, shared.package),
        hidden=sheet.state != "visible",
        choices=list(choices.read(scan.lists, grid)),
        floating=drawings.floating(shared.package, sheet.part),
    )


def _scanned(
    data: bytes, file: str, part: str, styles: Styles, progress: Progress | None
) -> tuple[WorksheetScan, Extent]:
    usual = fast.ordinary(data)
    if len(data) > (_LONG if usual else _LONG_UNUSUAL) and (not usual or data.count(b"<c") > _MANY):
        raise errors.broken(
            file,
            Message("the part {part} holds more cells than can be read").filled(part=part),
            Message(
                "move the tab with the OKRs to a workbook of its own, without blank formatted cells"
            ),
        )
    scan = WorksheetScan(file, part, styles, progress)
    if usual and quick.scan(scan, data):
        extent = measure(scan)
        if extent.stray is None:
            return scan, extent
    scan = WorksheetScan(file, part, styles, progress)
    scan.run(data)
    if not usual:
        scan.odd = "spelled in another way"
    return scan, measure(scan)


def _rows(grid: Grid, hidden: set[int]) -> list[Row]:
    rows = list(map(Row, range(1, len(grid) + 1), grid))
    for number in hidden:
        if number <= len(rows):
            rows[number - 1] = Row(number, grid[number - 1], hidden=True)
    return rows


def _spread(scan: WorksheetScan, extent: Extent) -> None:
    """Every cell that an array formula fills holds a formula, though only the first spells it."""
    budget = _MAX_SPREAD
    for area, text in scan.spread:
        last_row = min(area.last_row, extent.last_row)
        last_column = min(area.last_column, extent.last_column)
        budget -= max(0, last_row - area.first_row + 1) * max(
            0, last_column - area.first_column + 1
        )
        if budget < 0:
            raise errors.broken(
                scan.file,
                Message("the array formulas in {part} fill too many cells").filled(part=scan.part),
            )
        for row in range(area.first_row, last_row + 1):
            for column in range(area.first_column, last_column + 1):
                scan.formulas.setdefault((row, column), text)


def _within(found: Mapping[Address, T], extent: Extent) -> Mapping[Address, T]:
    if extent.stray is None:
        return found
    return {address: value for address, value in found.items() if address in extent}


def _locked(scan: WorksheetScan, styles: Styles) -> LockedCells | frozenset[Address]:
    if not scan.frame.guarded:
        return frozenset()
    return LockedCells(styles, scan.styled, scan.row_styles, scan.frame.column_styles)


def _ranges(sheet: SheetPart, scan: WorksheetScan, package: Workbook) -> list[TableRange]:
    found: list[TableRange] = []
    if scan.frame.filter is not None:
        found.append(TableRange(RangeKind.FILTER, "", scan.frame.filter))

    def start(element: str, attributes: dict[str, str]) -> None:
        if element in _TABLE and (area := parse_area(attributes.get("ref", ""))):
            name = attributes.get("displayName") or attributes.get("name", "")
            found.append(TableRange(RangeKind.TABLE, name, area))

    for part in package.related(sheet.part, "table"):
        xml.walk(package.read(part, SMALL_PART), package.file, part, start)
    return found


def _note(sheet: SheetPart, extent: Extent, notes: list[Message]) -> None:
    if extent.stray is not None:
        notes.append(
            Message(
                "{tab}!{cell} stands far from everything else and was left out, like all that "
                "lies beyond it"
            ).filled(tab=sheet.name, cell=a1(*extent.stray))
        )
