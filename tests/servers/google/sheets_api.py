"""The methods of the Sheets API."""

from __future__ import annotations

from typing import Any

from tests.servers.google import appending, metadata, resource, values
from tests.servers.google import batch as batches
from tests.servers.google.batch_cells import HANDLERS as CELLS
from tests.servers.google.batch_dimensions import HANDLERS as DIMENSIONS
from tests.servers.google.batch_layers import HANDLERS as LAYERS
from tests.servers.google.batch_sheets import HANDLERS as SHEETS
from tests.servers.google.batch_sheets import copy_of
from tests.servers.google.book import SPREADSHEET, Book
from tests.servers.google.call import Call
from tests.servers.google.errors import (
    JSON,
    ApiError,
    invalid,
    no_permission,
    not_found,
    office_file,
)
from tests.servers.google.masks import SPREADSHEET as KNOWN
from tests.servers.google.masks import Mask, parse
from tests.servers.google.protection import may_read, may_write

HANDLERS = CELLS | DIMENSIONS | LAYERS | SHEETS | metadata.HANDLERS
_OPTIONS = (
    "majorDimension",
    "valueRenderOption",
    "dateTimeRenderOption",
    "valueInputOption",
    "insertDataOption",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
)


def book_of(call: Call, *, writing: bool = False) -> Book:
    """The spreadsheet of the path: 404, 403 or 400 where it is not there for the caller."""
    book = call.books.get(call.parts["id"])
    if book is None:
        raise not_found()
    if not may_read(book, call.who) or (writing and not may_write(book, call.who)):
        raise no_permission()
    if book.mime != SPREADSHEET:
        raise office_file()
    return book


def _options(call: Call) -> JSON:
    return {name: call.request.first(name) for name in _OPTIONS if call.request.first(name)}


def _truth(text: Any) -> bool:
    return str(text).lower() == "true"


def get(call: Call) -> JSON:
    book, fields = book_of(call), call.request.first("fields")
    mask = parse(fields, KNOWN) if fields else Mask()
    grid = bool(fields) or _truth(call.request.first("includeGridData"))
    return resource.spreadsheet(book, call.who, call.request.query.get("ranges", ()), mask, grid)


def get_by_data_filter(call: Call) -> JSON:
    book, body, fields = book_of(call), call.body, call.request.first("fields")
    mask = parse(fields, KNOWN) if fields else Mask()
    ranges = [r for each in body.get("dataFilters") or () for r in metadata.ranges(book, each)]
    grid = bool(fields) or _truth(body.get("includeGridData"))
    return resource.spreadsheet(book, call.who, ranges, mask, grid)


def create(call: Call) -> JSON:
    wanted = call.body.get("properties") or {}
    book = call.new_book(wanted.get("title") or "Untitled spreadsheet", call.who)
    book.locale = wanted.get("locale") or "en_US"
    book.time_zone = wanted.get("timeZone") or "Etc/GMT"
    for at, sheet in enumerate(call.body.get("sheets") or [{}]):
        properties = {"title": "Sheet1", "sheetId": 0} if at == 0 else {}
        properties |= sheet.get("properties") or {}
        batch = batches.Batch(book, call.who)
        batches.run(batch, [{"addSheet": {"properties": properties}}], HANDLERS)
    return resource.spreadsheet(book, call.who, (), Mask(), False)


