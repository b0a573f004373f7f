"""Keeping the tab: looked at, added or overwritten, taken away; each time the file is replaced
whole, after another parser has read it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from connectors import files
from connectors.excel import mark
from connectors.excel.readback.plan import SummaryPlan
from connectors.excel.readback.summary import require_summary
from connectors.excel.summary_tab.book import BookParts, with_tab
from connectors.excel.summary_tab.leaving import without_tab
from connectors.excel.summary_tab.refusals import (
    require_alone,
    require_overwritable,
)
from connectors.excel.summary_tab.sheet import blank_sheet, filled_sheet
from connectors.excel.summary_tab.titles import with_titles
from connectors.excel.workbook import SheetPart, Workbook
from connectors.excel.write import zip_copy
from connectors.excel.write.save import reopened
from connectors.excel.write.styles import CellFormats
from connectors.excel.write.workbook_xml import recalculate
from connectors.excel.write.xml_bytes import XmlBytes
from connectors.excel.xml import MAIN
from okrsync.connector import Calls, KeptSummary, Receipt, Snapshot, SummaryTab

Packing = Callable[[bytes, dict[str, bytes], Collection[str]], bytes]
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_TRANSITIONAL, _STRICT = sorted(MAIN, key=lambda space: "purl" in space)


def keep(
    snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab, *, packing: Packing = zip_copy.replaced
) -> Receipt:
    """Add the tab at the end, or put its cells and links into the one that is there.

    `packing` makes the file of its new parts and is not believed: what it made is read
    back. Raises Moved, Busy, Denied, Refused, Malformed, Unreachable, Unsound.
    """
    files.check_free(snapshot.location.path)
    package = reopened(snapshot)
    ours, parts = package.book.summary, BookParts.of(package)
    styles = _styles(package)
    formats = CellFormats(package.read(styles) if styles else b"<styleSheet/>", styles or "")
    if ours is None:
        part = parts.new_sheet(package)
        changed = with_tab(package, parts, kept.title, part)
        changed |= _titles(package, kept.title)
        space = _STRICT if parts.strict else _TRANSITIONAL
        viewed = b"workbookView" in package.read(parts.book)
        old = blank_sheet(tab, space, viewed=viewed)
    else:
        part, old = ours.part, package.read(ours.part)
        require_overwritable(package, ours)
        changed = _computed(package, parts, ours)
    changed[part] = filled_sheet(old, part, tab, formats)
    looks = formats.patched() if styles else None
    if styles and looks is not None:
        changed[styles] = looks
    book, sheet = _zipped(package, parts.book), _zipped(package, part)
    plan = SummaryPlan(book, sheet, kept.title, tab, old, added=ours is None)
    return _replaced(snapshot, package, changed, plan, packing)


def drop(snapshot: Snapshot, *, packing: Packing = zip_copy.replaced) -> Receipt:
    """Take the tab out of the workbook. Raises like `keep`; Refused where people built on it."""
    files.check_free(snapshot.location.path)
    package = reopened(snapshot)
    ours, parts = package.book.summary, BookParts.of(package)
    if ours is None:
        return Receipt(revision=snapshot.revision)
    require_alone(package, ours)
    changed = without_tab(package, parts, ours.part)
    changed |= _titles(package, None)
    book, sheet = _zipped(package, parts.book), _zipped(package, ours.part)
    plan = SummaryPlan(book, sheet, ours.name, None, b"")
    return _replaced(snapshot, package, changed, plan, packing)


def _replaced(
    snapshot: Snapshot,
    package: Workbook,
    changed: dict[str, bytes],
    plan: SummaryPlan,
    packing: Packing,
) -> Receipt:
    parts = {_zipped(package, part): data for part, data in changed.items()}
    data = packing(package.data, parts, plan.gone)
    require_summary(package.file, package.data, data, parts, plan)
    revision = files.replace(snapshot.location.path, data, snapshot.revision)
    return Receipt(calls=Calls(read=1, write=1), revision=revision)


def _zipped(package: Workbook, part: str) -> str:
    return package.entry(part).orig_filename if package.has(part) else part


def _styles(package: Workbook) -> str | None:
    return next(iter(package.related(package.book.part, "styles")), None)


def _titles(package: Workbook, added: str | None) -> dict[str, bytes]:
    """The workbook's properties, where they list its tabs; without a chart that fills a tab,
    which is listed behind them."""
    found = package.related("", "extended-properties")
    if not found or package.book.others:
        return {}
    before = [sheet.name for sheet in package.sheets]
    ours = package.book.summary
    after = (
        [*before, added] if added else [name for name in before if not ours or name != ours.name]
    )
    data = package.read(found[0])
    new = with_titles(data, found[0], before, after)
    return {found[0]: new} if new != data else {}


def _computed(package: Workbook, parts: BookParts, ours: SheetPart) -> dict[str, bytes]:
    """Formulas of people that look at our tab are computed anew when the workbook is opened."""
    others = [sheet.part for sheet in package.sheets if sheet != ours]
    needle = mark.in_formulas(ours.name)[1:-1].lower().encode()
    texts = (package.read(part) for part in others)
    if not any(_FORMULA.search(text) and needle in text.lower() for text in texts):
        return {}
    book = XmlBytes(package.read(parts.book), parts.book)
    recalculate(book)
    return {parts.book: book.patched()} if book.changed else {}
