"""Filling spreadsheets for tests, and looking at what is in them afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from tests.servers.google import a1, locales
from tests.servers.google.batch_cells import places
from tests.servers.google.batch_layers import grid_json
from tests.servers.google.batch_sheets import new_id
from tests.servers.google.book import Book
from tests.servers.google.cells import Cell, CellError, Effective, Formula
from tests.servers.google.errors import JSON
from tests.servers.google.tab import Tab

_ERRORS = {
    "#N/A": "=NA()",
    "#DIV/0!": "=1/0",
    "#NAME?": "=NOSUCHFUNCTION()",
    "Loading...": '=IMPORTDATA("https://example.org/figures.csv")',
}


def as_cell(book: Book, value: Any) -> Cell:
    """A cell of a Python value: text with = is a formula, a date gets a date's format.

    A `CellError` becomes a formula that gives it; a `Cell` stays as it is.
    """
    if isinstance(value, Cell):
        return value
    if isinstance(value, CellError):
        text = _ERRORS.get(value.shown, f"={value.shown}")
        book.results[text] = value
        return Cell(Formula(text))
    if isinstance(value, date):
        at_midnight = datetime(value.year, value.month, value.day)
        moment = value if isinstance(value, datetime) else at_midnight
        kind = "DATE_TIME" if isinstance(value, datetime) else "DATE"
        style = {"numberFormat": {"type": kind, "pattern": book.style.pattern(kind)}}
        return Cell(locales.to_serial(moment), style)
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        return Cell(Formula(value))
    return Cell(None if value == "" else value)


def add_tab(
    book: Book,
    title: str,
    rows: Iterable[Sequence[Any]] = (),
    *,
    sheet_id: int | None = None,
    row_count: int = 1000,
    column_count: int = 26,
    **properties: Any,
) -> Tab:
    """A tab with values from A1 on; the first tab of a spreadsheet has the id 0."""
    if sheet_id is None:
        sheet_id = new_id(book) if book.tabs else 0
    tab = Tab(sheet_id, title, row_count, column_count, properties)
    book.tabs.append(tab)
    fill(book, tab, "A1", rows)
    return tab


def fill(book: Book, tab: Tab, start: str, rows: Iterable[Sequence[Any]]) -> None:
    """Values from a cell on; None leaves a cell as it is. The grid grows to hold them."""
    at = _area(start)
    for row, values in enumerate(rows, start=at.top):
        tab.row_count = max(tab.row_count, row + 1)
        tab.column_count = max(tab.column_count, at.left + len(values))
        for column, value in enumerate(values, start=at.left):
            if value is not None:
                new = as_cell(book, value)
                tab.put(row, column, replace(new, style=new.style or tab.cell(row, column).style))


def number_format(tab: Tab, cells: str, kind: str, pattern: str = "") -> None:
    """PERCENT, CURRENCY, NUMBER, DATE, …; without a pattern the locale's own."""
    wanted = {"type": kind} | ({"pattern": pattern} if pattern else {})
    area = _area(cells).within(max(len(tab.rows), 1), tab.column_count)
    for row, column in places(area):
        tab.put(row, column, tab.cell(row, column).formatted(wanted))


def merge(tab: Tab, cells: str) -> None:
    tab.merges = [*tab.merges, grid_json(_area(cells), tab)]


def protect(
    tab: Tab, cells: str = "", *, editors: Sequence[str] = (), warning_only: bool = False
) -> None:
    """Only the owner and these may edit there; without cells it is the whole tab."""
    area = _area(cells) if cells else None
    protected: JSON = {
        "protectedRangeId": 1000 + len(tab.protected),
        "range": grid_json(area, tab)
        if area
        else ({"sheetId": tab.sheet_id} if tab.sheet_id else {}),
        "editors": {"users": list(editors)},
    }
    tab.protected = [*tab.protected, protected | ({"warningOnly": True} if warning_only else {})]


def hide_rows(tab: Tab, *rows: int, by: Literal["user", "filter"] = "user") -> None:
    """Rows as the sheet counts them."""
    for row in rows:
        tab.set_info("ROWS", row - 1, **{f"hidden_by_{by}": True})


def basic_filter(tab: Tab, cells: str) -> None:
    tab.filter = {"range": grid_json(_area(cells), tab)}


def tag_row(tab: Tab, row: int, key: str, value: str) -> None:
    """Developer metadata on a row as the sheet counts it."""
    info = tab.info("ROWS", row - 1)
    new = {
        "metadataId": 7000 + sum(len(i.metadata) for i in tab.infos["ROWS"].values()),
        "metadataKey": key,
        "metadataValue": value,
        "visibility": "DOCUMENT",
    }
    tab.set_info("ROWS", row - 1, metadata=(*info.metadata, new))


def value(book: Book, title: str, cell: str) -> Effective:
    """What a cell counts as."""
    tab, area = book.tab(title), _area(cell)
    return book.effective(tab, tab.cell(area.top, area.left).entered)


def shown(book: Book, title: str) -> list[list[str]]:
    """A tab as people see it, rows ragged."""
    tab = book.tab(title)
    rows = [[book.shown(tab, cell) for cell in row] for row in tab.rows]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _area(cells: str) -> a1.Area:
    area = a1.parse_cells(cells)
    if area is None:
        raise ValueError(f"no cells: {cells}")
    return area
