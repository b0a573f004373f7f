"""Requests about cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.servers.google import masks
from tests.servers.google.a1 import Area, from_grid_range
from tests.servers.google.batch import Batch, Handler
from tests.servers.google.book import Book
from tests.servers.google.cells import BLANK, Cell, CellError, Effective, from_extended
from tests.servers.google.errors import JSON, invalid
from tests.servers.google.masks import Mask
from tests.servers.google.protection import guard
from tests.servers.google.tab import Tab


def area_of(batch: Batch, grid: JSON) -> tuple[Tab, Area]:
    """Tab and closed area of a GridRange; 400 where it leaves the grid."""
    tab = batch.tab(grid)
    area = from_grid_range(grid)
    rows, columns = tab.row_count, tab.column_count
    if (area.bottom or 0) > rows or (area.right or 0) > columns or area.top >= rows:
        raise invalid(f"Range exceeds grid limits. Max rows: {rows}, max columns: {columns}")
    return tab, area.within(rows, columns)


def places(area: Area) -> list[tuple[int, int]]:
    assert area.bottom is not None
    assert area.right is not None
    columns = range(area.left, area.right)
    return [(row, column) for row in range(area.top, area.bottom) for column in columns]


def _mask(body: JSON) -> Mask:
    if not body.get("fields"):
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all.)")
    return masks.parse(body["fields"])


def _put(batch: Batch, tab: Tab, row: int, column: int, cell: Cell) -> None:
    guard(batch.book, tab, row, column, batch.who)
    batch.book.write(tab, row, column, cell)


def _changed(old: Cell, data: JSON, mask: Mask) -> Cell:
    """The cell with what the mask names taken from a CellData; what is not there is cleared."""
    cell = old
    if "userEnteredValue" in mask:
        cell = cell.holding(from_extended(data.get("userEnteredValue")))
    styled = mask.get("userEnteredFormat")
    if styled is not None:
        style = _merged(cell.style or {}, data.get("userEnteredFormat") or {}, styled)
        cell = replace(cell, style=style or None)
    if "note" in mask:
        cell = replace(cell, note=data.get("note") or None)
    if "dataValidation" in mask:
        cell = replace(cell, validation=data.get("dataValidation"))
    return cell


def _merged(old: Any, new: Any, mask: Mask) -> JSON:
    if not mask.names:
        return dict(new)
    merged = dict(old)
    for name, below in mask.names.items():
        if below.names:
            merged[name] = _merged(old.get(name) or {}, new.get(name) or {}, below)
        elif name not in new:
            merged.pop(name, None)
        else:
            merged[name] = new[name]
    return merged


def update_cells(batch: Batch, body: JSON) -> JSON:
    mask = _mask(body)
    rows = [row.get("values") or [] for row in body.get("rows") or []]
    if "start" in body:
        start = body["start"]
        tab = batch.tab(start)
        top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
        wanted = [
            (top + r, left + c, data)
            for r, values in enumerate(rows)
            for c, data in enumerate(values)
        ]
    else:
        tab, area = area_of(batch, body.get("range") or {})
        found = {
            (area.top + r, area.left + c): data
            for r, values in enumerate(rows)
            for c, data in enumerate(values)
        }
        wanted = [(row, column, found.get((row, column), {})) for row, column in places(area)]
    for row, column, data in wanted:
        for name, place, size in (
            ("row", row, tab.row_count),
            ("column", column, tab.column_count),
        ):
            if place >= size:
                last = f"beyond the last requested {name} of: {size - 1}"
                raise invalid(f"Attempting to write {name}: {place}, {last}")
        _put(batch, tab, row, column, _changed(tab.cell(row, column), data, mask))
    return {}


def append_cells(batch: Batch, body: JSON) -> JSON:
    tab, mask = batch.tab(body), _mask(body)
    top = max((row + 1 for row, _ in tab.filled(tab.area)), default=0)
    rows = body.get("rows") or []
    if top + len(rows) > tab.row_count:
        tab.insert("ROWS", tab.row_count, top + len(rows) - tab.row_count)
    for row, values in enumerate(rows, start=top):
        for column, data in enumerate(values.get("values") or []):
            _put(batch, tab, row, column, _changed(BLANK, data, mask))
    return {}


def repeat_cell(batch: Batch, body: JSON) -> JSON:
    tab, area = area_of(batch, body.get("range") or {})
    mask, data = _mask(body), body.get("cell") or {}
    for row, column in places(area):
        old = tab.cell(row, column)
        new = _changed(old, data, mask)
        if new != old or "userEnteredValue" in mask:
            _put(batch, tab, row, column, new)
    return {}


def set_data_validation(batch: Batch, body: JSON) -> JSON:
    tab, area = area_of(batch, body.get("range") or {})
    for row, column in places(area):
        rule = body.get("rule")
        _put(batch, tab, row, column, replace(tab.cell(row, column), validation=rule))
    return {}


def _sort_key(value: Effective, descending: bool) -> tuple[int, Any]:
    """Numbers before texts before truth; empty cells last in either direction."""
    if value is None:
        return (-1 if descending else 9), 0
    if isinstance(value, CellError):
        return 3, value.shown
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, value


def sorted_rows(book: Book, tab: Tab, area: Area, specs: Sequence[JSON]) -> list[int]:
    """The rows of an area in the order that these specs ask for."""
    assert area.bottom is not None
    order = list(range(area.top, area.bottom))
    for spec in reversed(specs):
        down = spec.get("sortOrder") == "DESCENDING"
        column = spec.get("dimensionIndex") or 0
        values = {row: book.effective(tab, tab.cell(row, column).entered) for row in order}
        order.sort(key=lambda row, v=values, d=down: _sort_key(v[row], d), reverse=down)
    return order


def sort_range(batch: Batch, body: JSON, order: list[int] | None = None) -> JSON:
    """Rows sorted; where an `order` is given, put into that one."""
    book = batch.book
    tab, area = area_of(batch, body.get("range") or {})
    order = order or sorted_rows(book, tab, area, body.get("sortSpecs") or [])
    for row, column in places(area):
        guard(book, tab, row, column, batch.who)
    tab.reorder(area, order)
    if book.sort_takes_metadata:
        taken = [tab.info("ROWS", row).metadata for row in order]
        for row, metadata in enumerate(taken, start=area.top):
            if metadata != tab.info("ROWS", row).metadata:
                tab.set_info("ROWS", row, metadata=metadata)
    return {}


def copy_paste(batch: Batch, body: JSON) -> JSON:
    tab, source = area_of(batch, body["source"])
    there, target = area_of(batch, body["destination"])
    _paste(batch, tab, source, there, (target.top, target.left))
    return {}


def cut_paste(batch: Batch, body: JSON) -> JSON:
    tab, source = area_of(batch, body["source"])
    there = batch.tab(body["destination"])
    start = body["destination"]
    to = (start.get("rowIndex") or 0, start.get("columnIndex") or 0)
    kept = _paste(batch, tab, source, there, to)
    for row, column in places(source):
        if (tab, row, column) not in kept:
            _put(batch, tab, row, column, BLANK)
    return {}


def _paste(
    batch: Batch, tab: Tab, source: Area, there: Tab, to: tuple[int, int]
) -> list[tuple[Tab, int, int]]:
    cells = [(row, column, tab.cell(row, column)) for row, column in places(source)]
    written = []
    for row, column, cell in cells:
        place = (there, to[0] + row - source.top, to[1] + column - source.left)
        _put(batch, *place, cell)
        written.append(place)
    return written


HANDLERS: dict[str, Handler] = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
    "sortRange": sort_range,
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
}
