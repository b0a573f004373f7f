"""Texts of cells: shared strings and rich text, without the readings that stand above them."""

from __future__ import annotations

import re

from connectors.excel import xml
from connectors.excel.workbook import Workbook

_NAMES = xml.main_names("si", "t", "rPh")
_SPACE = f"http://www.w3.org/XML/1998/namespace{xml.SEPARATOR}space"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BLANKS = " \t\r\n"


def unescaped(text: str) -> str:
    """A text with its `_x000D_` turned into the characters that XML can't hold."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)  # half a character is none


def run_text(text: str, attributes: xml.Attributes) -> str:
    """The text of one `t`: blanks at its ends count only where the file says so."""
    return unescaped(text if attributes.get(_SPACE) == "preserve" else text.strip(_BLANKS))


def strings_part(package: Workbook) -> str | None:
    """The name of the part with the shared strings, None where there is none."""
    return next(iter(package.related(package.book.part, "sharedStrings")), None)


def read_strings(package: Workbook, part: str) -> list[str]:
    """All shared strings, in order. Raises Malformed."""
    reader = _StringsReader(package.file, part)
    xml.parse(reader.parser, package.read(part), package.file, part)
    return reader.found


class _StringsReader:
    def __init__(self, file: str, part: str) -> None:
        self.found: list[str] = []
        self.runs: list[str] = []
        self.attributes: dict[str, str] = {}
        self.text: list[str] = []
        self.above = False
        self.parser = xml.parser(file, part)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = _NAMES.get(element)
        if name == "si":
            self.runs = []
        elif name == "rPh":
            self.above = True
        elif name == "t" and not self.above:
            self.text, self.attributes = [], attributes
            self.parser.CharacterDataHandler = self.text.append

    def end(self, element: str) -> None:
        name = _NAMES.get(element)
        if name == "si":
            self.found.append("".join(self.runs))
        elif name == "rPh":
            self.above = False
        elif name == "t" and not self.above:
            self.parser.CharacterDataHandler = None
            self.runs.append(run_text("".join(self.text), self.attributes))