def batch_update(call: Call) -> JSON:
    book, body = book_of(call, writing=True), batches.without_nulls(call.body)
    with book.changing(call.who, call.request.number):
        batch = batches.Batch(book, call.who)
        replies = batches.run(batch, body.get("requests") or [], HANDLERS)
    answer: JSON = {"spreadsheetId": book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        ranges, grid = body.get("responseRanges") or (), bool(body.get("responseIncludeGridData"))
        updated = resource.spreadsheet(book, call.who, ranges, Mask(), grid)
        answer["updatedSpreadsheet"] = updated
    return answer


def copy_to(call: Call) -> JSON:
    """sheets.copyTo: a copy of a tab at the end of another spreadsheet."""
    book, target = book_of(call), call.books.get(call.body.get("destinationSpreadsheetId") or "")
    if target is None:
        raise not_found()
    if not may_write(target, call.who):
        raise no_permission()
    copied = copy_of(book.tab_by_id(int(call.parts["sheet"])), target)
    with target.changing(call.who, call.request.number):
        target.tabs.append(copied)
        target.reshaped(copied.title, "copyTo")
    return resource.sheet_properties(target, copied)


def values_get(call: Call) -> JSON:
    book = book_of(call)
    return values.read(book, *book.resolve(call.parts["range"]), _options(call))


def values_batch_get(call: Call) -> JSON:
    book, options = book_of(call), _options(call)
    ranges = [book.resolve(text) for text in call.request.query.get("ranges", ())]
    answered = [values.read(book, tab, area, options) for tab, area in ranges]
    return {"spreadsheetId": book.id} | ({"valueRanges": answered} if answered else {})


def values_batch_get_by_data_filter(call: Call) -> JSON:
    book, body = book_of(call), call.body
    matched = [
        {"valueRange": values.read(book, *book.resolve(text), body), "dataFilters": [each]}
        for each in body.get("dataFilters") or ()
        for text in metadata.ranges(book, each)
    ]
    return {"spreadsheetId": book.id} | ({"valueRanges": matched} if matched else {})


def values_update(call: Call) -> JSON:
    book, options = book_of(call, writing=True), _options(call)
    named = call.body.get("range")
    if named and book.resolve(named) != book.resolve(call.parts["range"]):
        raise invalid("Requested writing within range of the path, but the body names another.")
    with book.changing(call.who, call.request.number):
        return values.write(book, call.parts["range"], call.body, options, call.who)[0]


def values_batch_update(call: Call) -> JSON:
    book, body = book_of(call, writing=True), call.body
    wanted = [(each.get("range") or "", each) for each in body.get("data") or ()]
    return _totals(*_write_all(call, book, wanted, body))


def values_batch_update_by_data_filter(call: Call) -> JSON:
    book, body = book_of(call, writing=True), call.body
    wanted, filters = [], []
    for each in body.get("data") or ():
        for text in metadata.ranges(book, each.get("dataFilter") or {}):
            wanted.append((text, each))
            filters.append(each["dataFilter"])
    answer = _totals(*_write_all(call, book, wanted, body))
    pairs = zip(answer["responses"], filters, strict=True)
    responses = [
        {k: v for k, v in each.items() if k != "spreadsheetId"} | {"dataFilter": data_filter}
        for each, data_filter in pairs
    ]
    return answer | {"responses": responses}


def _write_all(
    call: Call, book: Book, wanted: list[tuple[str, JSON]], options: JSON
) -> tuple[Book, list[JSON], set[values.Place]]:
    answers, written = [], set()
    with book.changing(call.who, call.request.number):
        for at, (text, each) in enumerate(wanted):
            try:
                answer, places = values.write(book, text, each, options, call.who)
            except ApiError as error:
                message = error.body["error"]["message"]
                raise invalid(f"Invalid data[{at}]: {message}") from error
            answers.append(answer)
            written |= places
    return book, answers, written


def _totals(book: Book, answers: list[JSON], written: set[values.Place]) -> JSON:
    totals = {
        "totalUpdatedRows": len({(sheet, row) for sheet, row, _ in written}),
        "totalUpdatedColumns": len({(sheet, column) for sheet, _, column in written}),
        "totalUpdatedCells": len(written),
        "totalUpdatedSheets": len({sheet for sheet, *_ in written}),
    }
    counted = {key: count for key, count in totals.items() if count}
    return {"spreadsheetId": book.id} | counted | {"responses": answers}


def values_append(call: Call) -> JSON:
    book, options = book_of(call, writing=True), _options(call)
    with book.changing(call.who, call.request.number):
        return appending.append(book, call.parts["range"], call.body, options, call.who)


def values_clear(call: Call) -> JSON:
    book = book_of(call, writing=True)
    with book.changing(call.who, call.request.number):
        cleared = values.clear(book, call.parts["range"], call.who)
    return {"spreadsheetId": book.id, "clearedRange": cleared}


def values_batch_clear(call: Call) -> JSON:
    book = book_of(call, writing=True)
    with book.changing(call.who, call.request.number):
        cleared = [values.clear(book, text, call.who) for text in call.body.get("ranges") or ()]
    return {"spreadsheetId": book.id, "clearedRanges": cleared}


def metadata_search(call: Call) -> JSON:
    return metadata.search(book_of(call), call.body.get("dataFilters") or [])
