"""What says in a workbook that there is a tab of ours: its list of tabs and names, its relations
and the kinds of its parts."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from connectors.excel import mark
from connectors.excel.workbook import Workbook
from connectors.excel.write.xml_bytes import Element, XmlBytes, escaped
from connectors.excel.xml import RELATIONSHIPS

TYPES = "[Content_Types].xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES = (
    b"fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    b"externalReferences"
).split()
_RELATIONS = re.compile(
    rb"""\sxmlns:([\w.-]+)\s*=\s*["'](?:%s)["']"""
    % b"|".join(re.escape(each.encode()) for each in RELATIONSHIPS)
)


@dataclass(frozen=True, slots=True)
class BookParts:
    """The names of a workbook's own parts, and in which vocabulary it is written."""

    book: str
    rels: str
    folder: str
    strict: bool

    @classmethod
    def of(cls, package: Workbook) -> BookParts:
        """Those of a workbook."""
        folder, file = posixpath.split(package.book.part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        book = XmlBytes(package.read(package.book.part), package.book.part)
        strict = b"purl.oclc.org" in book.source[: book.root.open_end]
        return cls(package.book.part, rels, folder, strict)

    def new_sheet(self, package: Workbook) -> str:
        """A free name for a sheet's part."""
        number = 1
        while package.has(part := posixpath.join(self.folder, f"worksheets/sheet{number}.xml")):
            number += 1
        return part


def with_tab(package: Workbook, parts: BookParts, title: str, part: str) -> dict[str, bytes]:
    """The parts that say that there is a tab more, at the end, with our mark."""
    relations = package.rels(parts.book)
    rid = "rIdOkrSummary"
    while rid in relations:
        rid += "0"
    book = XmlBytes(package.read(parts.book), parts.book)
    tabs = book.child(book.root, b"sheets")
    if tabs is not None:
        book.append(tabs, _tab(book, tabs, title, rid))
    _put_mark(book, title)
    kind = f"{RELATIONSHIPS[parts.strict]}/worksheet"
    target = posixpath.relpath(part, parts.folder or ".")
    return {
        parts.book: book.patched(),
        parts.rels: _appended(
            package, parts.rels, b"Relationship", Id=rid, Type=kind, Target=target
        ),
        TYPES: _appended(package, TYPES, b"Override", PartName=f"/{part}", ContentType=SHEET_TYPE),
    }


def _tab(book: XmlBytes, tabs: Element, title: str, rid: str) -> bytes:
    numbers = [book.attribute(one, b"sheetId") or "" for one in book.children(tabs)]
    number = 1 + max((int(each) for each in numbers if each.isdigit()), default=0)
    bound = _RELATIONS.search(book.source, book.root.start, book.root.open_end)
    prefix = bound[1] if bound else b"r"
    declared = b"" if bound else b' xmlns:r="%s"' % RELATIONSHIPS[0].encode()
    return b'<%s%s name="%s" sheetId="%d" %s:id="%s"/>' % (
        *(book.name(b"sheet"), declared, escaped(title), number, prefix, rid.encode()),
    )


def _put_mark(book: XmlBytes, title: str) -> None:
    text = escaped(mark.reference(title))
    old = marked(book)
    if old is not None:  # its tab was deleted
        book.edit(old.open_end, old.close, text)
        return
    name = book.name(b"definedName")
    ours = b'<%s name="%s" hidden="1">%s</%s>' % (name, mark.NAME.encode(), text, name)
    names = book.child(book.root, b"definedNames")
    if names is not None:
        book.append(names, ours)
        return
    before = {book.name(local) for local in _BEFORE_NAMES}
    at = max((one.end for one in book.children(book.root) if one.name in before), default=0)
    group = book.name(b"definedNames")
    book.edit(at, at, b"<%s>%s</%s>" % (group, ours, group))


def marked(book: XmlBytes) -> Element | None:
    """The element of our mark."""
    names = book.child(book.root, b"definedNames")
    for one in book.children(names) if names else ():
        mine = (book.attribute(one, b"name") or "").lower() == mark.NAME
        if mine and book.attribute(one, b"localSheetId") is None:
            return one
    return None


def _appended(package: Workbook, part: str, local: bytes, **attributes: str) -> bytes:
    xml = XmlBytes(package.read(part), part)
    said = b"".join(
        b' %s="%s"' % (name.encode(), escaped(text)) for name, text in attributes.items()
    )
    xml.append(xml.root, b"<" + xml.name(local) + said + b"/>")
    return xml.patched()
