"""What stands around a worksheet's cells and must follow them: sizes, widths, colours, filter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from connectors.excel.address import parse_area
from connectors.excel.write.styles import CellFormats
from connectors.excel.write.worksheet_xml import BEFORE_FORMATS, WorksheetXml
from connectors.excel.write.xml_bytes import Element, XmlBytes, escaped
from okrsync.table import Area, NewColumn, Shown

_PRIORITY = re.compile(rb"""\spriority\s*=\s*["'](\d+)["']""")
_HIDDEN = re.compile(rb"""\s(?:hidden|collapsed|bestFit)\s*=\s*(?:"[^"]*"|'[^']*')""")
_SENTENCES, _NARROWEST, _WIDEST = 44, 12, 26
_MARGIN = 4
"""Room for a filter's button, in characters."""


def extend_dimension(sheet: WorksheetXml, cells: Area) -> None:
    """Let the sheet's `dimension` take in these cells."""
    for one in sheet.top(b"dimension"):
        now = parse_area(sheet.attribute(one, b"ref") or "")
        if now is None:
            return
        rows = min(now.first_row, cells.first_row), max(now.last_row, cells.last_row)
        first = min(now.first_column, cells.first_column)
        wider = Area(rows[0], first, rows[1], max(now.last_column, cells.last_column))
        if wider != now:
            sheet.set_attribute(one, b"ref", str(wider))


def width(column: NewColumn) -> int:
    """A sensible width in characters: its words and its header fit, sentences wrap."""
    longest = max((len(word) for word in column.words), default=0)
    if column.shown is Shown.TEXT and not longest:
        return _SENTENCES
    return min(max(longest + 2, len(column.header) + _MARGIN, _NARROWEST), _WIDEST)


def set_widths(sheet: WorksheetXml, widths: Mapping[int, int]) -> None:
    """Give new columns a width and show them, whatever a range of columns says there."""
    missing = dict(widths)
    groups = sheet.top(b"cols")
    if not groups:
        made = b"".join(_col(sheet, index, size) for index, size in sorted(missing.items()))
        at, name = sheet.cells_element.start, sheet.name(b"cols")
        sheet.edit(at, at, b"<%s>%s</%s>" % (name, made, name))
        return
    at = groups[0].open_end
    for col in sheet.children(groups[0]):
        first, last = sheet.column_range(col)
        _insert(sheet, at, {i: missing.pop(i) for i in sorted(missing) if i < first})
        inside = {i: missing.pop(i) for i in sorted(missing) if first <= i <= last}
        if inside:
            sheet.edit(col.start, col.end, _split(sheet, col, (first, last), inside))
        at = col.end
    _insert(sheet, at, missing)


def _insert(sheet: WorksheetXml, at: int, widths: Mapping[int, int]) -> None:
    for index, size in sorted(widths.items()):
        sheet.edit(at, at, _col(sheet, index, size))


def _col(sheet: XmlBytes, index: int, size: int) -> bytes:
    number = index + 1
    return b'<%s min="%d" max="%d" width="%d" customWidth="1"/>' % (
        *(sheet.name(b"col"), number, number),
        size,
    )


def _split(
    sheet: WorksheetXml, col: Element, span: tuple[int, int], ours: Mapping[int, int]
) -> bytes:
    pieces, start = [], span[0]
    for index, size in sorted(ours.items()):
        if start < index:
            pieces.append(_copy(sheet, col, start, index - 1))
        pieces.append(_shown_col(_copy(sheet, col, index, index), size))
        start = index + 1
    if start <= span[1]:
        pieces.append(_copy(sheet, col, start, span[1]))
    return b"".join(pieces)


def _copy(sheet: WorksheetXml, col: Element, first: int, last: int) -> bytes:
    tag = sheet.source[col.start : col.end]
    return _with(_with(tag, b"min", first + 1), b"max", last + 1)


def _shown_col(tag: bytes, size: int) -> bytes:
    now = re.search(rb"""\swidth\s*=\s*["']([\d.]+)["']""", tag)
    hidden = b"hidden" in tag
    tag = _HIDDEN.sub(b"", tag) if hidden else tag
    if now and float(now[1]) >= size and not hidden:
        return tag
    return _with(_with(tag, b"width", size), b"customWidth", 1)


def _with(tag: bytes, name: bytes, value: int) -> bytes:
    pattern = rb"(\s" + name + rb"""\s*=\s*)(?:"[^"]*"|'[^']*')"""
    changed, count = re.subn(pattern, rb'\g<1>"%d"' % value, tag, count=1)
    if count:
        return changed
    return re.sub(rb"\s*/?>", rb' %s="%d"\g<0>' % (name, value), tag, count=1)


def forget_widths(sheet: WorksheetXml, widths: Mapping[int, int]) -> None:
    """Take columns' widths back where they are exactly those that `set_widths` gave."""
    ours = {_col(sheet, index, size) for index, size in widths.items()}
    for group in sheet.top(b"cols"):
        cols = list(sheet.children(group))
        leaving = [col for col in cols if sheet.source[col.start : col.end] in ours]
        # An empty `cols` is no valid one: then it goes as a whole.
        for one in [group] if leaving == cols else leaving:
            sheet.edit(one.start, one.end, b"")


def colour_words(
    sheet: WorksheetXml, styles: CellFormats, over: Area, words: Mapping[str, str]
) -> None:
    """A conditional format over some cells: each word in the colour of its role."""
    tail = sheet.cells_element.end
    used = [int(found[1]) for found in _PRIORITY.finditer(sheet.scan, tail)]
    first = max([*used, sheet.last_priority]) + 1
    sheet.last_priority = first + len(words) - 1
    p = sheet.prefix.decode() + ":" if sheet.prefix else ""
    rules = "".join(
        f'<{p}cfRule type="cellIs" dxfId="{styles.colour(role)}" priority="{first + turn}"'
        f' operator="equal"><{p}formula>{_literal(word)}</{p}formula></{p}cfRule>'
        for turn, (word, role) in enumerate(words.items())
    )
    xml = f'<{p}conditionalFormatting sqref="{over}">{rules}</{p}conditionalFormatting>'
    last = sheet.last_of(BEFORE_FORMATS)
    at = last.end if last else tail
    sheet.edit(at, at, xml.encode())


def _literal(word: str) -> str:
    doubled = word.replace('"', '""')
    return escaped(f'"{doubled}"').decode()


def forget_colours(sheet: WorksheetXml, column: int) -> None:
    """Remove the conditional formats that cover cells of this one column and nothing else."""
    for one in sheet.top(b"conditionalFormatting"):
        areas = [parse_area(text) for text in (sheet.attribute(one, b"sqref") or "").split()]
        if areas and all(
            over and over.first_column == over.last_column == column for over in areas
        ):
            sheet.edit(one.start, one.end, b"")


def resize_filter(xml: XmlBytes, filters: Sequence[Element], before: Area, after: Area) -> None:
    """Move the right edge of a filter, and of the sort that it remembers."""
    for one in filters:
        _resize(xml, one, before, after)
        for child in xml.children(one):
            if child.name == xml.name(b"sortState"):
                _resize(xml, child, before, after)


def _resize(xml: XmlBytes, element: Element, before: Area, after: Area) -> None:
    now = parse_area(xml.attribute(element, b"ref") or "")
    if now and now.last_column == before.last_column:
        resized = Area(now.first_row, now.first_column, now.last_row, after.last_column)
        xml.set_attribute(element, b"ref", str(resized))
