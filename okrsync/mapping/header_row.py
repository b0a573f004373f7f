"""Finding the header: under titles and blank rows, not at column A, over several lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from okrsync.mapping.headers import strength
from okrsync.mapping.managed import is_managed
from okrsync.mapping.normal import header, is_filled
from okrsync.mapping.words import LANGUAGES, load
from okrsync.table import RangeKind, Row, Scalar, Table
from okrsync.values import clean

_LOOK = 60
"""So many filled rows are looked at for the first header, titles and metadata included."""
_STACK = 2000
"""So many rows are looked through for further tables below the first one."""
_LONGEST = 160
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A column's header as it stands, where it stands, and the group above it."""

    index: int
    text: str
    row: int
    group: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its lowest row's number, its cells, and the rows below it that are its data.

    `first` is the number of the first data row: a row of units may stand between.
    """

    row: int
    top: int
    cells: tuple[HeaderCell, ...]
    rows: Sequence[Row]
    score: float
    first: int


def find(table: Table, extra: frozenset[str] = frozenset()) -> list[Head]:
    """All headers of a tab from the top, each with its rows; empty where there is none.

    `extra` are headers (small letters) that a configuration names.
    """
    if table.columns:
        cells = tuple(_cell(column.index, column.title, 0) for column in table.columns)
        return [Head(0, 0, cells, table.rows, sum(strength(cell.text) for cell in cells), 1)]
    places = _places(table, extra)
    heads = []
    for place, (at, score) in enumerate(places):
        end = places[place + 1][0] if place + 1 < len(places) else len(table.rows)
        heads.append(_head(table, at, end, score))
    return heads


def _places(table: Table, extra: frozenset[str]) -> list[tuple[int, float]]:
    """Positions in `table.rows` of the headers, with their scores."""
    first = _first(table, extra)
    if first is None:
        return []
    places = [first]
    seen = {_shape(table.rows[first[0]])}
    said: set[tuple[int, str]] = set()
    for at in range(first[0] + 1, min(len(table.rows), first[0] + _STACK)):
        row, shape = table.rows[at], _shape(table.rows[at])
        if at > places[-1][0] + 1 and _words_of_headers(row):
            score, share = _score(row, extra, said)
            if score >= 2 and share >= 0.6 and shape not in seen:
                seen.add(shape)
                places.append((at, score))
                said.clear()
                continue
        said.update(shape)
    return places


def _first(table: Table, extra: frozenset[str]) -> tuple[int, float] | None:
    tops = {each.area.first_row for each in table.ranges if each.kind is RangeKind.TABLE}
    found: list[tuple[int, float]] = []
    looked = 0
    for at, row in enumerate(table.rows):
        if looked >= _LOOK and row.number not in tops:
            break
        score, share = _score(row, extra)
        looked += any(is_filled(value) for value in row.values)
        if share < 0.5 and share * _texts(row) < 2:
            # One known word among others is a label beside its value, and no header.
            score = min(score, 1.0)
        score += 1.0 if row.number in tops and score else 0
        if score >= 1 or (score >= 0.6 and _texts(row) >= 2):
            found.append((at, score))
    best = max((score for _, score in found), default=0.0)
    if best < 1.2:
        return next((place for place in found if _alone(table, place[0])), None)
    first = next(place for place in found if place[1] >= max(1.2, 0.6 * best))
    lower = next((place for place in found if place[0] == first[0] + 1), None)
    if lower and _completes(table.rows[first[0]], table.rows[lower[0]], extra):
        return lower
    return first


def _completes(upper: Row, lower: Row, extra: frozenset[str]) -> bool:
    """Whether a row is the lower line of a header: known words where the upper line has none."""
    if lower.number != upper.number + 1 or _score(lower, extra)[1] < 0.6:
        return False
    filled = [index for index, value in enumerate(lower.values) if is_filled(value)]
    if len(filled) < 2:
        return False  # A single word below a header, such as "done", is somebody's remark.
    free = [index for index in filled if not _says_something(upper.value(index), extra)]
    return len(free) > 0.5 * len(filled)


def _says_something(value: Scalar, extra: frozenset[str]) -> bool:
    known = isinstance(value, str) and is_managed(value)
    return known or (is_filled(value) and (_strength(value, extra) or 0) >= 0.6)


def _alone(table: Table, at: int) -> bool:
    """Whether a single known word stands over a column: cells follow right below it."""
    row = table.rows[at]
    column = next(i for i, value in enumerate(row.values) if is_filled(value))
    below = table.rows[at + 1 : at + 3]
    return bool(below) and all(is_filled(each.value(column)) for each in below)


def _score(
    row: Row, extra: frozenset[str], said: Collection[tuple[int, str]] = ()
) -> tuple[float, float]:
    """How much a row looks like a header, and the share of its filled cells that do.

    What has been `said` in a column above it ("Key result", a tag) is data there.
    """
    score, filled, known = 0.0, 0, 0
    seen: set[str] = set()
    for index, value in enumerate(row.values):
        if not is_filled(value):
            continue
        filled += 1
        if (index, str(value)) in said:
            continue
        found = _strength(value, extra)
        if found is None:
            score -= 0.5
        elif value not in seen:
            seen.add(str(value))
            score += found
            known += found >= 0.6
    return score, known / filled if filled else 0.0


def _strength(value: Scalar, extra: frozenset[str]) -> float | None:
    """A cell's score as a header, None where it can't be one (a number, a date)."""
    if not isinstance(value, str):
        return None
    if len(value) > _LONGEST or value.lstrip()[:1].isdigit():
        return 1.0 if value.strip().casefold() in extra else 0.0
    if extra and value.strip().casefold() in extra:
        return 1.0
    if is_managed(value):
        return 0.5
    found = strength(value)
    return found if found > 0.9 else found * 0.6


def _texts(row: Row) -> int:
    return sum(isinstance(value, str) and bool(value.strip()) for value in row.values)


def _shape(row: Row) -> tuple[tuple[int, str], ...]:
    return tuple((i, str(value)) for i, value in enumerate(row.values) if is_filled(value))


@cache
def _known_texts() -> frozenset[str]:
    return frozenset(
        text.casefold()
        for language in LANGUAGES
        for texts in load(language).headers.values()
        for text in texts
    )


def _words_of_headers(row: Row) -> bool:
    known = _known_texts()
    hits = sum(isinstance(value, str) and value.strip().casefold() in known for value in row.values)
    return hits >= 2


def _head(table: Table, at: int, end: int, score: float) -> Head:
    row = table.rows[at]
    above = table.rows[at - 1] if at and table.rows[at - 1].number == row.number - 1 else None
    if above is not None and not _groups(above, row):
        above = None
    cells = tuple(_cells(table, row, above))
    top = above.number if above is not None else row.number
    below = table.rows[at + 1] if at + 1 < end else None
    if below is not None and (units := _units(below)):
        cells = tuple(replace(cell, unit=units.get(cell.index, cell.unit)) for cell in cells)
        return Head(row.number, top, cells, table.rows[at + 2 : end], score, below.number + 1)
    return Head(row.number, top, cells, table.rows[at + 1 : end], score, row.number + 1)


def _units(row: Row) -> dict[int, str]:
    """Column → unit, where a row below the header holds nothing but units in brackets."""
    filled = {index: value for index, value in enumerate(row.values) if is_filled(value)}
    found = {
        index: match[1].strip()
        for index, value in filled.items()
        if isinstance(value, str) and (match := _IN_BRACKETS.fullmatch(value.strip()))
    }
    return found if len(found) == len(filled) else {}


def _groups(above: Row, row: Row) -> bool:
    """Whether the row above is an upper line of the header, and no title or metadata."""
    pairs = [(above.value(i), row.value(i)) for i in range(max(len(above.values), len(row.values)))]
    over = [up for up, low in pairs if isinstance(up, str) and up.strip() and is_filled(low)]
    beside = [up for up, low in pairs if isinstance(up, str) and up.strip() and not is_filled(low)]
    known = [text for text in beside if len(text) <= _LONGEST and strength(text) >= 0.9]
    numbers = any(isinstance(up, int | float) and not isinstance(up, bool) for up, _ in pairs)
    return not numbers and (bool(known) or len(over) >= 2)


def _cells(table: Table, row: Row, above: Row | None) -> Iterator[HeaderCell]:
    width = max(len(row.values), len(above.values) if above else 0)
    spans = _spans(table, above)
    group: str | None = None
    for index in range(width):
        low = _text(row.value(index))
        up = _text(above.value(index)) if above else ""
        group = up or (group if index in spans else None)
        if low or up:
            over = group if low and group else None
            yield _cell(index, low or up, row.number if low else _number(above, row), over)


def _number(above: Row | None, row: Row) -> int:
    return above.number if above else row.number


def _spans(table: Table, above: Row | None) -> set[int]:
    """Columns over which a merged cell of the upper header line continues."""
    if above is None:
        return set()
    return {
        column
        for area in table.merges
        if area.first_row <= above.number <= area.last_row
        for column in range(area.first_column + 1, area.last_column + 1)
    }


def _text(value: Scalar) -> str:
    return clean(str(value)) if is_filled(value) else ""


def _cell(index: int, text: str, row: int, group: str | None = None) -> HeaderCell:
    return HeaderCell(index, clean(text), row, group, header(text).bracket)
