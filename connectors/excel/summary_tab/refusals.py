"""When the tab is left alone: what is protected, and what people built on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectors.excel import mark
from connectors.excel.summary_tab.book import marked
from connectors.excel.workbook import SheetPart, Workbook
from connectors.excel.write.xml_bytes import XmlBytes, escaped
from okrsync.connector import Denied, Refused
from okrsync.i18n import Message

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_TRUE = {"1", "true", "on"}
_BUILT = frozenset({"table", "pivotTable"})
STRUCTURE = Message(
    "{file}: the structure of this workbook is protected, so no tab can be added or removed"
)
UNPROTECT_BOOK = Message(
    "take the protection off in your spreadsheet program (Review, Protect Workbook), then run again"
)
SHARED = Message(
    "{file}: this workbook is shared in the old way, which lists each tab elsewhere too, so none "
    "is added or removed"
)
UNSHARE = Message("unshare it in Excel (Review, Unshare Workbook), then run again")
SHEET = Message("{file}: the tab “{tab}” is protected")
UNPROTECT = Message("take the protection off that tab, then run again")
BUILT = Message("{file}: on the tab “{tab}” stands a table or a formula of somebody's")
MOVE = Message("move it to a tab of your own, then run again: this one is overwritten whole")
POINTED = Message("{file}: formulas, names or charts use the tab “{tab}”, so it is not removed")
TOUCHED = Message("{file}: somebody put something on the tab “{tab}”, so it is not removed")
LAST = Message("{file}: the tab “{tab}” is the only one that is not hidden, so it is not removed")
BY_HAND = Message("delete it in your spreadsheet program")


def require_room(package: Workbook) -> None:
    """Raises Denied, Refused where no tab may be added or removed."""
    if any("/revisions/" in part for part in package.names):
        raise Refused(SHARED.filled(file=package.file), hint=UNSHARE)
    book = XmlBytes(package.read(package.book.part), package.book.part)
    protection = book.child(book.root, b"workbookProtection")
    locked = book.attribute(protection, b"lockStructure") if protection else None
    if (locked or "").lower() in _TRUE:
        raise Denied(STRUCTURE.filled(file=package.file), hint=UNPROTECT_BOOK)


def require_open(package: Workbook, ours: SheetPart) -> None:
    """Raises Denied where somebody protected our tab."""
    sheet = XmlBytes(package.read(ours.part), ours.part)
    protection = sheet.child(sheet.root, b"sheetProtection")
    on = sheet.attribute(protection, b"sheet") if protection else None
    if (on or "").lower() in _TRUE:
        raise Denied(SHEET.filled(file=package.file, tab=ours.name), hint=UNPROTECT)


def require_overwritable(package: Workbook, ours: SheetPart) -> None:
    """Raises Refused where overwriting cells would break what stands on them: a table wants its
    headers, and what is computed is listed elsewhere too."""
    built = any(each.kind in _BUILT for each in package.rels(ours.part).values())
    if built or _FORMULA.search(package.read(ours.part)):
        raise Refused(BUILT.filled(file=package.file, tab=ours.name), hint=MOVE)


def require_alone(package: Workbook, ours: SheetPart) -> None:
    """Raises Refused where something would be lost or broken with the tab."""
    require_room(package)
    said = {"file": package.file, "tab": ours.name}
    if package.rels(ours.part) or _FORMULA.search(package.read(ours.part)):
        raise Refused(TOUCHED.filled(**said), hint=BY_HAND)
    if not any(sheet.state == "visible" for sheet in package.sheets if sheet != ours):
        raise Refused(LAST.filled(**said), hint=BY_HAND)
    if _counted(package, ours):
        raise Refused(POINTED.filled(**said), hint=BY_HAND)
    names = {mark.in_formulas(ours.name), ours.name}
    needles = [escaped(name).lower() + b"!" for name in names]
    needles += [name.lower().encode() + b"!" for name in names]
    if any(needle in text for text in _texts(package, ours) for needle in needles):
        raise Refused(POINTED.filled(**said), hint=BY_HAND)


def _counted(package: Workbook, ours: SheetPart) -> bool:
    """Whether a name holds for our tab only, or somebody's own view shows it."""
    book = XmlBytes(package.read(package.book.part), package.book.part)
    tabs = book.child(book.root, b"sheets")
    listed = [book.attribute(one, b"name") for one in book.children(tabs)] if tabs else []
    place = str(listed.index(ours.name))
    names, views = (book.child(book.root, n) for n in (b"definedNames", b"customWorkbookViews"))
    scoped = book.children(names) if names else ()
    return views is not None or any(book.attribute(n, b"localSheetId") == place for n in scoped)


def _texts(package: Workbook, ours: SheetPart) -> Iterator[bytes]:
    """Every XML part in lower case, without our tab and its mark."""
    book = XmlBytes(package.read(package.book.part), package.book.part)
    name = marked(book)
    if name is not None:
        book.edit(name.start, name.end, b"")
    yield book.patched().lower()
    own = {ours.part.lower(), package.book.part.lower()}
    for part in package.names:
        if part.endswith((".xml", ".vml")) and part not in own:
            yield package.read(part).lower()
