"""The workbook's own parts before and after: tabs, names, relations, kinds of parts."""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import Intent
from connectors.excel.readback.surroundings import edge_moved
from connectors.excel.readback.tree import Element, in_order, local, parsed, same, same_all, text_of
from okrsync.i18n import Message

BOOK = Message("the list of tabs and names does not add up: {what}")

_ORDER = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches "
    "smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)
_FILTER = "_xlnm._FilterDatabase"
_LOAD = frozenset({"fullCalcOnLoad"})


def require_book(old: bytes, new: bytes, intents: Collection[Intent]) -> None:
    """Compare two versions of workbook.xml; `intents` are those of its tabs. Raises Difference."""
    was, now = parsed(old), parsed(new)
    if was.tag != now.tag or was.attrib != now.attrib:
        raise Difference(BOOK, local(now))
    if in_order(was, _ORDER) and not in_order(now, _ORDER):
        raise Difference(BOOK, "calcPr")
    before, after = ([one for one in book if local(one) != "calcPr"] for book in (was, now))
    if len(before) != len(after):
        raise Difference(BOOK, ", ".join(dict.fromkeys(map(local, after))))
    for one, other in zip(before, after, strict=True):
        names = local(one) == local(other) == "definedNames"
        if not (_same_names(one, other, intents) if names else same(one, other)):
            raise Difference(BOOK, local(one))
    _require_calculation(*([one for one in book if local(one) == "calcPr"] for book in (was, now)))


def _require_calculation(was: list[Element], now: list[Element]) -> None:
    """At most one word on calculation more, which asks for it at the next opening."""
    if same_all(was, now):
        return
    asked = len(now) == max(1, len(was)) and now[0].get("fullCalcOnLoad") == "1"
    if not asked or (was and not (same(was[0], now[0], _LOAD) and same_all(was[1:], now[1:]))):
        raise Difference(BOOK, "calcPr")


def _same_names(was: Element, now: Element, intents: Collection[Intent]) -> bool:
    """Whether only the hidden names of filters differ, in their right edge, by columns of ours."""
    if len(was) != len(now) or was.attrib != now.attrib:
        return False
    for one, other in zip(was, now, strict=True):
        if same(one, other):
            continue
        if one.attrib != other.attrib or one.get("name") != _FILTER or len(other):
            return False
        (tab, _, before), (same_tab, _, after) = (text_of(n).rpartition("!") for n in (one, other))
        moved = any(edge_moved(before.strip(), after.strip(), intent) for intent in intents)
        if tab != same_tab or not moved:
            return False
    return True


def require_list(old: bytes, new: bytes, folder: str | None, parts: Collection[str]) -> None:
    """Compare two versions of a list of relations (in a folder) or of kinds of parts (None).

    What was there stays, what comes points to a part that exists. Raises Difference.
    """
    was, now = list(parsed(old)), list(parsed(new))
    if not same_all(was, now[: len(was)]):
        raise Difference(BOOK, "Relationships" if folder is not None else "Types")
    for one in now[len(was) :]:
        name = one.get("Target" if folder is not None else "PartName", "")
        part = posixpath.normpath(posixpath.join("/", folder or "", name)).lstrip("/")
        again = [other for other in now if other.get("Id") == one.get("Id")]
        if part not in parts or (folder is not None and len(again) > 1):
            raise Difference(BOOK, name)
