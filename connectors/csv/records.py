"""A text as records and a record as fields, each exactly as it stands: joined again they are
the same text.

Written for this, because the csv module forgets how a field was quoted and a line ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from connectors.csv.encoding import line_at
from okrsync.connector import Malformed
from okrsync.i18n import Message

MAX_COLUMNS = 16_384
"""As many as a spreadsheet has. A line with more is no table."""

_PLAIN = re.compile(r'[^"\r\n]*(\r\n|\n|\r|\Z)')
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


@dataclass(slots=True)
class CsvRecord:
    """One record as it stands: `text` without its line end, which is `end` (may be empty)."""

    text: str
    end: str


_MOST_QUOTES = 32_767
"""More quotes in one field than a spreadsheet's cell holds characters: it is not closed."""
_AHEAD = 1 << 20
"""How far a whole record is looked for at once; a longer one is read field by field. Both bound
what the matcher must remember of a file that was made to have it remember much."""

# Each has one way to match, and a closing quote is the last of its run: nothing is tried twice.
_CLOSED = rf'"[^"]*(?:""[^"]*){{0,{_MOST_QUOTES}}}"(?!")'
_INDENTED = rf' +"[^"\r\n]*(?:""[^"\r\n]*){{0,{_MOST_QUOTES}}}"(?!")'
"""Blanks before the quote are passed over where it closes in its line, right before the end."""


@lru_cache(maxsize=32)
def _well_formed(delimiter: str) -> re.Pattern[str]:
    """A whole record in which every field is plain, or quoted and nothing else; its line end."""
    mark = re.escape(delimiter)
    field = rf'(?:{_CLOSED}|[^"{mark}\r\n]*)'
    return re.compile(rf"{field}(?:{mark}{field})*(\r\n|\n|\r|\Z)")


@lru_cache(maxsize=32)
def _field(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(
        rf"(?P<quoted>{_CLOSED}|{_INDENTED}(?= *(?:{mark}|[\r\n]|\Z)))?(?P<rest>[^{mark}\r\n]*)"
    )


@lru_cache(maxsize=32)
def _fields(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf"((?:{_CLOSED}|{_INDENTED}(?= *(?:{mark}|\Z)))?[^{mark}]*)(?:{mark}|\Z)")


_WHOLE = re.compile(rf"(?P<quoted>{_CLOSED}|{_INDENTED}(?= *\Z))?(?P<rest>.*)", re.DOTALL)


def records(text: str, delimiter: str, file: str, start: int = 0) -> Iterator[CsvRecord]:
    """The records of a text from a position on. Raises Malformed for a quote never closed."""
    position, well_formed = start, _well_formed(delimiter)
    while position < len(text):
        ahead = position + _AHEAD
        found = _PLAIN.match(text, position) or well_formed.match(text, position, ahead)
        if found and not ahead <= found.end() < len(text):
            _require_narrow(text, position, found.start(1), delimiter, file)
            yield CsvRecord(text[position : found.start(1)], found[1])
            position = found.end()
            continue
        begin, position = position, _quoted_end(text, position, delimiter, file)
        line_end = _LINE_END.match(text, position)
        end = line_end[0] if line_end else ""
        yield CsvRecord(text[begin:position], end)
        position += len(end)


def _require_narrow(text: str, start: int, end: int, delimiter: str, file: str) -> None:
    if end - start > MAX_COLUMNS and '"' not in text[start:end]:
        columns = text.count(delimiter, start, end) + 1
        if columns > MAX_COLUMNS:
            line = line_at(text, start)
            raise Malformed(
                Message(
                    "{file}: line {line} has {columns} columns, more than any spreadsheet has"
                ).filled(file=file, line=line, columns=columns),
                hint=Message("save only the part of the sheet that holds the OKRs"),
                cell=f"line {line}",
            )


def _quoted_end(text: str, position: int, delimiter: str, file: str) -> int:
    pattern = _field(delimiter)
    while True:
        found = pattern.match(text, position)
        if found is None:
            return position
        _require_closed(text, found, file)
        position = found.end()
        if text[position : position + 1] != delimiter:
            return position
        position += 1


def _require_closed(text: str, found: re.Match[str], file: str) -> None:
    quoted, rest = found["quoted"], found["rest"]
    unclosed = quoted is None and rest.startswith('"')
    # Text after a closing quote is a slip within a line; over lines it swallows rows.
    runs_on = quoted is not None and rest.strip(" ") and ("\n" in quoted or "\r" in quoted)
    if unclosed or runs_on:
        line = line_at(text, found.start())
        raise Malformed(
            Message(
                "{file}: a quote that opens in line {line} is not closed where its field ends"
            ).filled(file=file, line=line),
            hint=Message(
                "look at line {line}: a quote inside a quoted text is written twice"
            ).filled(line=line),
            cell=f"line {line}",
        )


def fields(text: str, delimiter: str) -> list[str]:
    """A record's fields as they stand, quotes included. No text has no fields."""
    if not text:
        return []
    if '"' not in text:
        return text.split(delimiter)
    found: list[str] = _fields(delimiter).findall(text)
    if not text.endswith(delimiter):
        found.pop()  # the pattern also matches nothing, at the very end
    return found


def is_quoted(field: str) -> bool:
    """Whether a field is enclosed in quotes, blanks around them allowed."""
    match = _WHOLE.match(field)
    return bool(match and match["quoted"] and not match["rest"].strip(" "))


def unquote(field: str) -> str:
    """What a field says: without its quotes, doubled ones single."""
    if '"' not in field:
        return field
    inner = field[1:-1]
    if field[0] == field[-1] == '"' and '"' not in inner and len(field) > 1:
        return inner
    match = _WHOLE.match(field)
    if match is None or match["quoted"] is None:
        return field
    rest = match["rest"] if match["rest"].strip(" ") else ""
    return match["quoted"].lstrip(" ")[1:-1].replace('""', '"') + rest


def quote(text: str) -> str:
    """A text between quotes, its own doubled."""
    return '"' + text.replace('"', '""') + '"'
