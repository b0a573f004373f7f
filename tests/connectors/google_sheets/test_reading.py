"""What stands in a sheet, as the table tells it: values, structure, locations."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from connectors.google_sheets.cell_values import number_format, raw, same, value
from okrsync.connector import Location, UnknownLocation, UnknownTab, Want, locate
from okrsync.table import CellError, RangeKind, Scalar
from tests.connectors.google_sheets.desk import Desk
from tests.servers.google import seeding
from tests.servers.google.cells import CellError as Shown

CELLS: dict[str, tuple[Any, str, Scalar]] = {
    "a whole number": (1000, "", 1000),
    "a fraction": (0.125, "PERCENT", 0.125),
    "money": (1000.5, "CURRENCY", 1000.5),
    "a day": (43831, "DATE", date(2020, 1, 1)),
    "a moment": (43831.75, "DATE_TIME", datetime(2020, 1, 1, 18)),
    "a negative serial": (-1.5, "DATE", datetime(1899, 12, 28, 12)),
    "a time": (0.5, "TIME", time(12)),
    "a duration": (1.5, "TIME:[h]:mm", timedelta(days=1, hours=12)),
    "no day at all": (1e12, "DATE", 10**12),
    "leading zeros": ("007", "", "007"),
    "sixteen digits": ("1234567890123456", "", "1234567890123456"),
    "true": (True, "", True),
    "a no-break space": ("\u00a0x", "", "\u00a0x"),
    "emoji": ("🚀👩‍🚀", "", "🚀👩‍🚀"),
    "#REF!": (Shown("#REF!"), "", CellError("#REF!")),
    "#N/A": (Shown("#N/A"), "", CellError("#N/A")),
    "loading": (Shown("Loading..."), "", CellError("Loading...")),
}


@pytest.mark.parametrize("locale", ["en_US", "nl_NL"])
@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_what_is_stored(desk: Desk, case: str, locale: str) -> None:
    stored, style, expected = CELLS[case]
    book = desk.book({"T": [[stored, "end"]]}, locale=locale)
    if style:
        kind, _, pattern = style.partition(":")
        seeding.number_format(book.tab("T"), "A1", kind, pattern)
    table = desk.read(book).tables[0]
    found = table.value(1, 0)
    assert (found, type(found)) == (expected, type(expected))
    assert table.locale == locale


@pytest.mark.parametrize("moment", [date(2026, 2, 3), datetime(2026, 2, 3, 4, 5), time(7, 30)])
def test_a_moment_goes_back_as_it_came(moment: date | datetime | time) -> None:
    kind = {date: "DATE", datetime: "DATE_TIME", time: "TIME"}[type(moment)]
    assert value({"numberValue": raw(moment)}, {"type": kind}) == moment


def test_a_format_is_kept_beside_its_number(desk: Desk) -> None:
    book = desk.book({"T": [[0.5, 20, "text"]]}, locale="nl_NL")
    seeding.number_format(book.tab("T"), "A1", "PERCENT", "0,0%")
    seeding.number_format(book.tab("T"), "B1:C1", "CURRENCY")
    formats = desk.read(book).tables[0].formats
    assert formats[1, 0] == "0,0%"
    assert "EUR" in formats[1, 1] or "€" in formats[1, 1]
    assert (1, 2) not in formats
    assert number_format({"type": "CURRENCY"}, None) is None


def test_numbers_and_texts_are_not_the_same() -> None:
    assert not same(1, "1")
    assert not same(True, 1)
    assert same(0.1 + 0.2, 0.3)
    assert same(None, raw(""))


def test_what_lies_over_the_cells(desk: Desk) -> None:
    rows: list[list[Any]] = [["Title"], [], ["KR", "Now"], ["a", "=1+1"], [], ["b", 2]]
    book = desk.book({"T": rows, "Hidden": [["x"]]})
    tab = book.tab("T")
    seeding.merge(tab, "A1:B1")
    seeding.basic_filter(tab, "A3:B6")
    seeding.hide_rows(tab, 4)
    seeding.hide_rows(tab, 6, by="filter")
    seeding.protect(tab, "B6")
    seeding.protect(tab, "A6", warning_only=True)
    book.tab("Hidden").properties["hidden"] = True
    table, hidden = desk.read(book).tables
    assert (table.key, table.name, hidden.hidden) == ("0", "T", True)
    assert [str(merge) for merge in table.merges] == ["A1:B1"]
    assert [(r.kind, str(r.area)) for r in table.ranges] == [(RangeKind.FILTER, "A3:B6")]
    assert [row.number for row in table.rows if row.hidden] == [4, 6]
    assert (table.formulas, table.value(4, 1)) == ({(4, 1): "=1+1"}, 2)
    assert (6, 1) in table.protected
    assert (6, 0) not in table.protected
    assert [list(row.values) for row in table.rows if not row.values] == [[], []]


@pytest.mark.parametrize("rows", [[], [["KR", "Now"]], [[None, "ragged"], ["a"], [], ["b", 1, 2]]])
def test_thin_tabs_are_read(desk: Desk, rows: list[list[Any]]) -> None:
    table = desk.read(desk.book({"T": rows})).tables[0]
    assert [list(row.values) for row in table.rows] == rows


@pytest.mark.parametrize("name", ["A1", "R1C1", "It's", "a!b", "x:y", "50% & more", "'q'", "=x"])
def test_tabs_of_any_name_are_read(desk: Desk, name: str) -> None:
    book = desk.book({"First": [["no"]], name: [["yes"]]})
    assert desk.read(book, name).tables[0].value(1, 0) == "yes"


ID = "1AbCdEf_GhIjKlMnOpQrStUvWxYz-0123456"
URL = f"https://docs.google.com/spreadsheets/d/{ID}"
PLACES = {
    f"{URL}/edit#gid=0": "gid=0",
    f"{URL}/edit?gid=42#gid=42": "gid=42",
    f"{URL}/edit?gid=42": "gid=42",
    f"{URL}/edit#gid=007&range=A1:C9": "gid=7!A1:C9",
    f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit?usp=sharing": None,
    URL: None,
    f"{URL}/edit#OKR%20Q2": "OKR Q2",
    f"{URL}/edit#": None,
    f"gsheets:{ID}": None,
    f"gsheets:{ID}#OKRs": "OKRs",
    f"gsheets:{ID}#123": "123",
    f"gsheets:{ID}#gid=42": "gid=42",
}


@pytest.mark.parametrize("text", PLACES)
def test_any_address_is_a_sheets_id_and_a_tab(text: str) -> None:
    assert locate(text) == Location(text, "google_sheets", ID, PLACES[text])


@pytest.mark.parametrize(
    "text",
    [
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vT/pubhtml",
        "https://docs.google.com/document/d/1AbCdEfGhIjKlMnOpQrSt/edit",
        "https://docs.google.com/spreadsheets/u/0/",
        "https://docs.google.com",
        "gsheets:x",
        "gsheets:a/b",
        "gsheets:",
        "gsheets:#OKRs",
    ],
)
def test_no_sheet_is_said(text: str) -> None:
    with pytest.raises(UnknownLocation) as caught:
        locate(text)
    assert "copy the address" in str(caught.value.hint)


def test_a_gid_picks_its_tab(desk: Desk) -> None:
    book = desk.book({"One": [["1"]], "Two": [["2"]]})
    url = f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid={book.tabs[1].sheet_id}"
    found = desk.connector.read(locate(url), Want(), {})
    assert [table.name for table in found.tables] == ["Two"]
    assert (found.calls.read, found.document) == (1, book.id)


@pytest.mark.parametrize("tab", ["123", "gid=5"])
def test_a_name_is_no_gid(desk: Desk, tab: str) -> None:
    book = desk.book({"First": [["first"]], tab: [["named"]]})
    book.tabs[0].sheet_id = 123
    book.tabs[1].sheet_id = 7
    named = locate(f"gsheets:{book.id}#{tab}")
    assert desk.connector.read(named, Want(), {}).tables[0].value(1, 0) == "named"
    by_gid = locate(f"gsheets:{book.id}#gid=123")
    assert desk.connector.read(by_gid, Want(), {}).tables[0].value(1, 0) == "first"
    for missing in ("gid=9", "7"):
        with pytest.raises(UnknownTab) as caught:
            desk.connector.read(locate(f"gsheets:{book.id}#{missing}"), Want(), {})
        assert tab in str(caught.value.hint)
