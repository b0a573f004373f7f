"""styles.xml: formats are added behind those that are there, whose numbers never change."""

from __future__ import annotations

import re
from functools import cached_property

from connectors.excel.write.xml_bytes import Element, XmlBytes
from okrsync.table import Shown

MAX_FORMATS = 64_000
"""How many cell formats a workbook can hold."""

_PERCENT, _GENERAL, _TEXT = 9, 0, 49
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_COLOURS = {
    "good": ("FF006100", "FFC6EFCE"),
    "warning": ("FF7F6000", "FFFFEB9C"),
    "bad": ("FF9C0006", "FFFFC7CE"),
    "neutral": ("FF595959", "FFEDEDED"),
}
_BEFORE_DXFS = b"numFmts fonts fills borders cellStyleXfs cellXfs cellStyles".split()

EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    b"</cellStyleXfs>"
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
"""The style sheet of a workbook that has none."""


class CellFormats:
    """The cell formats of a workbook. A number is an index into `cellXfs`."""

    def __init__(self, data: bytes, part: str) -> None:
        self.xml = XmlBytes(data, part)
        self._table = self.xml.child(self.xml.root, b"cellXfs")
        self._formats = self._list(self._table)
        self._known = len(self._formats)
        self._found: dict[tuple[int, Shown, bool], int] = {}
        self._new_fonts: list[bytes] = []

    def _list(self, parent: Element | None) -> list[bytes]:
        if parent is None:
            return []
        return [self.xml.source[one.start : one.end] for one in self.xml.children(parent)]

    def shown(self, base: int, how: Shown, *, fresh: bool = False) -> int:
        """The format that shows a value this way and is else the base's.

        A format that is a percent already stays. A `fresh` cell borrows a neighbour's look:
        its borders and fill, but not its number format, and no underlined text.
        """
        key = (base, how, fresh)
        if key not in self._found:
            self._found[key] = self._shown(base, how, fresh)
        return self._found[key]

    def _shown(self, base: int, how: Shown, fresh: bool) -> int:
        if not 0 <= base < len(self._formats):
            base = 0
        if base >= len(self._formats):
            return 0
        xf = self._formats[base]
        if how is Shown.PERCENT:
            xf = xf if self._is_percent(xf) else _with_number_format(xf, _PERCENT)
        elif fresh and _number(xf, b"numFmtId") not in {_GENERAL, _TEXT}:
            xf = _with_number_format(xf, _GENERAL)
        if fresh and self._underlined(xf):
            xf = _set(_set(xf, b"fontId", 0), b"xfId", 0)
        return self._place(xf, base)

    def _place(self, xf: bytes, base: int) -> int:
        if xf == self._formats[base]:
            return base
        if xf in self._formats:
            return self._formats.index(xf)
        if len(self._formats) >= MAX_FORMATS:
            return base
        self._formats.append(xf)
        return len(self._formats) - 1

    def _is_percent(self, xf: bytes) -> bool:
        number = _number(xf, b"numFmtId")
        code = {9: "0%", 10: "0.00%"}.get(number) or self._codes.get(number, "")
        return "%" in _LITERAL.sub("", code)

    @cached_property
    def _codes(self) -> dict[int, str]:
        formats = self.xml.child(self.xml.root, b"numFmts")
        codes: dict[int, str] = {}
        for one in self.xml.children(formats) if formats else ():
            number = self.xml.attribute(one, b"numFmtId") or ""
            code = self.xml.attribute(one, b"formatCode") or ""
            codes[int(number) if number.isdigit() else -1] = code
        return codes

    @cached_property
    def _fonts(self) -> list[bytes]:
        return self._list(self.xml.child(self.xml.root, b"fonts"))

    def _underlined(self, xf: bytes) -> bool:
        number = _number(xf, b"fontId")
        font = self._fonts[number] if number < len(self._fonts) else b""
        return re.search(rb"<(?:[\w.-]+:)?(?:u|strike)[\s/>]", font) is not None

    def worded(self, *, bold: bool = False, link: bool = False, percent: bool = False) -> int:
        """The format of a cell of a tab of our own: the workbook's usual look, and this."""
        if not self._formats:
            return 0
        xf = self._formats[0]
        xf = _centred(_with_number_format(xf, _PERCENT), self.xml.prefix) if percent else xf
        if (bold or link) and self._fonts:
            font = self._font(_number(xf, b"fontId"), bold=bold, link=link)
            xf = _set(_set(xf, b"fontId", font), b"applyFont", 1)
        return self._place(xf, 0)

    def _font(self, base: int, *, bold: bool, link: bool) -> int:
        font = self._fonts[base if base < len(self._fonts) else 0]
        font = emphasised(font, self.xml.prefix, bold=bold, link=link)
        if font not in self._fonts:
            self._new_fonts.append(font)
            self._fonts.append(font)
        return self._fonts.index(font)

    def locked(self, number: int) -> bool:
        """Whether a protected sheet locks cells of this format: it does unless it says no."""
        xf = self._formats[number] if number < len(self._formats) else b""
        return re.search(rb"""\slocked\s*=\s*["'](?:0|false)["']""", xf) is None

    @cached_property
    def _colour_table(self) -> Element | None:
        return self.xml.child(self.xml.root, b"dxfs")

    @cached_property
    def _colours(self) -> list[bytes]:
        return self._list(self._colour_table)

    @cached_property
    def _first_new_colour(self) -> int:
        return len(self._colours)

    def colour(self, role: str) -> int:
        """The index of the differential format for a colour role, added where it lacks."""
        _ = self._first_new_colour
        dxf = self._dxf(*_COLOURS.get(role, _COLOURS["neutral"]))
        if dxf not in self._colours:
            self._colours.append(dxf)
        return self._colours.index(dxf)

    def _dxf(self, text: str, fill: str) -> bytes:
        p = self.xml.prefix.decode() + ":" if self.xml.prefix else ""
        return (
            f'<{p}dxf><{p}font><{p}color rgb="{text}"/></{p}font>'
            f'<{p}fill><{p}patternFill><{p}bgColor rgb="{fill}"/></{p}patternFill></{p}fill>'
            f"</{p}dxf>"
        ).encode()

    def patched(self) -> bytes | None:
        """The part with what was added, None where nothing was."""
        added = b"".join(self._formats[self._known :])
        if added and self._table:
            self.xml.set_attribute(self._table, b"count", str(len(self._formats)))
            self.xml.append(self._table, added)
        colours = self._colours[self._first_new_colour :]
        if colours:
            self._add_colours(b"".join(colours))
        fonts = self.xml.child(self.xml.root, b"fonts")
        if self._new_fonts and fonts:
            self.xml.set_attribute(fonts, b"count", str(len(self._fonts)))
            self.xml.append(fonts, b"".join(self._new_fonts))
        return self.xml.patched() if added or colours or self._new_fonts else None

    def _add_colours(self, added: bytes) -> None:
        count = len(self._colours)
        if self._colour_table:
            self.xml.set_attribute(self._colour_table, b"count", str(count))
            self.xml.append(self._colour_table, added)
            return
        before = {self.xml.name(local) for local in _BEFORE_DXFS}
        at = self.xml.root.open_end
        for one in self.xml.children(self.xml.root):
            at = one.end if one.name in before else at
        name = self.xml.name(b"dxfs")
        self.xml.edit(at, at, b'<%s count="%d">%s</%s>' % (name, count, added, name))


