"""The workbook as a whole: which of its parts a write changes, and what they become."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from connectors.excel import errors
from connectors.excel.readback.plan import PlannedParts, intent
from connectors.excel.workbook import SheetPart, Workbook
from connectors.excel.write.add_columns import add_columns
from connectors.excel.write.cells import CellEdits
from connectors.excel.write.drop_columns import drop_columns, rows_of
from connectors.excel.write.styles import EMPTY, CellFormats
from connectors.excel.write.surroundings import extend_dimension
from connectors.excel.write.tables import ExcelTable
from connectors.excel.write.workbook_xml import recalculate, resize_filter_name
from connectors.excel.write.worksheet import WorksheetPatch, put_values
from connectors.excel.write.worksheet_xml import WorksheetXml
from connectors.excel.write.xml_bytes import XmlBytes, escaped
from okrsync.connector import Refused, Snapshot
from okrsync.i18n import Message
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
    """Plans a write on one workbook. `written` and `skipped` say what became of the changes.

    `plan` says what the parts are meant to become, for the check of what they became.
    """

    def __init__(self, package: Workbook, snapshot: Snapshot) -> None:
        self._package, self._snapshot = package, snapshot
        self._book = XmlBytes(package.read(package.book.part), package.book.part)
        self.written: list[Change] = []
        self.skipped: list[Skip] = []
        self.plan = PlannedParts(book=self._name(package.book.part))

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
            recalculate(self._book)
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
        written = put_values(tab, changes, new)
        self.written += written
        self.skipped += tab.skipped
        leaving = [(one, rows_of(table, one)) for one in dropped]
        meant = self.plan.sheets[self._name(sheet.part)] = intent(written, placed, leaving)
        self.plan.tables |= {self._name(part): meant for part in tab.tables}
        tab.cells.apply()
        self._follow(tab, sheet)
        return self._changed(tab, sheet)

    def _sheet(self, table: Table) -> SheetPart:
        for sheet in self._package.sheets:
            if sheet.sheet_id == table.key:
                return sheet
        raise errors.broken(
            self._package.file, Message("its tab “{tab}” can't be found").filled(tab=table.name)
        )

    def _tab(self, table: Table, sheet: SheetPart) -> WorksheetPatch:
        data = self.plan.before[self._name(sheet.part)] = self._package.read(sheet.part)
        xml = WorksheetXml(data, sheet.part)
        parts = {
            part: read
            for part in self._package.related(sheet.part, "table")
            if (read := ExcelTable.read(self._package.read(part), part))
        }
        return WorksheetPatch(table, xml, self._styles, CellEdits(xml, self._styles), parts)

    def _follow(self, tab: WorksheetPatch, sheet: SheetPart) -> None:
        strips = [one for one in tab.cells.strips if one.values and not one.gone]
        if strips:
            columns = [one.column for one in strips]
            first, last = (how(how(one.values) for one in strips) for how in (min, max))
            extend_dimension(tab.sheet, Area(first, min(columns), last, max(columns)))
        if tab.filter_moved:
            place = self._position(sheet)
            resize_filter_name(self._book, place, *tab.filter_moved)

    def _position(self, sheet: SheetPart) -> int:
        """The tab's place among all tabs, charts of their own included."""
        group = self._book.child(self._book.root, b"sheets")
        tabs = list(self._book.children(group)) if group else []
        names = [self._book.attribute(one, b"name") for one in tabs]
        return names.index(sheet.name)

    def _changed(self, tab: WorksheetPatch, sheet: SheetPart) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        if tab.sheet.changed:
            found[self._name(sheet.part)] = tab.sheet.patched()
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
    def _styles(self) -> CellFormats:
        part = self._styles_part
        return (
            CellFormats(self._package.read(part), part)
            if part
            else CellFormats(EMPTY, "styles.xml")
        )

    def _styles_parts(self) -> dict[str, bytes]:
        data = self._styles.patched()
        if self._styles_part:
            self.plan.styles = self._name(self._styles_part)
            return {self.plan.styles: data} if data is not None else {}
        return self._new_styles(data) if data is not None else {}

    def _new_styles(self, data: bytes) -> dict[str, bytes]:
        folder, _, file = self._package.book.part.rpartition("/")
        under = f"{folder}/" if folder else ""
        types, rels = "[Content_Types].xml", f"{under}_rels/{file}.rels"
        strict = b"purl.oclc.org" in self._book.source[: self._book.root.open_end]
        relation = f"{_RELATIONS[strict]}/styles"
        if strict:
            data = data.replace(*_MAIN)
        self.plan.styles = f"{under}styles.xml"
        self.plan.lists = {self._name(types): None, self._name(rels): folder}
        return {
            self.plan.styles: data,
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
        names = self._package.names
        return [self._package.read(one).lower() for one in names if one.endswith(".xml")]


def require_unsigned(package: Workbook) -> None:
    """Raises Refused for a workbook with a digital signature, which any change would break."""
    if any("_xmlsignatures/" in entry.filename.lower() for entry in package.entries):
        raise Refused(
            Message(
                "{file}: this workbook is digitally signed, and a change would make the "
                "signature invalid; nothing was written"
            ).filled(file=package.file),
            hint=Message(
                "remove the signature in Excel (File, Info, View Signatures), or use a copy"
            ),
        )
