"""A tab of our own that came, changed or went: it says what was meant, and nothing else moved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from connectors.excel import mark
from connectors.excel.readback.archive import ARCHIVE, Archive, require_parts
from connectors.excel.readback.cells import CELL_WRONG, CellCheck
from connectors.excel.readback.difference import Difference, unsound
from connectors.excel.readback.plan import Intent, SummaryPlan
from connectors.excel.readback.styles import limits, require_styles
from connectors.excel.readback.summary_book import (
    require_summary_book,
    require_summary_list,
    require_summary_titles,
)
from connectors.excel.readback.tree import Element, in_order, local, parsed, same_all
from connectors.excel.write.cell_xml import MAX_TEXT
from okrsync.connector import SummaryTab
from okrsync.i18n import Message
from okrsync.table import Address, a1

SHEET = Message("the sheet does not add up: {what}")
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks drawing legacyDrawing tableParts extLst"
)
_OURS = frozenset({"dimension", "sheetData", "mergeCells", "hyperlinks"})


def require_summary(
    file: str, old: bytes, new: bytes, parts: Mapping[str, bytes], plan: SummaryPlan
) -> None:
    """Read the new workbook back and compare it with the one that it is to replace.

    Raises Unsound at the first difference that was not planned; nothing is written then.
    """
    part = file
    try:
        before, after = Archive(old), Archive(new)
        require_parts(before, after, parts, plan.gone)
        for part in parts:
            was = before.read(part) if part in before.entries else None
            _require_part(part, was, after, plan)
    except Difference as found:
        raise unsound(file, part, found) from found


def _require_part(part: str, was: bytes | None, after: Archive, plan: SummaryPlan) -> None:
    now = after.read(part)
    kind = local(parsed(now))
    if part == plan.part and plan.tab:
        _require_sheet(now, plan, plan.tab, _formats(after))
    elif was is None:
        raise Difference(ARCHIVE, part)
    elif part == plan.book:
        require_summary_book(was, now, plan)
    elif kind == "styleSheet":
        require_styles(was, now)
    elif kind in ("Relationships", "Types"):
        require_summary_list(parsed(was), parsed(now), plan)
    elif kind == "Properties":
        require_summary_titles(parsed(was), parsed(now), plan)
    else:
        raise Difference(ARCHIVE, part)


def _formats(archive: Archive) -> int:
    name = next((name for name in archive.entries if name.lower().endswith("styles.xml")), None)
    return limits(archive.read(name) if name else None).formats


def _require_sheet(now: bytes, plan: SummaryPlan, tab: SummaryTab, formats: int) -> None:
    was, root = parsed(plan.old), parsed(now)
    if was.tag != root.tag or not same_all(_others(was), _others(root)):
        raise Difference(SHEET, "worksheet")
    if in_order(was, _ORDER) and not in_order(root, _ORDER):
        raise Difference(SHEET, "order")
    cells = {
        c.get("r"): c for rows in root if local(rows) == "sheetData" for row in rows for c in row
    }
    check = CellCheck(Intent({}), formats)
    meant = {a1(*place): value for place, value in _values(tab).items()}
    for place in meant.keys() | cells.keys():
        if place not in meant or place not in cells or not check.right(cells[place], meant[place]):
            raise Difference(CELL_WRONG, place)
    links = [link for one in root if local(one) == "hyperlinks" for link in one]
    found = {(link.get("ref"), link.get("location")) for link in links}
    wanted = {(a1(*p), f"{mark.in_formulas(to.tab)}!{to.cell}") for p, to in tab.links.items()}
    if found != wanted or len(links) != len(wanted):
        raise Difference(SHEET, "hyperlinks")


def _others(root: Element) -> list[Element]:
    return [one for one in root if local(one) not in _OURS]


def _values(tab: SummaryTab) -> Mapping[Address, str | Decimal]:
    return {
        (number, column): value[: MAX_TEXT // 2] if isinstance(value, str) else value
        for number, row in enumerate(tab.rows, 1)
        for column, value in enumerate(row)
        if value is not None and value != ""
    }
