"""The requests that insert managed columns, dress them, and take them out again.

New columns are inserted, never laid over cells: even where somebody typed there a moment ago
nothing of theirs is covered, and taking the columns out again gives back the sheet as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from connectors.google_sheets.address import grid_range
from connectors.google_sheets.read.response import MARK
from okrsync.table import Area, PlacedColumn, RangeKind, Shown, Table, TableRange

Json = dict[str, Any]

COLOURS = {
    "good": ("006100", "C6EFCE"),
    "warning": ("7F6000", "FFEB9C"),
    "bad": ("9C0006", "FFC7CE"),
    "neutral": ("595959", "EDEDED"),
}
FORMATS = {
    Shown.PERCENT: {"type": "PERCENT", "pattern": "0%"},
    Shown.NUMBER: {"type": "NUMBER", "pattern": "0.##"},
}


def add_requests(
    table: Table, placed: Sequence[PlacedColumn], size: Mapping[str, Any]
) -> list[Json]:
    """The requests that add these columns of one tab, side by side, in one go."""
    sheet, first, count = int(table.key), placed[0].index, len(placed)
    requests = [_insert(sheet, first, count, int(size["columns"]))]
    for one in placed:
        requests += [_mark(sheet, one), *_look(table, one, first)]
    requests += _widened(table, placed, size)
    for one in placed:
        requests += _colours(sheet, one)
    return requests


def _insert(sheet: int, first: int, count: int, columns: int) -> Json:
    if first >= columns:
        grown = {"sheetId": sheet, "dimension": "COLUMNS", "length": first + count - columns}
        return {"appendDimension": grown}
    over = {
        "sheetId": sheet,
        "dimension": "COLUMNS",
        "startIndex": first,
        "endIndex": first + count,
    }
    # Like the blank column after them: what is left of them may check or format its values.
    return {"insertDimension": {"range": over, "inheritFromBefore": False}}


def _mark(sheet: int, one: PlacedColumn) -> Json:
    """Developer metadata by which later runs find the column, wherever people put it and whatever
    they call it: its value says which field the column holds.

    Every program may see it: another key of the same team goes on with it.
    """
    over = {
        "sheetId": sheet,
        "dimension": "COLUMNS",
        "startIndex": one.index,
        "endIndex": one.index + 1,
    }
    mark = {
        "metadataKey": MARK,
        "metadataValue": one.column.field,
        "location": {"dimensionRange": over},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": mark}}


def without_metadata(requests: Iterable[Json]) -> list[Json]:
    """The same requests without developer metadata."""
    return [request for request in requests if "createDeveloperMetadata" not in request]


LOOKS = frozenset({"repeatCell", "addConditionalFormatRule", "setBasicFilter", "updateTable"})
"""Requests about cells below the header and what goes along with it: columns can do without."""


def without_looks(requests: Iterable[Json]) -> list[Json]:
    """The same requests without any about looks."""
    return [request for request in requests if LOOKS.isdisjoint(request)]


def created_metadata(answer: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """The developer metadata that a request made: sheet id, column and metadata id of each."""
    for reply in answer.get("replies") or ():
        made = (reply.get("createDeveloperMetadata") or {}).get("developerMetadata") or {}
        over = (made.get("location") or {}).get("dimensionRange") or {}
        if over and "metadataId" in made:
            column = int(over.get("startIndex") or 0)
            yield str(over.get("sheetId") or 0), column, int(made["metadataId"])


def _cell(row: int, column: int) -> Area:
    return Area(row, column, row, column)


def _look(table: Table, one: PlacedColumn, first: int) -> list[Json]:
    """The header in its neighbour's style, and the cells' number format."""
    sheet, column = int(table.key), one.column
    at = grid_range(sheet, _cell(column.header_row, one.index))
    neighbour = _last_header(table, column.header_row, first)
    requests: list[Json] = []
    if neighbour is not None:
        source = grid_range(sheet, _cell(column.header_row, neighbour))
        copied = {"source": source, "destination": at, "pasteType": "PASTE_FORMAT"}
        requests.append({"copyPaste": copied})
    text = {"userEnteredValue": {"stringValue": column.header}}
    written = {"range": at, "rows": [{"values": [text]}], "fields": "userEnteredValue"}
    requests.append({"updateCells": written})
    if column.shown in FORMATS:
        cell = {"userEnteredFormat": {"numberFormat": FORMATS[column.shown]}}
        below = _below(sheet, one)
        fields = "userEnteredFormat.numberFormat"
        requests.append({"repeatCell": {"range": below, "cell": cell, "fields": fields}})
    return requests


def _below(sheet: int, one: PlacedColumn) -> Json:
    """From a column's first row to the grid's end: rows that come later look the same."""
    start = max(one.column.first_row, one.column.header_row + 1) - 1
    return {
        "sheetId": sheet,
        "startRowIndex": start,
        "startColumnIndex": one.index,
        "endColumnIndex": one.index + 1,
    }


def _last_header(table: Table, number: int, first: int) -> int | None:
    row = table.row(number)
    values = row.values if row else ()
    return max((i for i, text in enumerate(values[:first]) if text not in {None, ""}), default=None)


def _widened(table: Table, placed: Sequence[PlacedColumn], size: Mapping[str, Any]) -> list[Json]:
    """A filter or table that ends where the new columns begin takes them in."""
    first, last, row = placed[0].index, placed[-1].index, placed[0].column.header_row
    requests: list[Json] = []
    for table_range in table.ranges:
        area = table_range.area
        if area.last_column != first - 1 or not _over(table_range, row):
            continue
        over = Area(area.first_row, area.first_column, area.last_row, last)
        wide = grid_range(int(table.key), over)
        if table_range.kind is RangeKind.FILTER:
            requests.append({"setBasicFilter": {"filter": _filter(size.get("filter"), wide)}})
        else:
            wider = {"tableId": table_range.name, "range": wide}
            requests.append({"updateTable": {"table": wider, "fields": "range"}})
    return requests


def _over(table_range: TableRange, row: int) -> bool:
    return table_range.area.first_row <= row <= table_range.area.last_row


def _filter(known: Any, wide: Json) -> Json:
    """The filter with a wider range, and with all that people chose in it."""
    kept = dict(known) if isinstance(known, Mapping) else {}
    if "filterSpecs" in kept:
        kept.pop("criteria", None)  # the older spelling of the same
    return {**kept, "range": wide}


def _colours(sheet: int, one: PlacedColumn) -> list[Json]:
    """A conditional format for each word."""
    return [
        {"addConditionalFormatRule": {"index": 0, "rule": _rule(_below(sheet, one), word, role)}}
        for word, role in reversed(list(one.column.words.items()))
        if role in COLOURS
    ]


def _rule(over: Json, word: str, role: str) -> Json:
    text, fill = COLOURS[role]
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": word}]}
    look = {
        "backgroundColorStyle": {"rgbColor": _colour(fill)},
        "textFormat": {"foregroundColorStyle": {"rgbColor": _colour(text)}},
    }
    return {"ranges": [over], "booleanRule": {"condition": condition, "format": look}}


def _colour(text: str) -> Json:
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return {"red": red, "green": green, "blue": blue}


def delete_column(sheet: int, index: int) -> Json:
    """The request that takes one column out."""
    over = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    return {"deleteDimension": {"range": over}}


def clear_requests(sheet: int, placed: PlacedColumn, index: int) -> list[Json]:
    """The requests that clear a column on its table's rows and make it people's own."""
    column = placed.column
    area = grid_range(sheet, Area(column.header_row, index, column.last_row, index))
    place = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    look = {"metadataKey": MARK, "metadataLocation": {"dimensionRange": place}}
    return [
        {"updateCells": {"range": area, "fields": "userEnteredValue"}},
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": look}}},
    ]
