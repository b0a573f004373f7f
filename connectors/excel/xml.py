"""XML that nobody vouches for: parsed in one pass, without entities, and never to a traceback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from okrsync.connector import Malformed

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
            f"{file}: the part {part} declares a document type or entities, "
            "which no workbook needs and which can be used to do harm",
            hint="open it in your spreadsheet program and save it again as .xlsx",
        )

    made.StartDoctypeDeclHandler = refuse
    return made


def parse(made: expat.XMLParserType, data: bytes, file: str, part: str) -> None:
    """Run a parser over a whole part. Raises Malformed, naming the part and the line."""
    try:
        made.Parse(data, True)
    except expat.ExpatError as error:
        raise Malformed(
            f"{file}: the part {part} is broken ({error})",
            hint="open it in your spreadsheet program, let it repair the file, and save it again",
        ) from error
    except (LookupError, ValueError, MemoryError) as error:  # encodings that nobody has
        raise Malformed(
            f"{file}: the part {part} can't be decoded ({error})",
            hint="save it again as .xlsx in your spreadsheet program",
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
