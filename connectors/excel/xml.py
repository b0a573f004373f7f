"""XML that nobody vouches for: parsed in one pass, without entities, and never to a traceback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from connectors.excel.errors import REPAIR, SAVE_AS
from okrsync.connector import Malformed
from okrsync.i18n import Message

Attributes = Mapping[str, str]
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]

MAIN = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",  # ISO 29500 strict
    }
)
RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
SEPARATOR = " "
"""Between namespace and local name: a space can stand in neither."""


def main_names(*names: str) -> dict[str, str]:
    """Qualified name → local name, for these elements of a spreadsheet, in either dialect."""
    return {f"{space}{SEPARATOR}{name}": name for space in MAIN for name in names}


def relation_id(attributes: Attributes) -> str | None:
    """The value of `r:id`, whatever its prefix and dialect."""
    for space in RELATIONSHIPS:
        if (found := attributes.get(f"{space}{SEPARATOR}id")) is not None:
            return found
    return None


def parser(file: str, part: str) -> expat.XMLParserType:
    """A parser with namespaces that refuses a document type, and so every entity of its own."""
    made = expat.ParserCreate(namespace_separator=SEPARATOR)
    made.buffer_text = True

    def refuse(*_: object) -> NoReturn:
        raise Malformed(
            Message(
                "{file}: the part {part} declares a document type or entities, which no workbook "
                "needs and which can do harm"
            ).filled(file=file, part=part),
            hint=SAVE_AS,
        )

    made.StartDoctypeDeclHandler = refuse
    return made


def parse(made: expat.XMLParserType, data: bytes, file: str, part: str) -> None:
    """Run a parser over a whole part. Raises Malformed, naming the part and the line."""
    try:
        made.Parse(data, True)
    except expat.ExpatError as error:
        raise Malformed(
            Message("{file}: the part {part} is broken ({reason})").filled(
                file=file, part=part, reason=error
            ),
            hint=REPAIR,
        ) from error
    except (LookupError, ValueError, MemoryError) as error:  # encodings that nobody has
        raise Malformed(
            Message("{file}: the part {part} can't be decoded ({reason})").filled(
                file=file, part=part, reason=error
            ),
            hint=SAVE_AS,
        ) from error


def walk(
    data: bytes,
    file: str,
    part: str,
    start: Start,
    end: End | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start` (`end`, `text`) for each element of a part, by qualified name.

    Raises Malformed for anything that is not clean XML.
    """
    made = parser(file, part)
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = text
    parse(made, data, file, part)
