"""Requests about whole tabs and the spreadsheet."""

from __future__ import annotations

from zlib import crc32

from tests.servers.google import masks
from tests.servers.google.batch import Batch, Handler, tidy
from tests.servers.google.book import Book
from tests.servers.google.errors import JSON, invalid
from tests.servers.google.protection import guard_grid
from tests.servers.google.resource import sheet_properties
from tests.servers.google.styles import mirrored
from tests.servers.google.tab import Tab

_OWN = {"sheetId", "title", "index", "sheetType", "gridProperties"}
_SIZE = {"rowCount", "columnCount"}


def new_id(book: Book) -> int:
    """An id that looks random and is the same in every run."""
    taken = {tab.sheet_id for tab in book.tabs}
    number = len(book.tabs) + len(book.named) + len(book.history)
    while True:
        found = crc32(f"{book.id}/{number}".encode()) % 2**31
        if found and found not in taken:
            return found
        number += 1


def _check_title(book: Book, title: str, but: Tab | None = None) -> None:
    if not title:
        raise invalid("A sheet must have a name.")
    if any(tab.title.casefold() == title.casefold() for tab in book.tabs if tab is not but):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def add_sheet(batch: Batch, body: JSON) -> JSON:
    book, wanted = batch.book, body.get("properties") or {}
    title = wanted.get("title") or f"Sheet{len(book.tabs) + 1}"
    _check_title(book, title)
    sheet_id = wanted.get("sheetId")
    if sheet_id is not None and any(tab.sheet_id == sheet_id for tab in book.tabs):
        raise invalid(f"A sheet with the id {sheet_id} already exists.")
    grid = wanted.get("gridProperties") or {}
    tab = Tab(
        new_id(book) if sheet_id is None else sheet_id,
        title,
        grid.get("rowCount") or 1000,
        grid.get("columnCount") or 26,
        {k: mirrored(v) for k, v in wanted.items() if k not in _OWN},
        {k: v for k, v in grid.items() if k not in _SIZE},
    )
    book.tabs.insert(wanted.get("index", len(book.tabs)), tab)
    batch.check_size()
    return {"addSheet": {"properties": sheet_properties(book, tab)}}


def delete_sheet(batch: Batch, body: JSON) -> JSON:
    tab = batch.tab(body)
    guard_grid(batch.book, tab, batch.who)
    if len(batch.book.tabs) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    batch.book.tabs.remove(tab)
    return {}


def update_sheet_properties(batch: Batch, body: JSON) -> JSON:
    wanted = body.get("properties") or {}
    tab, book = batch.tab(wanted), batch.book
    guard_grid(book, tab, batch.who)
    mask = masks.parse(body.get("fields") or "")
    if "title" in mask:
        _check_title(book, wanted.get("title") or "", tab)
        tab.title = wanted["title"]
    if mask.names and "index" in mask:
        _reorder(book, tab, wanted.get("index") or 0)
    if mask.names and mask.names.get("hidden") is not None and wanted.get("hidden"):
        others = [other for other in book.tabs if other is not tab]
        if all(other.properties.get("hidden") for other in others):
            raise invalid("You can't hide all the sheets in a document.")
    grid = mask.get("gridProperties")
    if grid is not None:
        _grid(batch, tab, wanted.get("gridProperties") or {}, grid)
    for name in (mask.names or wanted).keys() - _OWN:
        tab.properties[name] = wanted.get(name)
    tab.properties = mirrored(tab.properties)
    return {}


def _reorder(book: Book, tab: Tab, index: int) -> None:
    """Move a tab; the index counts as before the move."""
    at = book.tabs.index(tab)
    book.tabs.insert(index, tab)
    del book.tabs[at if at < index else at + 1]


def duplicate_sheet(batch: Batch, body: JSON) -> JSON:
    book, source = batch.book, batch.tab({"sheetId": body.get("sourceSheetId")})
    index = body.get("insertSheetIndex")
    copied = copy_of(source, book, body.get("newSheetName") or "", body.get("newSheetId"))
    book.tabs.insert(book.tabs.index(source) + 1 if index is None else index, copied)
    batch.check_size()
    return {"duplicateSheet": {"properties": sheet_properties(book, copied)}}


def copy_of(source: Tab, book: Book, title: str = "", sheet_id: int | None = None) -> Tab:
    """A copy of a tab for a spreadsheet, with an id and a title that are free there."""
    copied = source.clone()
    copied.sheet_id = new_id(book) if sheet_id is None else sheet_id
    copied.title = title or f"Copy of {source.title}"
    _check_title(book, copied.title)
    return copied


def _grid(batch: Batch, tab: Tab, wanted: JSON, mask: masks.Mask) -> None:
    rows = wanted.get("rowCount") if "rowCount" in mask else None
    columns = wanted.get("columnCount") if "columnCount" in mask else None
    tab.resize(rows or tab.row_count, columns or tab.column_count)
    batch.check_size()
    for name in (mask.names or wanted).keys() - _SIZE:
        tab.grid[name] = wanted.get(name)


def update_spreadsheet_properties(batch: Batch, body: JSON) -> JSON:
    wanted, book = body.get("properties") or {}, batch.book
    mask = masks.parse(body.get("fields") or "")
    if "title" in mask and "title" in wanted:
        book.title = wanted["title"]
    if "locale" in mask and "locale" in wanted:
        book.locale = wanted["locale"]
    if "timeZone" in mask and "timeZone" in wanted:
        book.time_zone = wanted["timeZone"]
    return {}


def add_named_range(batch: Batch, body: JSON) -> JSON:
    named = dict(body["namedRange"])
    named.setdefault("namedRangeId", str(new_id(batch.book)))
    named["range"] = tidy(named["range"])
    batch.book.named = [*batch.book.named, named]
    return {"addNamedRange": {"namedRange": named}}


def _named(batch: Batch, range_id: str) -> JSON:
    for named in batch.book.named:
        if named["namedRangeId"] == range_id:
            return named
    raise invalid(f"No named range with id: {range_id}")


def update_named_range(batch: Batch, body: JSON) -> JSON:
    wanted = body["namedRange"]
    old = _named(batch, wanted.get("namedRangeId") or "")
    mask = masks.parse(body.get("fields") or "")
    changed = {k: tidy(v) if k == "range" else v for k, v in wanted.items() if k in mask}
    batch.book.named = [old | changed if named is old else named for named in batch.book.named]
    return {}


def delete_named_range(batch: Batch, body: JSON) -> JSON:
    old = _named(batch, body.get("namedRangeId") or "")
    batch.book.named = [named for named in batch.book.named if named is not old]
    return {}


HANDLERS: dict[str, Handler] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
}
