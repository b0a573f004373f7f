"""A tab of our own, known by a mark that nobody sees and not by its name.

It is overwritten whole in one request that takes effect or does not, so there is no race on it:
people's tabs are never touched.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.cells import Raw, stored
from connectors.google_sheets.failures import Rejected
from connectors.google_sheets.ranges import quoted
from connectors.google_sheets.reading import PROPERTIES, SUMMARY, is_summary
from okrsync.connector import Denied, SummaryTab, Unreachable
from okrsync.table import Scalar
from okrsync.transport import Unclear

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets

TABS = f"sheets(properties({PROPERTIES}),developerMetadata(metadataKey))"
PERCENT = {"type": "PERCENT", "pattern": "0%"}
_TRIES = 3
_LARGEST_ID = 2**31 - 1
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Our tab as it is: None for `sheet` where there is none yet."""

    title: str
    sheet: int | None = None
    rows: int = 0
    columns: int = 0


def keep(sheets: Sheets, tab: SummaryTab, agree: Callable[[], bool]) -> tuple[str | None, bool]:
    """The tab's name and whether it was written; no name where nobody agreed to a new one.

    Raises Denied, Unreachable, Rejected.
    """
    agreed = False
    for _ in range(_TRIES):
        place = _find(sheets, tab.title)
        if place.sheet is None:
            agreed = agreed or agree()
            if not agreed:
                return None, False
        elif _same(sheets, place, tab):
            return place.title, False
        try:
            sheets.change(_requests(place, tab))
        except Unclear:
            continue  # it looks again: a tab that came about is found by its mark
        except Rejected as error:
            raise _refused(error, place) from None
        return place.title, True
    raise Unreachable(
        "whether the summary was written is not known",
        hint="try again later: it is looked at first",
    )


def _find(sheets: Sheets, title: str) -> _Place:
    tabs = sheets.get(TABS).get("sheets") or ()
    for each in tabs:
        if is_summary(each):
            about = each.get("properties") or {}
            size = about.get("gridProperties") or {}
            return _Place(
                str(about.get("title")),
                int(about.get("sheetId") or 0),
                int(size.get("rowCount") or 0),
                int(size.get("columnCount") or 0),
            )
    taken = {str((each.get("properties") or {}).get("title")).casefold() for each in tabs}
    free = (title if number == 1 else f"{title} {number}" for number in count(1))
    return _Place(next(name for name in free if name.casefold() not in taken))


def _same(sheets: Sheets, place: _Place, tab: SummaryTab) -> bool:
    found = sheets.values([quoted(place.title)]).get("valueRanges") or [{}]
    return _bare(found[0].get("values") or ()) == _bare(tab.rows)


def _bare(rows: Sequence[Sequence[Scalar]]) -> list[list[Raw]]:
    found = [stored([None if value == "" else value for value in row]) for row in rows]
    while found and not found[-1]:
        found.pop()
    return found


def _requests(place: _Place, tab: SummaryTab) -> list[Json]:
    """All that is needed, in one go: the tab, its mark, its size and every cell."""
    rows = max(1, len(tab.rows))
    columns = max((len(row) for row in tab.rows), default=1)
    sheet = place.sheet
    requests: list[Json] = []
    if sheet is None:
        sheet = 1 + secrets.randbelow(_LARGEST_ID)
        properties = {
            "sheetId": sheet,
            "title": place.title,
            "gridProperties": {"rowCount": rows, "columnCount": columns},
        }
        mark = {
            "metadataKey": SUMMARY,
            "location": {"sheetId": sheet},
            "visibility": "DOCUMENT",
        }
        requests.append({"addSheet": {"properties": properties}})
        requests.append({"createDeveloperMetadata": {"developerMetadata": mark}})
    rows, columns = max(rows, place.rows), max(columns, place.columns)
    if place.sheet is not None:
        size = {"sheetId": sheet, "gridProperties": {"rowCount": rows, "columnCount": columns}}
        fields = "gridProperties(rowCount,columnCount)"
        requests.append({"updateSheetProperties": {"properties": size, "fields": fields}})
    return [*requests, _cells(sheet, tab, rows, columns)]


def _cells(sheet: int, tab: SummaryTab, rows: int, columns: int) -> Json:
    """Every cell of the tab. A text is entered as a text: nothing in it is ever a formula."""
    over = {
        "sheetId": sheet,
        "startRowIndex": 0,
        "endRowIndex": rows,
        "startColumnIndex": 0,
        "endColumnIndex": columns,
    }
    cells = [
        {"values": [_cell(value, bold=number in tab.headings) for value in row]}
        for number, row in enumerate(tab.rows, 1)
    ]
    fields = "userEnteredValue,userEnteredFormat(numberFormat,textFormat.bold)"
    return {"updateCells": {"range": over, "rows": cells, "fields": fields}}


def _cell(value: str | Decimal | None, *, bold: bool) -> Mapping[str, Any]:
    cell: Json = {"userEnteredFormat": {"textFormat": {"bold": bold}}}
    if isinstance(value, Decimal):
        cell["userEnteredValue"] = {"numberValue": float(value)}
        cell["userEnteredFormat"]["numberFormat"] = PERCENT
    elif value:
        cell["userEnteredValue"] = {"stringValue": value}
    return cell


def _refused(error: Rejected, place: _Place) -> Exception:
    if error.protected:
        return Denied(
            f"the tab {place.title!r} is protected",
            hint="add okrsync's address to the protection (Data → Protected ranges)",
        )
    return error
