"""The workbook as a whole: which of its parts a write changes, and what they become."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from connectors.excel import errors
from connectors.excel.package import Package, SheetPart
from connectors.excel.writing import tables
from connectors.excel.writing.adding import add_columns
from connectors.excel.writing.cells import CellEdits
from connectors.excel.writing.dropping import drop_columns
from connectors.excel.writing.sheetxml import SheetXml
from connectors.excel.writing.styles import EMPTY, Styles
from connectors.excel.writing.surround import extend_dimension
from connectors.excel.writing.tab import Tab
from connectors.excel.writing.tables import TablePart
from connectors.excel.writing.values import put_values, require_written
from connectors.excel.writing.xmlbytes import XmlBytes, escaped
from okrsync.connector import Refused, Snapshot
from okrsync.table import Area, Change, Skip, Table

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

_MAIN = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The name of the main vocabulary, and of its strict variant."""


class WorkbookPatch:
    """Plans a write on one workbook. `written` and `skipped` say what became of the changes."""

    def __init__(self, package: Package, snapshot: Snapshot) -> None:
        self._package, self._snapshot = package, snapshot
        self._book = XmlBytes(package.read(package.book.part), package.book.part)
        self.written: list[Change] = []
        self.skipped: list[Skip] = []

    def parts(self, changes: Sequence[Change]) -> dict[str, bytes]:
        """Every part that changes, by the zip's name for it; empty where nothing does.

        Raises Malformed, Refused.
        """
        found: dict[str, bytes] = {}
        for table in self._snapshot.tables:
            found |= self._tab_parts(table, [one for one in changes if one.table == table.key])
        if not found:
            return {}
        found |= self._styles_parts()
        if self._has_formulas():
            tables.recalculate(self._book)
        if self._book.changed:
            found[self._name(self._book.part)] = self._book.patched()
        return found

    def _tab_parts(self, table: Table, changes: Sequence[Change]) -> dict[str, bytes]:
        placed = [one for one in self._snapshot.placed if one.column.table == table.key]
        dropped = [one for one in self._snapshot.dropped if one.column.table == table.key]
        if not (changes or placed or dropped):
            return {}
        sheet = self._sheet(table)
        tab = self._tab(table, sheet)
        drop_columns(tab, dropped, self._mentioned)
        new = add_columns(tab, placed) if placed else {}
        self.written += put_values(tab, changes, new)
        self.skipped += tab.skipped
        tab.cells.apply()
        self._follow(tab, sheet)
        return self._changed(tab, sheet)

    def _sheet(self, table: Table) -> SheetPart:
        for sheet in self._package.sheets:
            if sheet.sheet_id == table.key:
                return sheet
        raise errors.broken(self._package.file, f"its tab {table.name!r} can't be found")

    def _tab(self, table: Table, sheet: SheetPart) -> Tab:
        xml = SheetXml(self._package.read(sheet.part), sheet.part)
        parts = {
            part: read
            for part in self._package.related(sheet.part, "table")
            if (read := TablePart.read(self._package.read(part), part))
        }
        return Tab(table, xml, self._styles, CellEdits(xml, self._styles), parts)

    def _follow(self, tab: Tab, sheet: SheetPart) -> None:
        strips = [one for one in tab.cells.strips if one.values and not one.gone]
        if strips:
            columns = [one.column for one in strips]
            first, last = (how(how(one.values) for one in strips) for how in (min, max))
            extend_dimension(tab.sheet, Area(first, min(columns), last, max(columns)))
        if tab.filter_moved:
            place = self._position(sheet)
            tables.resize_filter_name(self._book, place, *tab.filter_moved)

    def _position(self, sheet: SheetPart) -> int:
        """The tab's place among all tabs, charts of their own included."""
        group = self._book.child(self._book.root, b"sheets")
        tabs = list(self._book.children(group)) if group else []
        names = [self._book.attribute(one, b"name") for one in tabs]
        return names.index(sheet.name)

    def _changed(self, tab: Tab, sheet: SheetPart) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        if tab.sheet.changed:
            data = tab.sheet.patched()
            require_written(sheet.part, data, tab.cells)
            found[self._name(sheet.part)] = data
        for part, table in tab.tables.items():
            if table.xml.changed:
                found[self._name(part)] = table.xml.patched()
        return found

    def _name(self, part: str) -> str:
        return self._package.entry(part).orig_filename

    @cached_property
    def _styles_part(self) -> str | None:
        found = self._package.related(self._package.book.part, "styles")
        return found[0] if found else None

    @cached_property
    def _styles(self) -> Styles:
        part = self._styles_part
        return Styles(self._package.read(part), part) if part else Styles(EMPTY, "styles.xml")

    def _styles_parts(self) -> dict[str, bytes]:
        data = self._styles.patched()
        if data is None:
            return {}
        if self._styles_part:
            return {self._name(self._styles_part): data}
        return self._new_styles(data)

    def _new_styles(self, data: bytes) -> dict[str, bytes]:
        folder, _, file = self._package.book.part.rpartition("/")
        under = f"{folder}/" if folder else ""
        types, rels = "[Content_Types].xml", f"{under}_rels/{file}.rels"
        strict = b"purl.oclc.org" in self._book.source[: self._book.root.open_end]
        relation = f"{_RELATIONS[strict]}/styles"
        if strict:
            data = data.replace(*_MAIN)
        return {
            f"{under}styles.xml": data,
            **self._appended(
                types, b"Override", PartName=f"/{under}styles.xml", ContentType=_STYLES_TYPE
            ),
            **self._appended(
                rels, b"Relationship", Id="rIdOkrStyles", Type=relation, Target="styles.xml"
            ),
        }

    def _appended(self, part: str, local: bytes, **attributes: str) -> Mapping[str, bytes]:
        xml = XmlBytes(self._package.read(part), part)
        said = b"".join(
            b' %s="%s"' % (name.encode(), escaped(text)) for name, text in attributes.items()
        )
        xml.append(xml.root, b"<" + xml.name(local) + said + b"/>")
        return {self._name(part): xml.patched()}

    def _has_formulas(self) -> bool:
        if any(table.formulas for table in self._snapshot.tables):
            return True
        if self._package.related(self._package.book.part, "calcChain"):
            return True
        seen = {table.key for table in self._snapshot.tables}
        unseen = [sheet for sheet in self._package.sheets if sheet.sheet_id not in seen]
        return any(_FORMULA.search(self._package.read(sheet.part)) for sheet in unseen)

    def _mentioned(self, header: str) -> bool:
        """Whether any sheet, name, chart or format mentions `[header]`, as formulas do."""
        needle = b"[" + escaped(header).lower() + b"]"
        return any(needle in text for text in self._texts)

    @cached_property
    def _texts(self) -> list[bytes]:
        """Every XML part in lower case, as far as it may hold a formula."""
        names = [one.filename.replace("\\", "/") for one in self._package.entries]
        return [self._package.read(one).lower() for one in names if one.endswith(".xml")]


def require_unsigned(package: Package) -> None:
    """Raises Refused for a workbook with a digital signature, which any change would break."""
    if any("_xmlsignatures/" in entry.filename.lower() for entry in package.entries):
        raise Refused(
            f"{package.file}: this workbook is digitally signed, and a change would make the "
            "signature invalid; nothing was written",
            hint="remove the signature in Excel (File, Info, View Signatures), or use a copy",
        )
