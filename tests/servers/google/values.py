"""Reading and writing values by range: the `spreadsheets.values` collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.servers.google import a1
from tests.servers.google.a1 import Area
from tests.servers.google.book import Book
from tests.servers.google.cells import Cell, CellError, Entered, Formula
from tests.servers.google.entering import typed
from tests.servers.google.errors import JSON, bad_field, invalid
from tests.servers.google.protection import guard
from tests.servers.google.rendering import DATES
from tests.servers.google.tab import Tab

LISTS = "type.googleapis.com/google.protobuf.ListValue"


def renderer(book: Book, tab: Tab, option: str, dates: str) -> Callable[[Cell], Any]:
    """How a cell is answered under a ValueRenderOption and a DateTimeRenderOption."""

    def unformatted(cell: Cell) -> Any:
        value = book.effective(tab, cell.entered)
        if isinstance(value, CellError):
            return value.shown
        kind = (cell.number_format or {}).get("type")
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if dates == "FORMATTED_STRING" and number and kind in DATES:
            return book.shown(tab, cell)
        return value

    def formula(cell: Cell) -> Any:
        return cell.entered.text if isinstance(cell.entered, Formula) else unformatted(cell)

    def formatted(cell: Cell) -> Any:
        return cell.entered if isinstance(cell.entered, str) else book.shown(tab, cell)

    if option in {"", "FORMATTED_VALUE", "VALUE_RENDER_OPTION_UNSPECIFIED"}:
        chosen = formatted
    elif option == "UNFORMATTED_VALUE":
        chosen = unformatted
    elif option == "FORMULA":
        chosen = formula
    else:
        raise bad_field(
            "value_render_option",
            "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4."
            f'ValueRenderOption), "{option}"',
        )
    return lambda cell: "" if cell.entered is None else chosen(cell)


def read(book: Book, tab: Tab, area: Area, options: JSON) -> JSON:
    """A ValueRange. Rows end at their last value; empty ranges have no `values` at all."""
    by_columns = options.get("majorDimension") == "COLUMNS"
    render = renderer(
        book,
        tab,
        options.get("valueRenderOption") or "",
        options.get("dateTimeRenderOption") or "",
    )
    rows = [_trimmed(cells[area.left : area.right]) for cells in tab.rows[area.top : area.bottom]]
    if by_columns:
        width = max(map(len, rows), default=0)
        columns = ([row[at] if at < len(row) else Cell() for row in rows] for at in range(width))
        rows = [_trimmed(column) for column in columns]
    while rows and not rows[-1]:
        rows.pop()
    answer: JSON = {
        "range": a1.name(tab.title, area),
        "majorDimension": "COLUMNS" if by_columns else "ROWS",
    }
    return answer | ({"values": [list(map(render, row)) for row in rows]} if rows else {})


def _trimmed(cells: list[Cell]) -> list[Cell]:
    while cells and cells[-1].entered is None:
        cells.pop()
    return cells


def write(book: Book, text: str, body: JSON, options: JSON, who: str) -> tuple[JSON, set[Place]]:
    """Write a ValueRange. Answers an UpdateValuesResponse and the cells that were written."""
    tab, area = book.resolve(text)
    rows = _rows(body)
    height, width = len(rows), max(map(len, rows), default=0)
    _fits(tab, area, text, height, width)
    written: set[Place] = set()
    for row, column, value in _entries(rows, area):
        enter(book, tab, row, column, value, options.get("valueInputOption") or "", who)
        written.add((tab.sheet_id, row, column))
    extent = Area(area.top, area.top + max(height, 1), area.left, area.left + max(width, 1))
    counts = {
        "updatedRows": len({row for _, row, _ in written}),
        "updatedColumns": len({column for *_, column in written}),
        "updatedCells": len(written),
    }
    answer: JSON = {"spreadsheetId": book.id, "updatedRange": a1.name(tab.title, extent)}
    answer |= {key: count for key, count in counts.items() if count}
    if options.get("includeValuesInResponse") in {True, "true", "True"}:
        answer["updatedData"] = read(
            book,
            tab,
            extent,
            {
                "majorDimension": body.get("majorDimension"),
                "valueRenderOption": options.get("responseValueRenderOption"),
                "dateTimeRenderOption": options.get("responseDateTimeRenderOption"),
            },
        )
    return answer, written


Place = tuple[int, int, int]


def _rows(body: JSON) -> list[list[Any]]:
    rows = body.get("values") or []
    if not isinstance(rows, list):
        raise bad_field("data.values", f"Invalid value at 'data.values' ({LISTS}), \"{rows}\"")
    for at, row in enumerate(rows):
        if not isinstance(row, list):
            field = f"data.values[{at}]"
            raise bad_field(field, f"Invalid value at '{field}' ({LISTS}), \"{row}\"")
    if body.get("majorDimension") == "COLUMNS":
        height = max(map(len, rows), default=0)
        return [[c[at] if at < len(c) else None for c in rows] for at in range(height)]
    return rows


def _entries(rows: list[list[Any]], area: Area) -> Iterator[tuple[int, int, Any]]:
    """Cells to write; null skips one."""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, (dict, list)):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise invalid(f"Invalid values[{row}][{column}]: {kind} {{\n}}\n")
            if value is not None:
                yield area.top + row, area.left + column, value


def _fits(tab: Tab, area: Area, text: str, height: int, width: int) -> None:
    assert area.bottom is not None
    assert area.right is not None
    cells = a1.split(text)[1]
    bottom, right = area.top + height, area.left + width
    if cells is not None and not area.single:
        where = f"Requested writing within range [{text}], but tried writing to"
        if bottom > area.bottom:
            raise invalid(f"{where} row [{area.bottom + 1}]")
        if right > area.right:
            raise invalid(f"{where} column [{a1.letters(area.right)}]")
    if bottom > tab.row_count or right > tab.column_count:
        extent = a1.name(tab.title, Area(area.top, bottom, area.left, right))
        raise invalid(
            f"Range ({extent}) exceeds grid limits. "
            f"Max rows: {tab.row_count}, max columns: {tab.column_count}"
        )


def enter(book: Book, tab: Tab, row: int, column: int, value: Any, option: str, who: str) -> None:
    """Put one value into a cell as RAW or USER_ENTERED; "" clears it."""
    guard(book, tab, row, column, who)
    before = tab.cell(row, column)
    entered: Entered = None if value == "" else value
    cell = before.holding(entered)
    text_format = (before.number_format or {}).get("type") == "TEXT"
    if option == "USER_ENTERED" and isinstance(entered, str) and not text_format:
        parsed, number_format = typed(entered, book.style)
        cell = before.holding(parsed)
        if number_format and before.number_format is None:
            cell = cell.formatted(number_format)
    elif option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    book.write(tab, row, column, cell)


def clear(book: Book, text: str, who: str) -> str:
    """Take the values of a range away, formats stay. Answers the range that was cleared."""
    tab, area = book.resolve(text)
    for row, column in list(tab.filled(area)):
        guard(book, tab, row, column, who)
        book.write(tab, row, column, tab.cell(row, column).holding(None))
    return a1.name(tab.title, area)
