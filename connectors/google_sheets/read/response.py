"""What `spreadsheets.get` answers, as tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from typing import Any

from connectors.google_sheets.address import area_of
from connectors.google_sheets.cell_values import number_format, stored, value
from okrsync.connector import Malformed
from okrsync.i18n import Message
from okrsync.table import Address, Area, RangeKind, Row, Scalar, Table, TableRange

PROPERTIES = "sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount)"
FIELDS = (
    "spreadsheetId,properties(locale,timeZone),"
    f"sheets(properties({PROPERTIES}),developerMetadata(metadataKey),merges,"
    "protectedRanges(range,unprotectedRanges,requestingUserCanEdit,warningOnly),"
    "basicFilter,tables(tableId,name,range),"
    "data(startRow,startColumn,rowMetadata(hiddenByUser,hiddenByFilter),"
    "columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue)),"
    "rowData.values(userEnteredValue.formulaValue,effectiveValue,effectiveFormat.numberFormat)))"
)

MARK = "okrsync"
"""The key of the developer metadata on columns of ours: nobody sees it, and it goes where its
column goes."""

SUMMARY = "okrsync-summary"
"""The key of the developer metadata on a tab of our own, whatever people call it."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Protected:
    """Which cells this sign-in may not edit. Holds addresses without listing them."""

    closed: Sequence[tuple[Area, Sequence[Area]]] = ()

    def __bool__(self) -> bool:
        return bool(self.closed)

    def __contains__(self, address: object) -> bool:
        if not isinstance(address, tuple):
            return False
        return any(
            address in over and not any(address in hole for hole in holes)
            for over, holes in self.closed
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """What else is to be known of a tab than its table: JSON in the snapshot's memory.

    `marks` are columns that bear a mark of ours: index → the mark's id. `marked` says which
    managed field each of them holds, as far as its mark does.
    """

    rows: int
    columns: int
    filter: Json | None = None
    marks: Mapping[int, int] = of(default_factory=dict)
    marked: Mapping[int, str] = of(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """As it is remembered."""
        found: dict[str, Any] = {"rows": self.rows, "columns": self.columns}
        found |= {"filter": dict(self.filter)} if self.filter else {}
        marks = {str(column): mark for column, mark in self.marks.items()}
        fields = {str(column): name for column, name in self.marked.items()}
        return found | ({"marks": marks, "marked": fields} if marks else {})


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A spreadsheet as it was read."""

    document: str
    tables: list[Table]
    grids: Mapping[str, Grid]


def spreadsheet_of(answer: Json) -> Spreadsheet:
    """The tables of an answer, in the tabs' order. Raises Malformed."""
    try:
        about = answer.get("properties") or {}
        locale = about.get("locale")
        found = [_sheet(each, locale) for each in answer.get("sheets") or () if _is_grid(each)]
        return Spreadsheet(
            str(answer.get("spreadsheetId") or ""),
            [table for table, _ in found],
            {table.key: grid for table, grid in found},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Malformed(
            Message(
                "Google Sheets gave an answer of an unknown shape ({kind})",
                {"kind": type(error).__name__},
            ),
            hint=Message("a newer version of okrsync may understand it"),
        ) from error


def _is_grid(sheet: Json) -> bool:
    kind: str = (sheet.get("properties") or {}).get("sheetType", "GRID")
    return kind == "GRID" and not is_summary(sheet)


def is_summary(sheet: Json) -> bool:
    """Whether a tab is the one that okrsync made: it is no source of anything."""
    return any(each.get("metadataKey") == SUMMARY for each in sheet.get("developerMetadata") or ())


def _sheet(sheet: Json, locale: str | None) -> tuple[Table, Grid]:
    about = sheet.get("properties") or {}
    size = about.get("gridProperties") or {}
    rows, columns = int(size.get("rowCount") or 0), int(size.get("columnCount") or 0)
    cells = _Cells(locale)
    for part in sheet.get("data") or ():
        cells.add(part)
    marks = list(_marks(sheet))
    marked = {column: name for column, _, name in marks}
    table = Table(
        key=str(about.get("sheetId") or 0),
        name=str(about.get("title") or ""),
        rows=_trimmed(cells.rows),
        formats=cells.formats,
        formulas=cells.formulas,
        protected=_protected(sheet, rows, columns),
        merges=[area_of(merge, rows, columns) for merge in sheet.get("merges") or ()],
        ranges=list(_ranges(sheet, rows, columns)),
        hidden=bool(about.get("hidden")),
        locale=locale,
        marked=marked,
    )
    ids = {column: mark for column, mark, _ in marks}
    return table, Grid(rows, columns, sheet.get("basicFilter"), ids, marked)


def _marks(sheet: Json) -> Iterator[tuple[int, int, str]]:
    """Each marked column: its index, the mark's id and the field that it names."""
    for part in sheet.get("data") or ():
        left = int(part.get("startColumn") or 0)
        for column, info in enumerate(part.get("columnMetadata") or (), start=left):
            for each in info.get("developerMetadata") or ():
                if each.get("metadataKey") == MARK:
                    yield column, int(each["metadataId"]), str(each.get("metadataValue") or "")


def _protected(sheet: Json, rows: int, columns: int) -> Protected:
    closed = []
    for each in sheet.get("protectedRanges") or ():
        if each.get("warningOnly") or each.get("requestingUserCanEdit"):
            continue
        holes = [area_of(hole, rows, columns) for hole in each.get("unprotectedRanges") or ()]
        closed.append((area_of(each.get("range") or {}, rows, columns), holes))
    return Protected(closed)


def _ranges(sheet: Json, rows: int, columns: int) -> Iterator[TableRange]:
    found = sheet.get("basicFilter")
    if found:
        yield TableRange(RangeKind.FILTER, "", area_of(found.get("range") or {}, rows, columns))
    for each in sheet.get("tables") or ():
        over = area_of(each.get("range") or {}, rows, columns)
        yield TableRange(RangeKind.TABLE, str(each.get("tableId") or ""), over)


class _Cells:
    """Collects the cells of a tab from the parts in which they come."""

    def __init__(self, locale: str | None) -> None:
        self.rows: list[Row] = []
        self.formats: dict[Address, str] = {}
        self.formulas: dict[Address, str] = {}
        self._locale = locale
        self._currency: str | None = None

    def add(self, part: Json) -> None:
        first, left = int(part.get("startRow") or 0) + 1, int(part.get("startColumn") or 0)
        data = part.get("rowData") or ()
        infos = part.get("rowMetadata") or ()
        if len(self.rows) < first - 1:
            self.rows += [Row(n, ()) for n in range(len(self.rows) + 1, first)]
        for number, row in enumerate(data, start=first):
            info = infos[number - first] if number - first < len(infos) else {}
            hidden = bool(info.get("hiddenByUser") or info.get("hiddenByFilter"))
            values = self._row(number, left, row.get("values") or ())
            self.rows.append(Row(number, values, hidden=hidden))

    def _row(self, number: int, left: int, cells: Iterable[Json]) -> list[Scalar]:
        values: list[Scalar] = [None] * left
        last = 0
        for column, cell in enumerate(cells, start=left):
            effective = cell.get("effectiveValue")
            entered = cell.get("userEnteredValue")
            if effective is None and not entered:
                values.append(None)
                continue
            style = (cell.get("effectiveFormat") or {}).get("numberFormat")
            found = value(effective, style)
            values.append(found)
            if found is not None:
                last = column + 1
            if style and effective and "numberValue" in effective:
                code = number_format(style, self._money(style))
                if code:
                    self.formats[number, column] = code
            if entered and "formulaValue" in entered:
                self.formulas[number, column] = str(entered["formulaValue"])
                last = column + 1
        del values[last:]
        return values

    def _money(self, style: Json) -> str | None:
        """The currency of the document's locale, where a format leaves it open."""
        if style.get("type") != "CURRENCY" or style.get("pattern"):
            return None
        if self._currency is None:
            self._currency = currency(self._locale)
        return self._currency


def currency(locale: str | None) -> str:
    """The code of the money that people use in a locale, empty where it names no country."""
    from babel.numbers import get_territory_currencies  # noqa: PLC0415 -- few sheets need it

    territory = (locale or "").replace("-", "_").partition("_")[2]
    if not territory:
        return ""
    codes = get_territory_currencies(territory.upper())
    return str(codes[0]) if codes else ""


def _trimmed(rows: list[Row]) -> list[Row]:
    last = len(rows)
    while last and not rows[last - 1].values:
        last -= 1
    return rows[:last]


def revision(tables: Iterable[Table]) -> str:
    """A hash of all that stands in cells."""
    return revision_of(
        ((table, [stored(row.values) for row in table.rows]) for table in tables),
    )


def revision_of(tables: Iterable[tuple[Table, Sequence[Sequence[object]]]]) -> str:
    """The same, from values as they are stored."""
    digest = hashlib.sha256()
    for table, stored_rows in tables:
        rows = list(stored_rows)
        while rows and not rows[-1]:
            rows.pop()
        formulas = sorted((*address, text) for address, text in table.formulas.items())
        content = [table.key, table.name, rows, formulas]
        text = json.dumps(content, ensure_ascii=False, default=str)  # an error is its code
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]
