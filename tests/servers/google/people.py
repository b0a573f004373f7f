"""What colleagues do in the browser: actions for `faults.before_write`, or to call on a book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from tests.servers.google import a1
from tests.servers.google.batch import Batch
from tests.servers.google.batch_cells import sort_range, sorted_rows
from tests.servers.google.book import Book
from tests.servers.google.faults import Action
from tests.servers.google.seeding import as_cell

COLLEAGUE = "colleague@example.org"


def _by(who: str, act: Callable[[Book], None]) -> Action:
    def action(book: Book) -> None:
        with book.changing(who):
            act(book)

    return action


def insert_row(tab: str, at: int, values: Iterable[Any] = (), *, who: str = COLLEAGUE) -> Action:
    """A new row that becomes row `at`, counted as the sheet shows it."""

    def act(book: Book) -> None:
        sheet = book.tab(tab)
        sheet.insert("ROWS", at - 1, 1)
        book.reshaped(tab, "insertDimension", f"row {at}")
        for column, value in enumerate(values):
            book.write(sheet, at - 1, column, as_cell(book, value))

    return _by(who, act)


def delete_row(tab: str, row: int, *, who: str = COLLEAGUE) -> Action:
    def act(book: Book) -> None:
        book.tab(tab).delete("ROWS", row - 1, 1)
        book.reshaped(tab, "deleteDimension", f"row {row}")

    return _by(who, act)


def insert_column(tab: str, at: str, header: str = "", *, who: str = COLLEAGUE) -> Action:
    """A new column that becomes the one of that letter."""

    def act(book: Book) -> None:
        sheet, column = book.tab(tab), a1.column_index(at)
        sheet.insert("COLUMNS", column, 1)
        book.reshaped(tab, "insertDimension", f"column {at}")
        if header:
            book.write(sheet, 0, column, as_cell(book, header))

    return _by(who, act)


def delete_column(tab: str, column: str, *, who: str = COLLEAGUE) -> Action:
    def act(book: Book) -> None:
        book.tab(tab).delete("COLUMNS", a1.column_index(column), 1)
        book.reshaped(tab, "deleteDimension", f"column {column}")

    return _by(who, act)


def move_column(tab: str, column: str, before: str, *, who: str = COLLEAGUE) -> Action:
    """The column of that letter now stands before another."""

    def act(book: Book) -> None:
        start = a1.column_index(column)
        book.tab(tab).move("COLUMNS", start, start + 1, a1.column_index(before))
        book.reshaped(tab, "moveDimension", f"column {column} before {before}")

    return _by(who, act)


def sort_rows(
    tab: str,
    cells: str,
    by: str,
    *,
    descending: bool = False,
    who: str = COLLEAGUE,
    seen: Book | None = None,
) -> Action:
    """The rows of `A2:F20` in the order of column `by`, as it is in `seen` where that is given."""

    def act(book: Book) -> None:
        sheet, area = book.resolve(f"{a1.quoted(tab)}!{cells}")
        direction = "DESCENDING" if descending else "ASCENDING"
        grid = {
            "sheetId": sheet.sheet_id,
            "startRowIndex": area.top,
            "endRowIndex": area.bottom,
            "startColumnIndex": area.left,
            "endColumnIndex": area.right,
        }
        spec = {"dimensionIndex": a1.column_index(by), "sortOrder": direction}
        looked = seen or book
        order = sorted_rows(looked, looked.tab(tab), area, [spec])
        sort_range(Batch(book, book.owner), {"range": grid}, order)
        book.reshaped(tab, "sortRange", f"{cells} by {by}")

    return _by(who, act)


def edit(tab: str, cell: str, value: Any, *, who: str = COLLEAGUE) -> Action:
    return write(tab, {cell: value}, who=who)


def write(tab: str, cells: Mapping[str, Any], *, who: str = COLLEAGUE) -> Action:
    """A second writer's values; None empties a cell."""

    def act(book: Book) -> None:
        sheet = book.tab(tab)
        for name, value in cells.items():
            area = a1.parse_cells(name)
            assert area is not None, name
            old = sheet.cell(area.top, area.left)
            new = as_cell(book, value)
            cell = replace(new, style=new.style or old.style, note=old.note)
            book.write(sheet, area.top, area.left, cell)

    return _by(who, act)


def rename_tab(old: str, new: str, *, who: str = COLLEAGUE) -> Action:
    def act(book: Book) -> None:
        book.tab(old).title = new
        book.reshaped(old, "updateSheetProperties", f"title {new}")

    return _by(who, act)


def delete_tab(title: str, *, who: str = COLLEAGUE) -> Action:
    def act(book: Book) -> None:
        book.tabs.remove(book.tab(title))
        book.reshaped(title, "deleteSheet")

    return _by(who, act)


def all_of(*actions: Action) -> Action:
    """Several actions as one."""

    def action(book: Book) -> None:
        for each in actions:
            each(book)

    return action
