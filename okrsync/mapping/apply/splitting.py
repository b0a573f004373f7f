"""Several in one cell: a row for each, with its part of every parallel cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsync.i18n import Message
from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.shaped import OddPart, Shaped, put
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import Split
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Address, Row, Scalar

BULLET = re.compile(
    r"^\s*(?:[-*•–—◦▪‣·●○■]|\(?\d{1,2}[.)](?!\d)|\(?[a-z][.)]|KR\s?\d{1,2}(?:\.\d{1,2})?\s?[:.)-])\s*",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_ON_ONE_LINE = re.compile(
    r"(?<=\S)(?:\s*;)?\s+(?=[•◦▪‣●]\s|KR\s?\d{1,2}(?:\.\d{1,2})?\s?[:.)-]\s)", re.IGNORECASE
)
"""Before a bullet, or a code that numbers, among others on one line."""
UNEQUAL = Message(
    "It stands beside {rows} in one cell and has {parts} of its own, so nobody can tell which "
    "belongs to which. Give each a row, or a line of its own in both cells."
)


def parted(value: Scalar, by: str) -> list[str]:
    """The parts of a cell: one where nothing parts it, none where it is blank.

    `by` is `bullets` (each line behind one; a line without goes on about the one above),
    `lines`, or a pattern of what stands between.
    """
    if not isinstance(value, str) or not value.strip():
        return []
    if by == "bullets":
        return bullets(value)
    if by == "lines":
        return [line.strip() for line in value.splitlines() if line.strip()]
    return [part.strip() for part in safe_patterns.parts(by, value) if part.strip()]


def bullets(text: str) -> list[str]:
    """The points of a list, without their bullets; a text that is none is one part, whole."""
    lines = [line.strip() for line in _BREAK.sub("\n", text).splitlines() if line.strip()]
    if len(lines) == 1 and BULLET.match(lines[0]):
        lines = [line.strip() for line in _ON_ONE_LINE.split(lines[0]) if line.strip()]
    if len(lines) < 2 or not BULLET.match(lines[0]) or sum(map(_bulleted, lines)) < 2:
        return [text.strip()]
    parts: list[str] = []
    for line in lines:
        if _bulleted(line):
            parts.append(BULLET.sub("", line).strip())
        else:
            parts[-1] += f" {line}"
    return [part for part in parts if part]


def _bulleted(line: str) -> bool:
    return BULLET.match(line) is not None


def split(shaped: Shaped, verb: Split, own_ids: Sequence[int] = ()) -> Shaped:
    """The table with a row for each part of a cell.

    Other columns say of each part what they said of the row, but for `own_ids`: an id of several
    is none's. A parallel cell with another number of parts is nobody's, and told.
    """
    column = selecting.one(verb.column, shaped.headers)
    if column is None:
        return shaped
    beside = [at for at in selecting.many(verb.parallel, shaped.headers) if at != column]
    rows: list[Row] = []
    origins: list[Mapping[int, Address]] = []
    odd: list[OddPart] = []
    for at, row in enumerate(shaped.rows):
        parts = parted(row.value(column), verb.by)
        if len(parts) < 2:
            rows.append(_unbulleted(row, column, parts) if verb.by == "bullets" else row)
            origins.append(shaped.origins[at])
            continue
        own_parts = {each: pieces(row.value(each), verb.by) for each in beside}
        for each, own in own_parts.items():
            if is_filled(row.value(each)) and len(own) != len(parts):
                why = UNEQUAL.filled(rows=len(parts), parts=len(own) or 1)
                odd.append(OddPart(len(rows), each, str(row.value(each)), why))
        for place, part in enumerate(parts):
            values = put(row.values, column, part)
            for each, own in own_parts.items():
                values = put(values, each, own[place] if len(own) == len(parts) else None)
            for each in own_ids:
                values = put(values, each, None)
            rows.append(replace(row, values=values, key=None))
            origins.append(shaped.origins[at])
    return replace(shaped, rows=rows, origins=origins, odd=(*shaped.odd, *odd))


def _unbulleted(row: Row, column: int, parts: Sequence[str]) -> Row:
    """A row whose list has one point only: its bullet is none of the title's."""
    if not parts or not _bulleted(parts[0]):
        return row
    return replace(row, values=put(row.values, column, BULLET.sub("", parts[0]).strip()))


def pieces(value: Scalar, by: str) -> list[str]:
    """The parts of a parallel cell, which may stand on lines without bullets."""
    found = parted(value, by)
    if len(found) < 2 and isinstance(value, str):
        lines = [BULLET.sub("", line).strip() for line in value.splitlines() if line.strip()]
        return lines if len(lines) > 1 else found
    return found
