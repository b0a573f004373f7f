"""Values by range, through the real gspread."""

from __future__ import annotations

from datetime import date
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from tests.servers.google import seeding
from tests.servers.google.book import Book
from tests.servers.google.cells import CellError
from tests.servers.google.client import client
from tests.servers.google.server import GoogleServer

ROWS: list[list[Any]] = [
    ["Key result", "Start", "Now"],
    ["More customers", 10, 12.5],
    [],
    ["", "", "", "note"],
]


def opened(google: GoogleServer, book: Book) -> Any:
    """gspread's HTTP client: one call is one request."""
    return client(google).http_client


def message(error: pytest.ExceptionInfo[APIError]) -> str:
    return str(error.value.error["message"])


def test_gspread_reads_a_sheet(google: GoogleServer) -> None:
    book = google.book("Plan", {"OKRs": ROWS})
    sheet = client(google).open_by_key(book.id).worksheet("OKRs")
    assert sheet.get_all_values()[1] == ["More customers", "10", "12.5", ""]
    assert google.log.counts() == {"read": 3, "write": 0, "other": 0}


def test_rows_are_ragged_and_empty_ranges_have_no_values(google: GoogleServer) -> None:
    book = google.book("Plan", {"OKRs": ROWS})
    http = opened(google, book)
    answer = http.values_get(book.id, "OKRs!A2:D", {"valueRenderOption": "UNFORMATTED_VALUE"})
    assert answer["range"] == "OKRs!A2:D1000"
    assert answer["values"] == [["More customers", 10, 12.5], [], ["", "", "", "note"]]
    assert "values" not in http.values_get(book.id, "OKRs!F:F")


def test_nulls_skip_and_empty_texts_clear(google: GoogleServer) -> None:
    book = google.book("Plan", {"OKRs": ROWS})
    body = {
        "valueInputOption": "RAW",
        "includeValuesInResponse": True,
        "responseValueRenderOption": "UNFORMATTED_VALUE",
        "data": [{"range": "OKRs!A2:C2", "values": [[None, "", "=1+1"]]}],
    }
    answer = opened(google, book).values_batch_update(book.id, body)
    assert answer["totalUpdatedCells"] == 2
    updated = answer["responses"][0]["updatedData"]
    assert updated["values"] == [["More customers", "", "=1+1"]]
    assert [event.cell for event in book.history.cells()] == ["B2", "C2"]
    assert book.history.outside("BC", who="person@example.org") == []
    assert [e.cell for e in book.history.outside("B", who="person@example.org")] == ["C2"]


