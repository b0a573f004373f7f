"""Sheets that the tests of the command line build: small, made up, and exact to the cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

Row = Sequence[object]

HEADER = ("Objective", "Key Result", "Start", "Target", "Current", "Owner", "Team")
ROWS: Sequence[Row] = (
    ("Customers stay with us", "Net revenue retention", 90, 110, 98, "Ada", "Sales"),
    ("Customers stay with us", "Churned accounts a month", 40, 20, 30, "Ben", "Sales"),
    ("Buyers come back", "Returning customers a month", 100, 400, 100, "Cleo", "Shop"),
    ("Buyers come back", "Net promoter score", 20, 50, 53, "Dirk", "Shop"),
)
"""On 18 May 2026 of Q2, 47 of 91 days are gone, so 0.5165 is expected:
(98-90)/20 = 0.4 needs attention; (30-40)/-20 = 0.5 on track; 0 off track; 33/30 = 1.1."""
PROGRESS = (0.4, 0.5, 0, 1.1)
STATUS = ("needs attention", "on track", "off track", "accomplished")

KOP = ("Doel", "Kernresultaat", "Start", "Streefwaarde", "Huidig", "Eigenaar")
RIJEN: Sequence[Row] = (
    ("Klanten blijven", "Klanten die verlengen", 40, 80, 60, "Anna"),
    ("Klanten blijven", "Opzeggingen per maand", 30, 10, 28, "Bram"),
    ("Bezoekers worden koper", "Conversie van de winkel", 0.02, 0.04, 0.03, "Coen"),
)
"""0,5 op schema; 0,1 ontspoord; 0,5 op schema."""
VOORTGANG = (0.5, 0.1, 0.5)
WOORDEN = ("op schema", "ontspoord", "op schema")


def book(path: Path, rows: Iterable[Row] = ROWS, header: Row = HEADER, tab: str = "OKRs") -> Path:
    """A workbook of one tab: a header in row 1 and these rows below it."""
    return tabs(path, {tab: [header, *rows]})


def tabs(path: Path, content: Mapping[str, Iterable[Row]]) -> Path:
    """A workbook with these tabs; what begins with `=` is a formula."""
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in content.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def text(path: Path, rows: Iterable[Row] = ROWS, header: Row = HEADER, sep: str = ",") -> Path:
    """The same as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=sep).writerows([header, *rows])
    return path


def column(path: Path, header: str, tab: str | None = None) -> list[Any]:
    """All values below a header, wherever that column and its header row stand."""
    sheet = load_workbook(path)[tab] if tab else load_workbook(path).worksheets[0]
    for cells in sheet.iter_cols():
        values = [cell.value for cell in cells]
        if header in values:
            return values[values.index(header) + 1 :]
    raise KeyError(header)


def headers(path: Path, row: int = 1, tab: str | None = None) -> list[Any]:
    """The header row, as it stands."""
    sheet = load_workbook(path)[tab] if tab else load_workbook(path).worksheets[0]
    return [cell.value for cell in sheet[row]]


def put(path: Path, cell: str, value: object, tab: str | None = None) -> None:
    """A human types something into a cell and saves."""
    made = load_workbook(path)
    (made[tab] if tab else made.worksheets[0])[cell] = value
    made.save(path)


def rearrange(path: Path, order: Sequence[int], first: int = 2) -> None:
    """A human sorts whole rows: row `first + i` becomes what was row `first + order[i]`."""
    made = load_workbook(path)
    sheet = made.worksheets[0]
    before = [[cell.value for cell in sheet[first + at]] for at in order]
    for offset, values in enumerate(before):
        for at, value in enumerate(values, start=1):
            sheet.cell(first + offset, at).value = value
    made.save(path)


def insert(path: Path, at: int, values: Row) -> None:
    """A human inserts a row above row `at` and fills it."""
    made = load_workbook(path)
    sheet = made.worksheets[0]
    sheet.insert_rows(at)
    for index, value in enumerate(values, start=1):
        sheet.cell(at, index).value = value
    made.save(path)
