"""The sheet of a summary: its cells and its links, put into the part that is there or a new one.

What people set on the tab stays: column widths, comments, charts, conditional formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from connectors.excel.mark import in_formulas
from connectors.excel.write.cell_xml import MAX_TEXT, CellWriter
from connectors.excel.write.styles import CellFormats
from connectors.excel.write.xml_bytes import XmlBytes, escaped
from okrsync.connector import CellLink, SummaryTab
from okrsync.table import a1

_BEFORE_LINKS = (
    b"sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    b"protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    b"phoneticPr conditionalFormatting dataValidations"
).split()
_NARROW, _WIDE, _FROM = 9, 60, 3
"""How wide a column may be, in characters, and the first row that counts for it."""
_VIEW = (
    b'<sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" '
    b'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


def blank_sheet(tab: SummaryTab, space: str, *, viewed: bool) -> bytes:
    """A new part without cells: the header stays in view, and it prints on one page's width.
    `viewed` says that the workbook has a window that a view can be of."""
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<worksheet xmlns="%s"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        b'<dimension ref="A1"/>%s<sheetFormatPr defaultRowHeight="15"/><cols>%s</cols><sheetData/>'
        b'<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        b'<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    ) % (space.encode(), _VIEW if viewed else b"", b"".join(_columns(tab)))


def _columns(tab: SummaryTab) -> Iterator[bytes]:
    for column in range(max(map(len, tab.rows), default=1)):
        texts = [row[column] for row in tab.rows[_FROM - 1 :] if column < len(row)]
        longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
        width = min(max(longest + 2, _NARROW), _WIDE)
        yield b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (
            column + 1,
            column + 1,
            width,
        )


def filled_sheet(data: bytes, part: str, tab: SummaryTab, formats: CellFormats) -> bytes:
    """The part with these cells and links in place of those that it has. Raises Malformed."""
    xml = XmlBytes(data, part)
    cells = xml.child(xml.root, b"sheetData")
    if cells is not None:
        name = xml.name(b"sheetData")
        rows = b"".join(_rows(xml, tab, formats))
        xml.edit(cells.start, cells.end, b"<%s>%s</%s>" % (name, rows, name))
    merged = xml.child(xml.root, b"mergeCells")
    if merged is not None:
        xml.edit(merged.start, merged.end, b"")
    dimension = xml.child(xml.root, b"dimension")
    if dimension is not None:
        width = max(map(len, tab.rows), default=1)
        xml.set_attribute(dimension, b"ref", f"A1:{a1(len(tab.rows), width - 1)}")
    _put_links(xml, tab)
    return xml.patched()


def _rows(xml: XmlBytes, tab: SummaryTab, formats: CellFormats) -> Iterator[bytes]:
    writer, row_name = CellWriter(xml.prefix), xml.name(b"row")
    for number, row in enumerate(tab.rows, 1):
        cells = []
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            style = formats.worded(
                bold=number in tab.headings,
                link=(number, column) in tab.links,
                percent=isinstance(value, Decimal),
            )
            place = b' r="%s"' % a1(number, column).encode()
            cells.append(writer.start + place + writer.rest(style, fitting(value)))
        yield b'<%s r="%d">%s</%s>' % (row_name, number, b"".join(cells), row_name)


def fitting(value: str | Decimal) -> str | Decimal:
    """A value that a cell can hold: no text from a sheet is longer, but for what indents it."""
    return (
        value[: MAX_TEXT // 2] if isinstance(value, str) and len(value) > MAX_TEXT // 2 else value
    )


def location(link: CellLink) -> str:
    """Where a link leads, as a workbook writes it: `'Team North'!C7`."""
    return f"{in_formulas(link.tab)}!{link.cell}"


def _put_links(xml: XmlBytes, tab: SummaryTab) -> None:
    inner = b"".join(
        b'<%s ref="%s" location="%s"/>'
        % (xml.name(b"hyperlink"), a1(*place).encode(), escaped(location(link)))
        for place, link in sorted(tab.links.items())
    )
    name = xml.name(b"hyperlinks")
    whole = b"<%s>%s</%s>" % (name, inner, name) if inner else b""
    old = xml.child(xml.root, b"hyperlinks")
    if old is not None:
        xml.edit(old.start, old.end, whole)
        return
    before = {xml.name(local) for local in _BEFORE_LINKS}
    at = max((one.end for one in xml.children(xml.root) if one.name in before), default=0)
    xml.edit(at, at, whole)
