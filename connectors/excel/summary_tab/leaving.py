"""What a workbook says once a tab of ours is gone: its lists without it, and tabs counted anew."""

from __future__ import annotations

from connectors.excel.summary_tab.book import TYPES, BookParts, marked
from connectors.excel.workbook import Workbook
from connectors.excel.write.xml_bytes import Element, XmlBytes


def without_tab(package: Workbook, parts: BookParts, part: str) -> dict[str, bytes]:
    """The parts that say that our tab is no longer there; what counts tabs counts anew."""
    ours = package.book.summary
    name = ours.name if ours else ""
    book = XmlBytes(package.read(parts.book), parts.book)
    tabs = book.child(book.root, b"sheets")
    found = list(book.children(tabs)) if tabs else []
    place = next(at for at, one in enumerate(found) if book.attribute(one, b"name") == name)
    book.edit(found[place].start, found[place].end, b"")
    _take_mark(book)
    states = [book.attribute(one, b"state") for one in (*found[:place], *found[place + 1 :])]
    front = next((at for at, state in enumerate(states) if state in (None, "visible")), 0)
    _count_anew(book, place, front)
    rels = XmlBytes(package.read(parts.rels), parts.rels)
    rid = next(rid for rid, each in package.rels(parts.book).items() if each.target == part)
    _remove(rels, b"Id", rid)
    types = XmlBytes(package.read(TYPES), TYPES)
    _remove(types, b"PartName", f"/{part}")
    return {parts.book: book.patched(), parts.rels: rels.patched(), TYPES: types.patched()}


def _take_mark(book: XmlBytes) -> None:
    names, ours = book.child(book.root, b"definedNames"), marked(book)
    if names is None or ours is None:
        return
    alone = len(list(book.children(names))) == 1  # an empty list is not allowed
    gone = names if alone else ours
    book.edit(gone.start, gone.end, b"")


def _count_anew(book: XmlBytes, place: int, front: int) -> None:
    """Tabs behind one that goes move up: names that hold for one, and the tab in front. Where
    ours was in front another one (`front`) is."""
    names = book.child(book.root, b"definedNames")
    for one in book.children(names) if names else ():
        _lower(book, one, b"localSheetId", place, front)
    views = book.child(book.root, b"bookViews")
    for one in book.children(views) if views else ():
        _lower(book, one, b"activeTab", place, front)
        _lower(book, one, b"firstSheet", place, 0)


def _lower(book: XmlBytes, element: Element, name: bytes, place: int, front: int) -> None:
    number = book.attribute(element, name) or ""
    if number.isdigit() and int(number) >= place:
        new = front if int(number) == place else int(number) - 1
        book.set_attribute(element, name, str(new))


def _remove(xml: XmlBytes, name: bytes, value: str) -> None:
    for one in xml.children(xml.root):
        if (xml.attribute(one, name) or "").lower() == value.lower():
            xml.edit(one.start, one.end, b"")
