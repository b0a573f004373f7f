"""Which columns a mapping means: by header, pattern or letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import ColumnRef
from okrsync.mapping.vocabulary.normal import same
from okrsync.table import column_index, letters

JOINT = " / "
"""What stands between the lines of a header."""


def all_of(column: ColumnRef, headers: Mapping[int, str]) -> list[int]:
    """All columns that are meant, from the left; a header means the first one that has it.

    The lower line alone is enough, where no whole header is that text.
    """
    if column.letter is not None:
        return [column_index(column.letter)]
    if column.pattern is not None:
        pattern = column.pattern
        return [at for at, text in sorted(headers.items()) if safe_patterns.matches(pattern, text)]
    wanted = same(column.header or "")
    for shown in (same, lower):
        found = [at for at, text in sorted(headers.items()) if shown(text) == wanted]
        if found:
            return found[:1]
    return []


def one(column: ColumnRef, headers: Mapping[int, str]) -> int | None:
    """The first column that is meant, None where there is none."""
    return next(iter(all_of(column, headers)), None)


def many(columns: Iterable[ColumnRef], headers: Mapping[int, str]) -> list[int]:
    """Every column that one of several means, each once."""
    return list(dict.fromkeys(at for column in columns for at in all_of(column, headers)))


def lower(text: str) -> str:
    """The lowest line of a header, as compared."""
    return same(text.rpartition(JOINT)[2])


def naming(at: int, headers: Mapping[int, str]) -> ColumnRef:
    """How a column is named so that it is found again: by its header, else by its letter."""
    text = headers.get(at, "")
    for shown in (text.rpartition(JOINT)[2], text):
        column = ColumnRef(header=shown)
        alike = [each for each in headers.values() if lower(each) == same(shown)]
        if shown.strip() and one(column, headers) == at and (shown == text or len(alike) == 1):
            twins = [each for each in headers.values() if same(each) == same(text)]
            return column if len(twins) == 1 else ColumnRef(letter=letters(at))
    return ColumnRef(letter=letters(at))
