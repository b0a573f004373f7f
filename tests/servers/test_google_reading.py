"""spreadsheets.get: grid data, field masks, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest
from gspread.exceptions import APIError

from tests.servers.google import masks, people, seeding
from tests.servers.google.cells import CellError
from tests.servers.google.client import client
from tests.servers.google.errors import ApiError
from tests.servers.google.masks import Mask
from tests.servers.google.server import GoogleServer

ONE_READ = (
    "properties(locale,timeZone),sheets(properties(sheetId,title),merges,"
    "protectedRanges(range,requestingUserCanEdit,warningOnly),basicFilter.range,"
    "data(startRow,startColumn,rowMetadata(hiddenByUser,hiddenByFilter,developerMetadata),"
    "rowData.values(userEnteredValue,effectiveValue,effectiveFormat.numberFormat)))"
)


def names(mask: Mask) -> dict[str, Any]:
    return {name: names(below) for name, below in mask.names.items()}


def test_masks_nest() -> None:
    mask = masks.parse("a,b(c,d/e.f),g.h(i),b.j, k(*)")
    assert names(mask) == {
        "a": {},
        "b": {"c": {}, "d": {"e": {"f": {}}}, "j": {}},
        "g": {"h": {"i": {}}},
        "k": {},
    }


def test_a_mask_of_the_whole_covers_its_parts() -> None:
    assert names(masks.parse("a.b,a")) == {"a": {}}
    assert masks.parse("a.b,*").apply({"c": 1}) == {"c": 1}


@pytest.mark.parametrize("text", ["a(b", "a)", "a,,b", "(a)", "a b", "a(b))"])
def test_masks_that_are_none(text: str) -> None:
    with pytest.raises(ApiError, match="Invalid field selection"):
        masks.parse(text)


def test_a_mask_keeps_empty_objects() -> None:
    mask = masks.parse("a(b.c,d)")
    assert mask.apply({"a": [{"b": {"x": 1}}, {"d": 2, "e": 3}]}) == {"a": [{"b": {}}, {"d": 2}]}


def test_unknown_fields_are_named(google: GoogleServer) -> None:
    book = google.book("Plan")
    with pytest.raises(APIError, match=r"for path 'sheets\.sheetProperties'"):
        client(google).http_client.fetch_sheet_metadata(
            book.id, {"fields": "sheets.sheetProperties"}
        )


def test_everything_in_one_read(google: GoogleServer) -> None:
    rows: list[list[Any]] = [
        ["Plan", "", ""],
        ["Key result", "Progress", "Owner"],
        ["Grow", 0.125, "=B3*2"],
        [CellError("#N/A")],
    ]
    book = google.book("Plan", {"OKRs": rows, "Other": [["x"]]}, locale="nl_NL")
    tab = book.tab("OKRs")
    tab.resize(4, 3)
    seeding.number_format(tab, "B3", "PERCENT", "0%")
    seeding.merge(tab, "A1:C1")
    seeding.protect(tab, "C1:C4", editors=["boss@example.org"])
    seeding.hide_rows(tab, 3)
    seeding.hide_rows(tab, 4, by="filter")
    seeding.basic_filter(tab, "A2:C4")
    seeding.tag_row(tab, 3, "okr", "kr-1")
    book.roles["reader@example.org"] = "reader"
    http = client(google, "reader@example.org", "spreadsheets.readonly").http_client

    answer = http.fetch_sheet_metadata(book.id, {"fields": ONE_READ, "ranges": "OKRs"})

    assert answer["properties"] == {"locale": "nl_NL", "timeZone": "Europe/Amsterdam"}
    [sheet] = answer["sheets"]
    assert sheet["properties"] == {"sheetId": 0, "title": "OKRs"}
    area = {
        "startRowIndex": 0,
        "endRowIndex": 4,
        "startColumnIndex": 2,
        "endColumnIndex": 3,
    }
    assert sheet["protectedRanges"] == [{"range": area}]
    assert sheet["merges"] == [area | {"endRowIndex": 1, "startColumnIndex": 0}]
    assert sheet["basicFilter"] == {
        "range": area | {"startRowIndex": 1, "startColumnIndex": 0},
    }
    [grid] = sheet["data"]
    assert "startRow" not in grid
    hidden = [{k: v for k, v in row.items() if "hidden" in k} for row in grid["rowMetadata"]]
    assert hidden == [{}, {}, {"hiddenByUser": True}, {"hiddenByFilter": True}]
    [tagged] = grid["rowMetadata"][2]["developerMetadata"]
    assert (tagged["metadataKey"], tagged["metadataValue"]) == ("okr", "kr-1")
    row = grid["rowData"][2]["values"]
    assert row[1] == {
        "userEnteredValue": {"numberValue": 0.125},
        "effectiveValue": {"numberValue": 0.125},
        "effectiveFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}},
    }
    assert row[2]["userEnteredValue"] == {"formulaValue": "=B3*2"}
    assert row[2]["effectiveValue"] == {"numberValue": 0.25}
    error = grid["rowData"][3]["values"][0]["effectiveValue"]
    assert error == {"errorValue": {"type": "N_A", "message": "#N/A"}}
    assert google.log.counts() == {"read": 1, "write": 0, "other": 0}


def test_without_a_mask_cells_are_sent_only_on_request(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [[1]]})
    http = client(google).http_client
    assert "data" not in http.fetch_sheet_metadata(book.id)["sheets"][0]
    whole = http.fetch_sheet_metadata(book.id, {"includeGridData": "true", "ranges": "T!B2:C3"})
    [grid] = whole["sheets"][0]["data"]
    assert (grid["startRow"], grid["startColumn"], len(grid["rowMetadata"])) == (1, 1, 2)
    assert "rowData" not in grid


def test_a_range_leaves_other_tabs_out(google: GoogleServer) -> None:
    book = google.book("Plan", {"One": [[1]], "Two": [[2]], "Three": [[3]]})
    answer = client(google).http_client.fetch_sheet_metadata(
        book.id, {"fields": "sheets.properties.title", "ranges": ["Three", "One!A1"]}
    )
    titles = [sheet["properties"]["title"] for sheet in answer["sheets"]]
    assert titles == ["One", "Three"]


def test_metadata_follows_rows_and_can_be_looked_up(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": [["a"], ["b"], ["c"]]})
    http = client(google).http_client
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    tag = {
        "metadataKey": "okr",
        "metadataValue": "kr-b",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    request = {"createDeveloperMetadata": {"developerMetadata": tag}}
    reply = http.batch_update(book.id, {"requests": [request]})["replies"][0]
    made = reply["createDeveloperMetadata"]["developerMetadata"]
    assert made["location"]["locationType"] == "ROW"
    people.insert_row("T", 1, ["new"])(book)
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "okr"}}]}
    url = f"{google.url}/v4/spreadsheets/{book.id}/values:batchGetByDataFilter"
    answer = http.request("post", url, json=lookup).json()
    assert [r["valueRange"]["range"] for r in answer["valueRanges"]] == ["T!A3:Z3"]
    assert answer["valueRanges"][0]["valueRange"]["values"] == [["b"]]
    people.sort_rows("T", "A1:A4", "A", descending=True)(book)
    assert [info.metadata != () for _, info in sorted(book.tab("T").infos["ROWS"].items())]
    found = http.request(
        "post", f"{google.url}/v4/spreadsheets/{book.id}/developerMetadata:search", json=lookup
    ).json()
    place = found["matchedDeveloperMetadata"][0]["developerMetadata"]["location"]
    assert place["dimensionRange"]["startIndex"] == 2


def test_remembered_reads_end_with_a_write(google: GoogleServer) -> None:
    google.remember = True
    book = google.book("Plan", {"T": [["a"]]})
    book.roles["b@example.org"] = "reader"
    http = client(google).http_client
    assert [http.values_get(book.id, "T!A1:B1") for _ in range(2)][1]["values"] == [["a"]]
    assert http.values_get(book.id, "T!A1")["range"] == "T!A1"
    http.values_update(book.id, "T!A1", {"valueInputOption": "RAW"}, {"values": [["b"]]})
    assert http.values_get(book.id, "T!A1:B1")["values"] == [["b"]]
    people.edit("T", "B1", "c")(book)
    assert http.values_get(book.id, "T!A1:B1")["values"] == [["b", "c"]]
    assert google.log.counts() == {"read": 5, "write": 1, "other": 0}
