"""The whole check: each part that was rewritten, by the kind of its root element."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.excel.readback.archive import ARCHIVE, Archive, require_parts
from connectors.excel.readback.difference import Difference, unsound
from connectors.excel.readback.plan import PlannedParts
from connectors.excel.readback.styles import limits, require_styles
from connectors.excel.readback.table import require_table
from connectors.excel.readback.workbook import require_book, require_list
from connectors.excel.readback.worksheet import require_sheet


def require_sound(
    file: str, old: bytes, new: bytes, parts: Mapping[str, bytes], plan: PlannedParts
) -> None:
    """Read a new workbook back and compare it with the one it is to replace.

    Raises Unsound at the first difference that was not planned; nothing is written then.
    """
    part = file
    try:
        before, after = Archive(old), Archive(new)
        require_parts(before, after, parts)
        for part in parts:
            _require_part(part, before, after, parts, plan)
    except Difference as found:
        raise unsound(file, part, found) from found


def _require_part(
    name: str, before: Archive, after: Archive, parts: Mapping[str, bytes], plan: PlannedParts
) -> None:
    new = parts[name]  # which is what the new archive holds
    old = plan.before.get(name)
    if old is None and name in before.entries:
        old = before.read(name)
    if name == plan.styles:
        require_styles(old, new)
    elif old is None:
        raise Difference(ARCHIVE, name)
    elif name in plan.sheets:
        styles = after.read(plan.styles) if plan.styles else None
        require_sheet(old, new, plan.sheets[name], limits(styles))
    elif name in plan.tables:
        require_table(old, new, plan.tables[name])
    elif name == plan.book:
        require_book(old, new, plan.sheets.values())
    elif name in plan.lists:
        require_list(old, new, plan.lists[name], after.entries.keys())
    else:
        raise Difference(ARCHIVE, name)