def _centred(xf: bytes, prefix: bytes) -> bytes:
    """A format in the middle of its cell."""
    p = prefix + b":" if prefix else b""
    xf = re.sub(rb"<" + p + rb"alignment\b[^>]*(?:/>|></" + p + rb"alignment>)", b"", xf)
    xf = _set(xf, b"applyAlignment", 1)
    opened = xf.index(b">") + 1
    head, rest = xf[:opened], xf[opened:]
    if head.endswith(b"/>"):
        head, rest = head[:-2].rstrip() + b">", b"</" + p + b"xf>"
    return head + b"<" + p + b'alignment horizontal="center"/>' + rest


def emphasised(font: bytes, prefix: bytes, *, bold: bool, link: bool) -> bytes:
    """A font in bold, or as links are written, its size and family as they were."""
    p = prefix + b":" if prefix else b""
    opened = font.index(b">") + 1
    head, rest = font[:opened], font[opened:]
    if head.endswith(b"/>"):
        head, rest = head[:-2] + b">", b"</" + p + b"font>"
    marks = [(b"b", bold), (b"u", link)]
    for name, wanted in marks:
        rest = re.sub(rb"<" + p + name + rb"(?:\s[^>]*)?/>", b"", rest) if wanted else rest
    if link:
        colour = b"<" + p + b'color rgb="FF0563C1"/>'
        rest, found = re.subn(rb"<" + p + rb"color\b[^>]*/>", colour, rest, count=1)
        size = re.search(rb"<" + p + rb"sz\b[^>]*/>", rest)
        if not found and size:
            rest = rest[: size.end()] + colour + rest[size.end() :]
    return head + b"".join(b"<" + p + name + b"/>" for name, wanted in marks if wanted) + rest


def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(\s" + name + rb"""\s*=\s*)(["'])([^"']*)\2""")


def _number(xf: bytes, name: bytes) -> int:
    found = _attribute(name).search(xf[: xf.index(b">")])
    return int(found[3]) if found and found[3].isdigit() else 0


def _set(xf: bytes, name: bytes, value: int) -> bytes:
    head, rest = xf[: xf.index(b">") + 1], xf[xf.index(b">") + 1 :]
    text = b"%d" % value
    changed, count = _attribute(name).subn(lambda found: found[1] + b'"' + text + b'"', head)
    if not count:
        end = re.match(rb"<[^\s/>]+", head)
        at = end.end() if end else 1
        changed = head[:at] + b" " + name + b'="' + text + b'"' + head[at:]
    return changed + rest


def _with_number_format(xf: bytes, number: int) -> bytes:
    without = _attribute(b"quotePrefix").sub(b"", xf, count=1)
    return _set(_set(without, b"numFmtId", number), b"applyNumberFormat", 1)
