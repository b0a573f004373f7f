"""What kind of CSV a text is: found by how well each delimiter makes columns of its records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from connectors.csv.cell_values import FieldStyle
from connectors.csv.records import fields, is_quoted, records, unquote
from okrsync.connector import Malformed
from okrsync.table import Scalar
from okrsync.values import column_style

DELIMITERS = (",", ";", "\t", "|")
_RARE = "$~^§¦#!*@&"
"""Marks that divide a text only where no delimiter divides its header, and all records alike."""
_RARE_COLUMNS, _RARE_RECORDS = 3, 2
_SAMPLE = 200
_SEPARATOR_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?(?:\r\n|\n|\r|\Z)', re.IGNORECASE)
_NUMBER = re.compile(r"[-+≥≤<>€$£¥ ]*\d[\d.,' \u00a0]*[%€$£¥ ]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is divided. `wrapped`: each line as a whole is one quoted string.

    `start` is where the records begin, after a first line such as `sep=;`.
    """

    delimiter: str
    wrapped: bool = False
    start: int = 0


def detect(text: str, suffix: str, file: str) -> Dialect:
    """The dialect of a text: `sep=` decides, else the delimiter that makes the best columns."""
    named = _SEPARATOR_LINE.match(text)
    start = named.end() if named else 0
    if named:
        sample = _sample(text, named[1], file, start)
        return Dialect(named[1], _is_wrapped(sample, named[1]), start)
    delimiter = _best(text, "\t" if suffix == ".tsv" else ",", file)
    return Dialect(delimiter, _is_wrapped(_sample(text, delimiter, file), delimiter))


def _best(text: str, preferred: str, file: str) -> str:
    scores = {
        delimiter: _score([_width(found, delimiter) for found in _sample(text, delimiter, file)])
        for delimiter in sorted(DELIMITERS, key=lambda delimiter: delimiter != preferred)
    }
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if _divides_header(text, file) else _rare(text, file) or best


def _divides_header(text: str, file: str) -> bool:
    """Whether any usual delimiter makes more than one column of the first record."""
    samples = (_sample(text, delimiter, file)[:1] for delimiter in DELIMITERS)
    return any(
        _width(found, mark) > 1
        for mark, sample in zip(DELIMITERS, samples, strict=True)
        for found in sample
    )


def _rare(text: str, file: str) -> str | None:
    """The mark that makes equally many columns of each record, None where none does."""
    first = text.splitlines()[0] if text else ""
    for mark in _RARE:
        if first.count(mark) < _RARE_COLUMNS - 1:
            continue
        widths = [_width(found, mark) for found in _sample(text, mark, file)]
        if len(widths) >= _RARE_RECORDS and len({*widths}) == 1:
            return mark
    return None


def _score(widths: Sequence[int]) -> float:
    """The share of records as wide as most, and a little for the first being so, and for width."""
    shares = {
        width: times / len(widths) + (width == widths[0]) / 5 + min(width, 20) / 50
        for width, times in Counter(widths).items()
        if width > 1
    }
    return max(shares.values(), default=0.0)


def _sample(text: str, delimiter: str, file: str, start: int = 0) -> list[list[str]]:
    """The fields of the first records that are not blank, up to one that can't be read."""
    found = []
    try:
        for record in islice(records(text, delimiter, file, start), _SAMPLE):
            if record.text:
                found.append(fields(record.text, delimiter))
    except Malformed:
        pass  # reading the whole text says so, with the line
    return found


def _width(found: Sequence[str], delimiter: str) -> int:
    if len(found) == 1 and is_quoted(found[0]):
        return len(fields(unquote(found[0]), delimiter))
    return len(found)


def _is_wrapped(sample: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether most records are one quoted string that holds fields, up to the header's number."""
    header = _width(sample[0], delimiter) if sample else 0
    single = sum(
        len(found) == 1 and is_quoted(found[0]) and 2 <= _width(found, delimiter) <= header
        for found in sample
    )
    return single * 2 > len(sample)


def style_of(rows: Iterable[Sequence[str]], delimiter: str) -> FieldStyle:
    """What a file quotes, by majority, and its decimal mark, by its numbers."""
    seen: Counter[tuple[str, bool]] = Counter()
    numbers: dict[int, list[Scalar]] = {}
    for row in rows:
        for column, field in enumerate(row):
            text = unquote(field)
            kind = _kind(text, delimiter)
            seen[kind, field.startswith('"')] += 1
            if kind == "number":
                numbers.setdefault(column, []).append(text)
    return FieldStyle(
        quote_texts=seen["text", True] > seen["text", False],
        quote_numbers=seen["number", True] > seen["number", False],
        quote_blanks=seen["blank", True] > seen["blank", False],
        bare=delimiter == "\t" and not any(quoted for _, quoted in seen),
        decimal=_decimal(numbers.values(), delimiter),
    )


def _kind(text: str, delimiter: str) -> str:
    if not text:
        return "blank"
    if _NUMBER.fullmatch(text):
        return "number"
    return "quoted" if any(mark in text for mark in (delimiter, '"', "\n", "\r")) else "text"


def _decimal(columns: Iterable[Sequence[Scalar]], delimiter: str) -> str:
    """The mark that most columns prove; where none does, `;` is how comma countries part fields."""
    votes = Counter(column_style(column).decimal for column in columns)
    if votes[","] == votes["."]:
        return "," if delimiter == ";" else "."
    return "," if votes[","] > votes["."] else "."
