"""A worksheet before and after: its cells, and what stands around them, in the schema's order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from connectors.excel.readback import surroundings
from connectors.excel.readback.cells import CELL_WRONG, CellCheck
from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import Intent
from connectors.excel.readback.rows_fast import RowCheck, reduced
from connectors.excel.readback.styles import Limits
from connectors.excel.readback.surroundings import AROUND_CHANGED
from connectors.excel.readback.tree import Element, in_order, local, parsed, same_all
from okrsync.i18n import Message
from okrsync.table import Address, a1

ORDER = Message("{what} would not stand where spreadsheet programs expect it")

_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors "
    "smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
)
_MAIN = re.compile(rb'<worksheet[^>]*? xmlns="([^"<&]*)"')
_MANY = {"conditionalFormatting"}
"""What a worksheet holds more than once; of everything else there is one."""

_CHECKS = {
    "cols": surroundings.require_columns,
    "dimension": surroundings.require_dimension,
    "autoFilter": surroundings.require_filter,
    "conditionalFormatting": surroundings.require_colours,
}


def require_sheet(old: bytes, new: bytes, intent: Intent, limits: Limits) -> None:
    """Compare two versions of a worksheet. Raises Difference."""
    check = CellCheck(intent, limits.formats)
    if not intent.columns:
        raise Difference(AROUND_CHANGED, "sheetData")
    rows = RowCheck(check, intent, _space(old))
    fewer = reduced(old, new, rows)
    if fewer is not None:
        was, now = map(parsed, fewer)
        _require_around(was, now, intent, limits)
        shown = check.run(_cells(was), _cells(now))
        if not _missing(intent, shown, rows.shown):
            return
    # Spelled otherwise; or what was planned stood there already, among what is equal in both.
    was, now = parsed(old), parsed(new)
    _require_around(was, now, intent, limits)
    left = _missing(intent, check.run(_cells(was), _cells(now)), {})
    if wrong := {cell for cell in left if intent.values[cell[1]][cell[0]] not in {None, ""}}:
        raise Difference(CELL_WRONG, a1(*min(wrong)))


def _missing(
    intent: Intent, shown: Collection[Address], settled: Mapping[int, set[int]]
) -> list[Address]:
    """The planned cells that were not looked at."""
    return [
        (row, column)
        for column, values in intent.values.items()
        for row in values.keys() - settled.get(column, set())
        if (row, column) not in shown
    ]


def _space(data: bytes) -> str:
    found = _MAIN.search(data, 0, 4096)
    return found[1].decode("utf-8", "replace") if found else ""


def _cells(sheet: Element) -> Element:
    found = [one for one in sheet if local(one) == "sheetData"]
    if len(found) != 1:
        raise Difference(AROUND_CHANGED, "sheetData")
    return found[0]


def _require_around(was: Element, now: Element, intent: Intent, limits: Limits) -> None:
    if was.tag != now.tag or was.attrib != now.attrib:
        raise Difference(AROUND_CHANGED, local(was))
    if in_order(was, _ORDER) and not in_order(now, _ORDER):
        raise Difference(ORDER, ", ".join(dict.fromkeys(map(local, now))))
    names = list(dict.fromkeys(local(one) for one in (*was, *now)))
    before, after = Counter(map(local, was)), Counter(map(local, now))
    for name in names:
        if after[name] > max(1, before[name]) and name not in _MANY:
            raise Difference(AROUND_CHANGED, name)
        old, new = ([one for one in sheet if local(one) == name] for sheet in (was, now))
        if name != "sheetData" and not same_all(old, new):
            check = _CHECKS.get(name)
            if check is None:
                raise Difference(AROUND_CHANGED, name)
            check(old, new, intent, limits)