def test_a_failing_range_leaves_the_others_unwritten(google: GoogleServer) -> None:
    book = google.book("Plan", {"OKRs": ROWS})
    data = [
        {"range": "OKRs!A2", "values": [["changed"]]},
        {"range": "Gone!A2", "values": [["changed"]]},
    ]
    with pytest.raises(APIError) as error:
        opened(google, book).values_batch_update(book.id, {"valueInputOption": "RAW", "data": data})
    assert message(error) == "Invalid data[1]: Unable to parse range: Gone!A2"
    assert seeding.value(book, "OKRs", "A2") == "More customers"
    assert book.history == []


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Nope!A1", "Unable to parse range: Nope!A1"),
        ("OKRs!A2:Q1:", "Unable to parse range: OKRs!A2:Q1:"),
        ("OKRs!A1001", "Range (OKRs!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("OKRs!AB1", "Range (OKRs!AB1) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_ranges_that_are_none(google: GoogleServer, reference: str, expected: str) -> None:
    book = google.book("Plan", {"OKRs": ROWS})
    with pytest.raises(APIError) as error:
        opened(google, book).values_get(book.id, reference)
    assert message(error) == expected


@pytest.mark.parametrize("title", ["It's", "a!b", "A1", "1:2", "Q1 2026", "Größe", "-", "🎯"])
def test_titles_that_need_care(google: GoogleServer, title: str) -> None:
    book = google.book("Plan", {"First": [["no"]], title: [["yes"]]})
    sheet = client(google).open_by_key(book.id).worksheet(title)
    assert sheet.get("A1") == [["yes"]]


LOCALES = [
    # typed, en_US, nl_NL: as UNFORMATTED then as FORMATTED
    ("12,5%", ("12,5%", "12,5%"), (0.125, "12,50%")),
    ("12.5%", (0.125, "12.50%"), ("12.5%", "12.5%")),
    ("1.000,5", ("1.000,5", "1.000,5"), (1000.5, "1.000,50")),
    ("€ 1.000", ("€ 1.000", "€ 1.000"), (1000, "€ 1.000")),
    ("$5.25", (5.25, "$5.25"), ("$5.25", "$5.25")),
    ("31-12-2025", ("31-12-2025", "31-12-2025"), (46022, "31-12-2025")),
    ("12/31/2025", (46022, "12/31/2025"), ("12/31/2025", "12/31/2025")),
    ("2025-12-31", (46022, "2025-12-31"), (46022, "2025-12-31")),
    ("WAAR", ("WAAR", "WAAR"), (True, "WAAR")),
    ("TRUE", (True, "TRUE"), (True, "WAAR")),
    ("'007", ("007", "007"), ("007", "007")),
    ("0042", (42, "42"), (42, "42")),
    ("=1/4", (0.25, "0.25"), (0.25, "0,25")),
]


@pytest.mark.parametrize("locale", ["en_US", "nl_NL"])
@pytest.mark.parametrize(("typed", "american", "dutch"), LOCALES)
def test_typing_follows_the_locale(
    google: GoogleServer, locale: str, typed: str, american: object, dutch: object
) -> None:
    book = google.book("Plan", locale=locale)
    http = opened(google, book)
    http.values_update(book.id, "A1", {"valueInputOption": "USER_ENTERED"}, {"values": [[typed]]})
    seen = tuple(
        http.values_get(book.id, "A1", {"valueRenderOption": option})["values"][0][0]
        for option in ("UNFORMATTED_VALUE", "FORMATTED_VALUE")
    )
    assert seen == (american if locale == "en_US" else dutch)


def test_formats_in_two_locales(google: GoogleServer) -> None:
    rows = [[0.125, 1000, 1234.5, date(2025, 12, 31), 45000.5]]
    shown = {}
    for locale in ("en_US", "nl_NL"):
        book = google.book("Plan", {"T": rows}, locale=locale)
        tab = book.tab("T")
        seeding.number_format(tab, "A1", "PERCENT", "0.0%")
        seeding.number_format(tab, "B1", "CURRENCY", '"€ "#,##0')
        seeding.number_format(tab, "C1", "NUMBER", "#,##0.0;(#,##0.0)")
        seeding.number_format(tab, "E1", "DATE_TIME", "dddd d mmmm yyyy h:mm")
        shown[locale] = seeding.shown(book, "T")[0]
    assert shown == {
        "en_US": ["12.5%", "€ 1,000", "1,234.5", "12/31/2025", "Wednesday 15 March 2023 12:00"],
        "nl_NL": ["12,5%", "€ 1.000", "1.234,5", "31-12-2025", "woensdag 15 maart 2023 12:00"],
    }


def test_formulas_have_results(google: GoogleServer) -> None:
    rows = [[1, 2, "=SUM(A1:B1)", "=A1/0", CellError("#REF!"), '=IMPORTXML("x")', "=C1*2"]]
    book = google.book("Plan", {"T": rows})
    book.results['=IMPORTXML("x")'] = "from afar"
    http = opened(google, book)
    answer = http.values_get(book.id, "T", {"valueRenderOption": "UNFORMATTED_VALUE"})
    assert answer["values"] == [[1, 2, 3, "#DIV/0!", "#REF!", "from afar", 6]]
    formulas = http.values_get(book.id, "T!C1:D1", {"valueRenderOption": "FORMULA"})
    assert formulas["values"] == [["=SUM(A1:B1)", "=A1/0"]]


def test_appending_without_an_anchor_goes_to_the_wrong_column(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [["x", "", "y"]]}, locale="en_US")
    http = opened(google, book)
    params = {"valueInputOption": "RAW"}
    body = {"values": [["a", "", "b"]]}
    assert http.values_append(book.id, "T", params, body)["tableRange"] == "T!C1"
    assert seeding.shown(book, "T")[1] == ["", "", "a", "", "b"]


def test_the_grid_grows_for_an_append_and_not_for_an_update(google: GoogleServer) -> None:
    book = google.book("Plan")
    book.tab("Sheet1").resize(1, 2)
    http = opened(google, book)
    params = {"valueInputOption": "RAW"}
    http.values_append(book.id, "A1", params, {"values": [["a"], ["b"]]})
    assert book.tab("Sheet1").row_count == 2
    with pytest.raises(APIError, match="exceeds grid limits"):
        http.values_update(book.id, "B2", params, {"values": [["c", "d"]]})
    with pytest.raises(APIError, match=r"tried writing to column \[B\]"):
        http.values_update(book.id, "A1:A2", params, {"values": [["c", "d"]]})


def test_clearing_keeps_formats(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [[0.5]]})
    seeding.number_format(book.tab("T"), "A1", "PERCENT", "0%")
    sheet: gspread.Worksheet = client(google).open_by_key(book.id).worksheet("T")
    sheet.batch_clear(["A1"])
    assert seeding.shown(book, "T") == []
    assert book.tab("T").cell(0, 0).number_format == {"type": "PERCENT", "pattern": "0%"}
