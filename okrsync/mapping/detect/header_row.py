"""Finding the header: under titles and blank rows, not at column A, over several lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from okrsync.mapping import head
from okrsync.mapping.apply.sections import is_marked
from okrsync.mapping.apply.times import when
from okrsync.mapping.head import LONGEST, Head
from okrsync.mapping.vocabulary.headers import strength
from okrsync.mapping.vocabulary.managed import is_managed
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.mapping.vocabulary.words import LANGUAGES, load
from okrsync.table import RangeKind, Row, Scalar, Table

_LOOK = 60
"""So many filled rows are looked at for the first header, titles and metadata included."""
_STACK = 2000
"""So many rows are looked through for further tables below the first one."""
_KNOWN = 0.6
"""The share of a further header's cells whose words are known."""
_ROUNDING = 1e-9
_A_TIME = 0.25
"""What each time adds that stands beside a header's word: “KPI, Jan, Feb, Mar”."""
_FIGURE = re.compile(r"\s*[-+(]?[€$£]?\s?\d[\d.,\s]*%?\)?\s*")
_ANY_DAY = date(2000, 1, 1)


def find(table: Table, extra: frozenset[str] = frozenset()) -> list[Head]:
    """All headers of a tab from the top, each with its rows; empty where there is none.

    `extra` are headers (small letters) that a configuration names.
    """
    if table.columns:
        return [head.of_columns(table, sum(strength(each.title) for each in table.columns))]
    places = _places(table, extra)
    heads = []
    for place, (at, score) in enumerate(places):
        end = places[place + 1][0] if place + 1 < len(places) else len(table.rows)
        heads.append(head.build(table, at, end, score, _uppers(table, at)))
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
        if at > places[-1][0] + 1 and _words_of_headers(row) and not _is_data(row, extra):
            score, share = _score(row, extra, said)
            if score >= 2 and share >= _KNOWN and shape not in seen:
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


def _is_data(row: Row, extra: frozenset[str]) -> bool:
    """Whether so many cells are neither known words nor times that the row can be no header.

    Numbers and long texts are asked first: most rows of data are known by these, without the
    meaning of each of their words.
    """
    filled = [value for value in row.values if is_filled(value)]
    most = (1 - _KNOWN) * len(filled) + _ROUNDING
    strange = 0
    for value in sorted(filled, key=lambda each: -len(each) if isinstance(each, str) else -LONGEST):
        strange += (_strength(value, extra) or 0) < _KNOWN and _time(value) is None
        if strange > most:
            return True
    return False


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
    meant = {
        index: _strength(value, extra) for index, value in enumerate(row.values) if is_filled(value)
    }
    times = _times(row) if any((each or 0) >= 0.6 for each in meant.values()) else frozenset()
    score += min(1.0, _A_TIME * len(times))
    for index, found in meant.items():
        value = row.values[index]
        if index in times:
            continue
        filled += 1
        if (index, str(value)) in said:
            continue
        if found is None:
            score -= 0.5
        else:
            # The same measure in each of several blocks is known each time, and counts once.
            known += found >= 0.6
            score += found if str(value) not in seen else 0
            seen.add(str(value))
    return score, known / filled if filled else 0.0


def _times(row: Row) -> frozenset[int]:
    """Columns of which a row names times one after another, as the header of values over time
    does: they speak neither for nor against it. Two dates in a row of data are no such."""
    found = [(at, time) for at, value in enumerate(row.values) if (time := _time(value))]
    order = list(dict.fromkeys(time for _, time in found))
    if len(order) < 2 or order != sorted(order) or len(found) + 1 < 0.5 * _texts(row):
        return frozenset()
    dates = sum(isinstance(row.value(at), date) for at, _ in found)
    return frozenset(at for at, _ in found) if dates != 2 else frozenset()


def _time(value: Scalar) -> date | None:
    """The first day of a time that a header names."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    found = when(text, _ANY_DAY)
    return found.period.start if found else None


def _strength(value: Scalar, extra: frozenset[str]) -> float | None:
    """A cell's score as a header, None where it can't be one (a number, a date)."""
    if not isinstance(value, str):
        return None
    if _FIGURE.fullmatch(value) and value.strip().casefold() not in extra:
        return None  # a file of texts has its numbers as texts, too
    if len(value) > LONGEST or value.lstrip()[:1].isdigit():
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
    """What a row says, but for headers of ours: these stand in the first header alone, and where
    that comes again it is the same one."""
    return tuple(
        (i, str(value))
        for i, value in enumerate(row.values)
        if is_filled(value) and not (isinstance(value, str) and is_managed(value))
    )


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


def _uppers(table: Table, at: int) -> list[Row]:
    """The row above a header, where it is its upper line."""
    row = table.rows[at]
    above = table.rows[at - 1] if at and table.rows[at - 1].number == row.number - 1 else None
    grouped = above is not None and not is_marked(above) and _groups(above, row)
    return [above] if above is not None and grouped else []


def _groups(above: Row, row: Row) -> bool:
    """Whether the row above is an upper line of the header, and no title or metadata."""
    pairs = [(above.value(i), row.value(i)) for i in range(max(len(above.values), len(row.values)))]
    over = [up for up, low in pairs if isinstance(up, str) and up.strip() and is_filled(low)]
    beside = [up for up, low in pairs if isinstance(up, str) and up.strip() and not is_filled(low)]
    known = [text for text in beside if len(text) <= LONGEST and strength(text) >= 0.9]
    numbers = any(isinstance(up, int | float) and not isinstance(up, bool) for up, _ in pairs)
    return not numbers and (bool(known) or len(over) >= 2)
