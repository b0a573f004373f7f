"""The Spreadsheet resource: what `spreadsheets.get` answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.servers.google.a1 import Area
from tests.servers.google.book import Book
from tests.servers.google.cells import Cell, Formula, extended
from tests.servers.google.errors import JSON
from tests.servers.google.masks import Mask
from tests.servers.google.protection import protected_json
from tests.servers.google.shifts import Dimension
from tests.servers.google.styles import effective_style, mirrored
from tests.servers.google.tab import Tab

PIXELS: dict[Dimension, int] = {"ROWS": 21, "COLUMNS": 100}


def spreadsheet(book: Book, who: str, ranges: Sequence[str], mask: Mask, grid: bool) -> JSON:
    """The parts that the mask asks for; `grid` says whether cells may be among them."""
    wanted: dict[int, list[Area]] = {tab.sheet_id: [] for tab in book.tabs}
    if ranges:
        wanted = {}
        for text in ranges:
            tab, area = book.resolve(text)
            wanted.setdefault(tab.sheet_id, []).append(area)
    sheet_mask = mask.get("sheets")
    sheets = [
        _sheet(book, tab, who, wanted[tab.sheet_id] or [tab.area], sheet_mask, grid)
        for tab in book.tabs
        if tab.sheet_id in wanted and sheet_mask is not None
    ]
    whole: JSON = {
        "spreadsheetId": book.id,
        "properties": properties(book),
        "sheets": sheets,
        "namedRanges": book.named,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        "developerMetadata": book.metadata,
    }
    return _masked({k: v for k, v in whole.items() if v != []}, mask, done="sheets")


def _masked(whole: JSON, mask: Mask, done: str) -> JSON:
    """The parts that were asked for; the large one that is `done` is not gone through again."""
    chosen = {key: value for key, value in whole.items() if key in mask}
    return {k: v if k == done else mask.apply({k: v})[k] for k, v in chosen.items()}


def properties(book: Book) -> JSON:
    return {
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": book.time_zone,
    }


def sheet_properties(book: Book, tab: Tab) -> JSON:
    size = {"rowCount": tab.row_count, "columnCount": tab.column_count}
    return {
        "sheetId": tab.sheet_id,
        "title": tab.title,
        "index": book.tabs.index(tab),
        "sheetType": "GRID",
        "gridProperties": size | {k: v for k, v in tab.grid.items() if v},
        **{k: v for k, v in tab.properties.items() if v},
    }


def _sheet(
    book: Book, tab: Tab, who: str, areas: list[Area], mask: Mask | None, grid: bool
) -> JSON:
    assert mask is not None
    whole: JSON = {"properties": sheet_properties(book, tab)}
    data = mask.get("data")
    if grid and data is not None:
        whole["data"] = [_grid(book, tab, area, data) for area in areas]
    rest: JSON = {
        "merges": tab.merges,
        "conditionalFormats": tab.rules,
        "developerMetadata": tab.metadata,
        "protectedRanges": [protected_json(book, each, who) for each in tab.protected],
        "rowGroups": tab.groups["ROWS"],
        "columnGroups": tab.groups["COLUMNS"],
    }
    whole |= {key: value for key, value in rest.items() if value}
    if tab.filter is not None:
        whole["basicFilter"] = tab.filter
    return _masked(whole, mask, done="data")


def _grid(book: Book, tab: Tab, area: Area, mask: Mask) -> JSON:
    assert area.bottom is not None
    assert area.right is not None
    grid: JSON = {}
    if area.top and "startRow" in mask:
        grid["startRow"] = area.top
    if area.left and "startColumn" in mask:
        grid["startColumn"] = area.left
    row_mask = mask.get("rowData")
    if row_mask is not None:
        rows = _rows(book, tab, area, row_mask)
        grid |= {"rowData": rows} if rows else {}
    infos = (("rowMetadata", "ROWS", area.top, area.bottom),)
    columns = (("columnMetadata", "COLUMNS", area.left, area.right),)
    for key, dimension, start, end in infos + columns:
        info_mask = mask.get(key)
        if info_mask is not None:
            kind: Dimension = "ROWS" if dimension == "ROWS" else "COLUMNS"
            grid[key] = [info_mask.apply(info(tab, kind, index)) for index in range(start, end)]
    return grid


def info(tab: Tab, dimension: Dimension, index: int) -> JSON:
    """DimensionProperties of a row or column."""
    found = tab.infos[dimension].get(index)
    if found is None:
        return {"pixelSize": PIXELS[dimension]}
    flags = {"hiddenByFilter": found.hidden_by_filter, "hiddenByUser": found.hidden_by_user}
    answer: JSON = {key: True for key, value in flags.items() if value}
    answer["pixelSize"] = found.pixels or PIXELS[dimension]
    if found.metadata:
        answer["developerMetadata"] = list(found.metadata)
    return answer


def _rows(book: Book, tab: Tab, area: Area, mask: Mask) -> list[JSON]:
    values = mask.get("values")
    build = cell_builder(book, tab, values) if values is not None else None
    rows: list[JSON] = []
    for cells in tab.rows[area.top : area.bottom]:
        chosen = cells[area.left : area.right]
        while chosen and chosen[-1].blank:
            chosen.pop()
        rows.append({"values": [build(cell) for cell in chosen]} if build and chosen else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def cell_builder(book: Book, tab: Tab, mask: Mask) -> Callable[[Cell], JSON]:
    """A function that makes a cell's CellData: only what the mask asks for is ever made."""
    entered, effective, formatted, typed, styled, note, validation = (
        mask.get(name)
        for name in (
            "userEnteredValue",
            "effectiveValue",
            "formattedValue",
            "userEnteredFormat",
            "effectiveFormat",
            "note",
            "dataValidation",
        )
    )

    styles: dict[int, JSON] = {}  # by identity: a tab's cells share few of them

    def build(cell: Cell) -> JSON:
        data: JSON = {}
        if cell.blank:
            return data
        typed_in = cell.entered
        if typed_in is not None:
            value = extended(typed_in)
            if entered is not None:
                data["userEnteredValue"] = entered.apply(value)
            if effective is not None:
                if isinstance(typed_in, Formula):
                    value = extended(book.effective(tab, typed_in))
                data |= {"effectiveValue": effective.apply(value)} if value else {}
            if formatted is not None:
                data["formattedValue"] = book.shown(tab, cell)
        if styled is not None:
            style = styles.get(id(cell.style))
            if style is None:
                style = styles[id(cell.style)] = styled.apply(effective_style(cell, styled))
            data["effectiveFormat"] = style
        if typed is not None and cell.style:
            data["userEnteredFormat"] = typed.apply(mirrored(cell.style))
        if note is not None and cell.note:
            data["note"] = cell.note
        if validation is not None and cell.validation:
            data["dataValidation"] = validation.apply(cell.validation)
        return data

    return build
