"""A tab of our own, known by a mark that nobody sees and not by its name.

It is overwritten whole in one request that takes effect or does not, so there is no race on it:
people's tabs are never touched.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.address import quoted
from connectors.google_sheets.cell_values import Raw, stored
from connectors.google_sheets.errors import GOOGLE, LATER, RequestRejected, protected_denied
from connectors.google_sheets.read.response import PROPERTIES, SUMMARY, is_summary
from okrsync.connector import CellLink, KeptSummary, Refused, SummaryTab, Unreachable
from okrsync.http import Patience, Unclear
from okrsync.i18n import Message
from okrsync.table import Scalar, Table

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

TABS = f"sheets(properties({PROPERTIES}),developerMetadata(metadataKey))"
LINK = {"themeColor": "LINK"}
PERCENT = {"type": "PERCENT", "pattern": "0%"}
_LARGEST_ID = 2**31 - 1
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Our tab as it is: None for `sheet` where there is none yet."""

    title: str
    sheet: int | None = None
    rows: int = 0
    columns: int = 0


def look(sheets: Sheets, title: str) -> KeptSummary:
    """The tab as it stands, or a free name for it. Raises Denied, Unreachable."""
    place = _find(sheets, title)
    about = {"sheet": place.sheet, "rows": place.rows, "columns": place.columns}
    if place.sheet is None:
        return KeptSummary(place.title, None, memory=about)
    found = sheets.values_batch_get([quoted(place.title)]).get("valueRanges") or [{}]
    return KeptSummary(place.title, found[0].get("values") or (), memory=about)


def same(kept: KeptSummary, tab: SummaryTab) -> bool:
    """Whether the tab holds these rows."""
    return _bare(kept.rows or ()) == _bare(tab.rows)


def keep(sheets: Sheets, kept: KeptSummary, tab: SummaryTab) -> None:
    """Add the tab, or overwrite it whole. Raises Denied, Unreachable, RequestRejected."""
    patience, place = Patience(GOOGLE), _place(kept)
    while True:
        try:
            sheets.batch_update(_requests(place, tab))
        except Unclear as error:
            patience.failed(error)
        except RequestRejected as error:
            raise _refused(error, place, sheets.who.who) from None
        else:
            return
        if patience.spent:
            raise Unreachable(
                Message("Google Sheets failed at every attempt to write the summary"), hint=LATER
            )
        patience.wait()
        place = _find(sheets, tab.title)  # a tab that came about is found by its mark
        if place.sheet is not None and same(look(sheets, tab.title), tab):
            return


def require_unused(tables: Sequence[Table], kept: KeptSummary) -> None:
    """Raises Refused where a formula of people's looks at the tab: it would show `#REF!`."""
    needles = [f"{name}!".casefold() for name in (kept.title, quoted(kept.title))]
    texts = [text.casefold() for table in tables for text in table.formulas.values()]
    if any(needle in text for text in texts for needle in needles):
        raise Refused(
            Message("formulas use the tab “{tab}”, so it is not removed").filled(tab=kept.title),
            hint=Message("delete it in the browser"),
        )


def drop(sheets: Sheets, kept: KeptSummary) -> None:
    """Take the tab away; one that is gone already is. Raises Denied, Unreachable."""
    patience, place = Patience(GOOGLE), _place(kept)
    while place.sheet is not None:
        try:
            sheets.batch_update([{"deleteSheet": {"sheetId": place.sheet}}])
        except Unclear as error:
            patience.failed(error)
        except RequestRejected as error:
            raise _refused(error, place, sheets.who.who) from None
        else:
            return
        if patience.spent:
            raise Unreachable(
                Message("Google Sheets failed at every attempt to write the summary"), hint=LATER
            )
        patience.wait()
        place = _find(sheets, kept.title)


def _place(kept: KeptSummary) -> _Place:
    sheet, rows, columns = (kept.memory.get(name) for name in ("sheet", "rows", "columns"))
    whole = [number if isinstance(number, int) else 0 for number in (rows, columns)]
    return _Place(kept.title, sheet if isinstance(sheet, int) else None, *whole)


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
        {
            "values": [
                _cell(value, tab.links.get((number, column)), bold=number in tab.headings)
                for column, value in enumerate(row)
            ]
        }
        for number, row in enumerate(tab.rows, 1)
    ]
    fields = (
        "userEnteredValue,userEnteredFormat(numberFormat,"
        "textFormat(bold,underline,foregroundColorStyle,link))"
    )
    return {"updateCells": {"range": over, "rows": cells, "fields": fields}}


def _cell(value: str | Decimal | None, link: CellLink | None, *, bold: bool) -> Mapping[str, Any]:
    look: Json = {"bold": bold}
    if link is not None:
        uri = f"#gid={link.table}&range={link.cell}"
        look |= {"underline": True, "foregroundColorStyle": LINK, "link": {"uri": uri}}
    cell: Json = {"userEnteredFormat": {"textFormat": look}}
    if isinstance(value, Decimal):
        cell["userEnteredValue"] = {"numberValue": float(value)}
        cell["userEnteredFormat"]["numberFormat"] = PERCENT
    elif value:
        cell["userEnteredValue"] = {"stringValue": value}
    return cell


def _refused(error: RequestRejected, place: _Place, who: Message) -> Exception:
    return protected_denied(who, place.title) if error.protected else error
