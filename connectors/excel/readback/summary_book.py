"""What a workbook says of its tabs before and after one of ours came or went."""

from __future__ import annotations

import posixpath

from connectors.excel import mark
from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import SummaryPlan
from connectors.excel.readback.tree import Element, local, parsed, same_all
from connectors.excel.readback.workbook import BOOK, require_book


def require_summary_book(old: bytes, new: bytes, plan: SummaryPlan) -> None:
    """Compare two versions of workbook.xml: a tab and its mark more, or less. Raises Difference."""
    if plan.tab and not plan.added:
        require_book(old, new, ())
        return
    was, now = parsed(old), parsed(new)
    with_it, without = (now, was) if plan.added else (was, now)
    tab, place = _taken(with_it, plan.title)
    if _take_mark(without) and not plan.added:
        raise Difference(BOOK, mark.NAME)
    numbers = [one.get("sheetId") for one in _of(without, "sheets")]
    if plan.added and (place != len(numbers) or tab.get("sheetId") in numbers):
        raise Difference(BOOK, plan.title)
    if not plan.added:
        _count_anew(was, now, place)
    if was.attrib != now.attrib or not same_all(list(was), list(now)):
        raise Difference(BOOK, "workbook")


def _of(book: Element, name: str) -> list[Element]:
    return [inner for one in book if local(one) == name for inner in one]


def _taken(book: Element, title: str) -> tuple[Element, int]:
    """Our tab and its place, taken out of the list, and our mark, which must point to it."""
    tabs = _of(book, "sheets")
    found = [at for at, one in enumerate(tabs) if one.get("name") == title]
    if len(found) != 1 or _take_mark(book) != mark.reference(title).partition("!")[0]:
        raise Difference(BOOK, mark.NAME)
    place = found[0]
    next(one for one in book if local(one) == "sheets").remove(tabs[place])
    return tabs[place], place


def _take_mark(book: Element) -> str:
    """Takes our mark out of the names; the tab to which it points, empty without one. A list
    without names says the same as none."""
    tab = ""
    for names in [one for one in book if local(one) == "definedNames"]:
        for one in list(names):
            if (one.get("name") or "").lower() == mark.NAME and one.get("localSheetId") is None:
                names.remove(one)
                tab = mark.in_formulas(mark.tab_of(one.text or "") or "")
        if not len(names):
            book.remove(names)
    return tab


def _count_anew(was: Element, now: Element, place: int) -> None:
    """Lets the old numbers of tabs behind the one that goes be what they must have become."""
    for name in ("definedNames", "bookViews"):
        for one, other in zip(_of(was, name), _of(now, name), strict=False):
            for key in ("localSheetId", "activeTab", "firstSheet"):
                number = int(one.get(key) or -1)
                if number > place:
                    one.set(key, str(number - 1))
                elif number == place and name == "bookViews":
                    one.set(key, other.get(key) or "")


def require_summary_list(was: Element, now: Element, plan: SummaryPlan) -> None:
    """Compare two lists of relations or of kinds of parts: one more, or less. Raises Difference."""
    longer, shorter = (now, was) if plan.tab else (was, now)
    more = [one for one in longer if not any(_alike(one, other) for other in shorter)]
    rest = [one for one in longer if one not in more]
    target = (more[0].get("Target") or more[0].get("PartName") or "") if more else ""
    folder = posixpath.dirname(plan.book) if local(now) == "Relationships" else ""
    part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    ids = [one.get("Id") for one in longer if one.get("Id")]
    if len(more) != 1 or not same_all(rest, list(shorter)) or len(set(ids)) < len(ids):
        raise Difference(BOOK, local(now))
    if part.lower() != plan.part.lower():
        raise Difference(BOOK, target)


def _alike(one: Element, other: Element) -> bool:
    return one.tag == other.tag and one.attrib == other.attrib


def require_summary_titles(was: Element, now: Element, plan: SummaryPlan) -> None:
    """The titles of tabs are one more or one less, and the rest is as it was."""
    texts = [
        [text for one in root if local(one) == "TitlesOfParts" for text in one.itertext()]
        for root in (was, now)
    ]
    before, after = ([text for text in each if text.strip()] for each in texts)
    longer, shorter = (after, before) if plan.tab else (before, after)
    rest = list(longer)
    if plan.title in rest:
        rest.remove(plan.title)
    kept = [
        [one for one in root if local(one) not in ("TitlesOfParts", "HeadingPairs")]
        for root in (was, now)
    ]
    if rest != shorter or len(longer) != len(shorter) + 1 or not same_all(*kept):
        raise Difference(BOOK, "TitlesOfParts")
