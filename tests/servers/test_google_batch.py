"""spreadsheets.batchUpdate: each request, and all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from gspread.exceptions import APIError

from tests.servers.google import people, seeding
from tests.servers.google.book import Book
from tests.servers.google.cells import CellError
from tests.servers.google.client import client
from tests.servers.google.server import GoogleServer

TABLE: list[list[Any]] = [["id", "score"], ["b", 2], ["a", 3], ["c", 1]]


def run(google: GoogleServer, book: Book, *requests: dict[str, Any]) -> list[dict[str, Any]]:
    body = {"requests": list(requests)}
    replies: list[dict[str, Any]] = client(google).http_client.batch_update(book.id, body)[
        "replies"
    ]
    return replies


def area(top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    rows = {"sheetId": 0, "startRowIndex": top, "endRowIndex": bottom}
    return rows | {"startColumnIndex": left, "endColumnIndex": right}


def span(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def test_a_batch_is_applied_as_a_whole_or_not_at_all(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": TABLE})
    tab = book.tab("T")
    insert = {"insertDimension": {"range": span("ROWS", 0, 2)}}
    add = {"addSheet": {"properties": {"title": "Summary"}}}
    twice = {"addSheet": {"properties": {"title": "T"}}}
    with pytest.raises(APIError) as error:
        run(google, book, insert, add, twice)
    assert error.value.error["message"] == (
        'Invalid requests[2].addSheet: A sheet with the name "T" already exists. '
        "Please enter another name."
    )
    assert book.tabs == [tab]
    assert (seeding.shown(book, "T")[0], tab.row_count) == (["id", "score"], 1000)
    assert (book.history, book.version) == ([], 1)


def test_columns_of_our_own_in_one_request(google: GoogleServer) -> None:
    """Headers, format, colours and filter: what a first write-back sets up."""
    book = google.book("Plan", {"T": TABLE})
    tab = book.tab("T")
    tab.resize(4, 2)
    header = {"values": [{"userEnteredValue": {"stringValue": "Progress"}}]}
    percent = {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}}
    rule = {
        "ranges": [area(1, 4, 2, 3)],
        "booleanRule": {
            "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "On track"}]},
            "format": {"backgroundColor": {"green": 1}},
        },
    }
    run(
        google,
        book,
        {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 1}},
        {
            "updateCells": {
                "start": {"rowIndex": 0, "columnIndex": 2},
                "rows": [header],
                "fields": "userEnteredValue",
            }
        },
        {
            "repeatCell": {
                "range": area(1, 4, 2, 3),
                "cell": percent,
                "fields": "userEnteredFormat.numberFormat",
            }
        },
        {"addConditionalFormatRule": {"rule": rule}},
        {"setBasicFilter": {"filter": {"range": area(0, 4, 0, 3)}}},
    )
    assert tab.column_count == 3
    assert seeding.shown(book, "T")[0] == ["id", "score", "Progress"]
    assert tab.cell(2, 2).number_format == {"type": "PERCENT", "pattern": "0%"}
    assert len(tab.rules) == 1
    assert tab.filter is not None
    assert "sheetId" not in tab.filter["range"]
    assert {event.letter for event in book.history.cells()} == {"C"}
    assert next(e.what for e in book.history.reshaped()) == "appendDimension"


def test_formats_are_changed_only_where_the_mask_says(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [["x"]]})
    bold = {"userEnteredFormat": {"textFormat": {"bold": True, "italic": True}}}
    place = area(0, 1, 0, 1)
    fields = "userEnteredFormat.textFormat"
    run(google, book, {"repeatCell": {"range": place, "cell": bold, "fields": fields}})
    not_italic = {"range": place, "cell": {}, "fields": f"{fields}.italic"}
    run(google, book, {"repeatCell": not_italic})
    assert book.tab("T").cell(0, 0).style == {"textFormat": {"bold": True}}
    assert seeding.value(book, "T", "A1") == "x"


def test_sorting_moves_cells_and_leaves_row_metadata(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [*TABLE, [CellError("#N/A"), "=1/0"], ["", "text"]]})
    tab = book.tab("T")
    seeding.tag_row(tab, 2, "okr", "b")
    request = {"range": area(1, 7, 0, 2), "sortSpecs": [{"dimensionIndex": 1}]}
    run(google, book, {"sortRange": request})
    scores = [row[-1] if row else "" for row in seeding.shown(book, "T")[1:]]
    assert scores == ["1", "2", "3", "text", "#DIV/0!"]
    assert tab.info("ROWS", 1).metadata[0]["metadataValue"] == "b"
    book.sort_takes_metadata = True
    down = {"dimensionIndex": 1, "sortOrder": "DESCENDING"}
    run(google, book, {"sortRange": {"range": area(1, 4, 0, 2), "sortSpecs": [down]}})
    assert tab.info("ROWS", 3).metadata[0]["metadataValue"] == "b"


def test_what_lies_over_the_cells_moves_with_them(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [*TABLE, ["sum", "=SUM(B2:B4)"]]})
    tab = book.tab("T")
    seeding.merge(tab, "A5:B5")
    seeding.protect(tab, "B2:B4", editors=["person@example.org"])
    seeding.basic_filter(tab, "A1:B4")
    seeding.hide_rows(tab, 4)
    run(google, book, {"insertDimension": {"range": span("ROWS", 2, 4)}})
    assert tab.merges[0]["startRowIndex"] == 6
    assert (
        tab.protected[0]["range"]["startRowIndex"],
        tab.protected[0]["range"]["endRowIndex"],
    ) == (1, 6)
    assert tab.filter is not None
    assert tab.filter["range"]["endRowIndex"] == 6
    assert tab.info("ROWS", 5).hidden_by_user
    formula = tab.cell(6, 1).entered
    assert getattr(formula, "text", "") == "=SUM(B2:B6)"
    assert seeding.value(book, "T", "B7") == 6
    run(google, book, {"deleteDimension": {"range": span("ROWS", 1, 6)}})
    assert tab.protected == []
    assert seeding.value(book, "T", "B2") == CellError("#REF!", "Reference does not exist.")


def test_columns_move(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [["a", "b", "c"], [1, 2, "=A2+B2"]]})
    people.move_column("T", "A", before="D")(book)
    assert seeding.shown(book, "T") == [["b", "c", "a"], ["2", "3", "1"]]
    move = {"source": span("COLUMNS", 2, 3), "destinationIndex": 0}
    run(google, book, {"moveDimension": move})
    assert seeding.shown(book, "T") == [["a", "b", "c"], ["1", "2", "3"]]


def test_protection_keeps_others_out(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": TABLE}, owner="boss@example.org")
    book.roles["person@example.org"] = "writer"
    seeding.protect(book.tab("T"), "B2:B4")
    seeding.protect(book.tab("T"), "A2:A4", warning_only=True)
    http = client(google).http_client
    body = {"values": [["ours", None], ["ours", 9]]}
    with pytest.raises(APIError, match="protected cell or object"):
        http.values_update(book.id, "T!A2", {"valueInputOption": "RAW"}, body)
    assert seeding.value(book, "T", "A2") == "b"
    http.values_update(book.id, "T!A2", {"valueInputOption": "RAW"}, {"values": [["ours", None]]})
    assert seeding.value(book, "T", "A2") == "ours"


def test_hiding_by_hand_and_by_filter(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": TABLE})
    tab = book.tab("T")
    hide = {
        "range": span("ROWS", 1, 2),
        "properties": {"hiddenByUser": True},
        "fields": "hiddenByUser",
    }
    criteria = {"range": area(0, 4, 0, 2), "criteria": {"1": {"hiddenValues": ["3"]}}}
    run(google, book, {"updateDimensionProperties": hide}, {"setBasicFilter": {"filter": criteria}})
    assert tab.info("ROWS", 1).hidden_by_user
    assert [row for row in range(4) if tab.info("ROWS", row).hidden_by_filter] == [2]
    run(google, book, {"clearBasicFilter": {"sheetId": 0}})
    assert not tab.info("ROWS", 2).hidden_by_filter


def test_merging_keeps_the_first_value(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": TABLE})
    merge = {"range": area(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}
    run(google, book, {"mergeCells": merge})
    assert seeding.shown(book, "T")[:2] == [["id"], ["b"]]
    assert len(book.tab("T").merges) == 2


def test_unknown_requests_and_empty_batches(google: GoogleServer) -> None:
    book = google.book("Plan")
    with pytest.raises(APIError, match="Must specify at least one request"):
        run(google, book)
    with pytest.raises(APIError, match=r'Unknown name \\?"nonsense'):
        run(google, book, {"nonsense": {}})
    assert google.contract is None or google.contract.violations != []
    if google.contract is not None:
        google.contract.violations.clear()  # the schema does not know it either


def test_tabs_are_copied_and_reordered(google: GoogleServer) -> None:
    book = google.book("Plan", {"A": TABLE, "B": [], "C": []})
    other = google.book("Archive", {"Old": []})
    sheet = client(google).open_by_key(book.id).worksheet("A")
    sheet.duplicate(insert_sheet_index=0, new_sheet_name="A2")
    assert [tab.title for tab in book.tabs] == ["A2", "A", "B", "C"]
    assert seeding.shown(book, "A2") == seeding.shown(book, "A")
    move = {"properties": {"sheetId": 0, "index": 3}, "fields": "index"}
    run(google, book, {"updateSheetProperties": move})
    assert [tab.title for tab in book.tabs] == ["A2", "B", "A", "C"]
    sheet.copy_to(other.id)
    assert [tab.title for tab in other.tabs] == ["Old", "Copy of A"]
    copied = client(google).copy(book.id, title="Next quarter", copy_comments=False)
    assert [tab.title for tab in copied.worksheets()] == ["A2", "B", "A", "C"]


def test_a_spreadsheet_is_created_with_its_tabs(google: GoogleServer) -> None:
    wanted = {
        "properties": {"title": "Plan", "locale": "nl_NL"},
        "sheets": [{"properties": {"title": "OKRs"}}, {"properties": {"title": "KPIs"}}],
    }
    http = client(google).http_client
    made = http.request("post", f"{google.url}/v4/spreadsheets", json=wanted).json()
    book = google.books[made["spreadsheetId"]]
    assert (book.title, book.locale, book.owner) == ("Plan", "nl_NL", "person@example.org")
    assert [(tab.sheet_id == 0, tab.title) for tab in book.tabs] == [
        (True, "OKRs"),
        (False, "KPIs"),
    ]
    assert google.log.counts() == {"read": 0, "write": 1, "other": 0}
