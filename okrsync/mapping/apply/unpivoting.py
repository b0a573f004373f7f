"""Values over time in columns: a column a week, a month, a year, or a block of them a quarter.

Each row keeps its row. The value that counts now becomes the row's current one, with the target
and the start of the same time; the others are check-ins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.shaped import Shaped, Timed, with_column
from okrsync.mapping.apply.times import HeaderTime, in_order, weeks_spelt, when, without_days
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import HISTORY, Unpivot
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.model import Period
from okrsync.table import Address, Row, Scalar
from okrsync.values import is_null

_LONGEST_PERIOD = 190
"""A longer time than a half-year is no row's own period."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of values over time: its time and its field."""

    column: int
    when: HeaderTime
    field: str


def slots(
    headers: Mapping[int, str], verb: Unpivot, today: date, fiscal_year_start: int = 1
) -> list[Slot]:
    """The columns that a verb means, from the left, with their times and fields."""
    chosen = sorted(headers)
    if not isinstance(verb.columns, str):
        chosen = selecting.many(verb.columns, headers)
    measures = {same(word): name for word, name in verb.measures.items()}
    found: dict[int, tuple[HeaderTime, str]] = {}
    headers = weeks_spelt(headers)
    for column in chosen:
        named = _named(headers.get(column, ""), verb, today, fiscal_year_start)
        if named is None or verb.columns not in ("periods", named.kind, *_any(verb)):
            continue
        name = measures.get(named.rest) if named.rest else verb.values_to
        if name is not None:
            found[column] = (named, name)
    return [Slot(column, each, name) for column, (each, name) in found.items()]


def _any(verb: Unpivot) -> tuple[object, ...]:
    return () if isinstance(verb.columns, str) else (verb.columns,)


def _named(text: str, verb: Unpivot, today: date, start: int) -> HeaderTime | None:
    if verb.names_pattern is None:
        return when(text, today, start)
    groups = safe_patterns.search(verb.names_pattern, text)
    found = when((groups or {}).get("period") or "", today, start)
    return replace(found, rest=same((groups or {}).get("measure") or "")) if found else None


def over_time(shaped: Shaped, verb: Unpivot, today: date, fiscal_year_start: int = 1) -> Shaped:
    """The table with a column for each field that has values over time."""
    found = _dated(shaped, slots(shaped.headers, verb, today, fiscal_year_start), today)
    if not found:
        return shaped
    fields = [name for name in dict.fromkeys(slot.field for slot in found) if name != HISTORY]
    by_time: dict[Period, dict[str, int]] = {}
    for slot in sorted(found, key=lambda each: (each.when.period.end, each.column)):
        by_time.setdefault(slot.when.period, {})[slot.field] = slot.column
    times = list(by_time)
    columns = [tuple(by_time[time].values()) for time in times]
    order = _newest(by_time, times, today) if verb.current == "newest" else ()
    counts = [_chosen(row, order, columns, times, today) for row in shaped.rows]
    for name in fields:
        header = next(shaped.headers[slot.column] for slot in found if slot.field == name)
        cells = [
            _cell(shaped, at, _column(row, name, counts[at], by_time, times))
            for at, row in enumerate(shaped.rows)
        ]
        shaped = with_column(shaped, name, header, cells)
    if {"target", "baseline"} & set(fields) and _are_periods(times) and len(times) > 1:
        first = {time: next(iter(by_time[time].values())) for time in times}
        labels: list[tuple[Scalar, Address | None]] = [
            (None, None) if chosen is None
            else (times[chosen].label, shaped.cell(at, first[times[chosen]]))
            for at, chosen in enumerate(counts)
        ]  # fmt: skip
        shaped = with_column(shaped, "period", shaped.headers[first[times[0]]], labels)
    read = {slot.column for slot in found if slot.field in ("current", HISTORY)}
    return replace(
        shaped,
        read=shaped.read | read,
        barred=shaped.barred | {slot.column for slot in found},
        timed=(*shaped.timed, *(slot.column for slot in found if slot.field == "current")),
        series=(*shaped.series, *_series(found, today)),
        aims=(*shaped.aims, *(slot.column for slot in found if slot.field == "target")),
    )


def _dated(shaped: Shaped, found: Sequence[Slot], today: date) -> list[Slot]:
    """The same with the years that they must mean."""
    known = without_days({slot.column: slot.when for slot in found}, today)
    found = [replace(slot, when=known[slot.column]) for slot in found]
    if not any(slot.when.yearless for slot in found):
        return list(found)
    filled = [
        slot.column
        for slot in found
        if slot.field in ("current", HISTORY)
        and any(_says(row.value(slot.column)) for row in shaped.rows)
    ]
    # Each measure goes through the year by itself: “Jan target” follows “Jan actual”.
    dated: dict[int, HeaderTime] = {}
    for name in {slot.field for slot in found}:
        own = {slot.column: slot.when for slot in found if slot.field == name}
        dated |= in_order(own, filled, today)
    return [replace(slot, when=dated[slot.column]) for slot in found]


def _says(value: Scalar) -> bool:
    return is_filled(value) and not (isinstance(value, str) and is_null(value))


def _newest(
    by_time: Mapping[Period, Mapping[str, int]], times: Sequence[Period], today: date
) -> list[tuple[int, int]]:
    """Where to look for a row's current value, as positions of times with their columns: the
    newest that has begun first, those that lie ahead behind all of these."""
    known = [
        (at, column)
        for at, time in reversed(list(enumerate(times)))
        if (column := by_time[time].get("current")) is not None
    ]
    return sorted(known, key=lambda each: times[each[0]].start > today)


def _chosen(
    row: Row,
    order: Sequence[tuple[int, int]],
    columns: Sequence[Sequence[int]],
    times: Sequence[Period],
    today: date,
) -> int | None:
    """Which of the times counts for a row, by its position; None where the row is blank.

    The newest with a current value, none that lies ahead where one before it has any; without
    any the running one, else the next one, else the last that is filled.
    """
    for at, column in order:
        if _says(row.value(column)):
            return at
    said = [at for at, own in enumerate(columns) if any(_says(row.value(column)) for column in own)]
    ahead = [at for at in said if times[at].end >= today]
    return next(iter((*ahead, *said[-1:])), None)


def _column(
    row: Row,
    name: str,
    chosen: int | None,
    by_time: Mapping[Period, Mapping[str, int]],
    times: Sequence[Period],
) -> int | None:
    """The column of a field that counts for a row: a target may be that of a later time."""
    if chosen is None:
        return None
    own = by_time[times[chosen]].get(name)
    if name != "target" or _says(row.value(own)):
        return own
    order = [*times[chosen:], *reversed(times[:chosen])]
    places = (by_time[time].get(name) for time in order)
    return next((at for at in places if _says(row.value(at))), own)


def _cell(shaped: Shaped, at: int, column: int | None) -> tuple[Scalar, Address | None]:
    if column is None:
        return None, None
    return shaped.rows[at].value(column), shaped.cell(at, column)


def _are_periods(times: Sequence[Period]) -> bool:
    lengths = [(time.end - time.start).days for time in times]
    return min(lengths) > 7 and max(lengths) < _LONGEST_PERIOD


def _series(found: Sequence[Slot], today: date) -> list[Timed]:
    """Check-ins: on the day itself, or at the end of a time that has ended."""
    return [
        Timed(slot.column, slot.when.period.end)
        for slot in found
        if slot.field in ("current", HISTORY) and slot.when.dated and slot.when.period.end <= today
    ]
