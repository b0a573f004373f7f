"""Columns that are named for times: weeks, months, years, or blocks of measures a quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.prepare import PreparedTable, ReadingSettings
from okrsync.mapping.apply.times import HeaderTime, weeks_spelt, when
from okrsync.mapping.apply.unpivoting import slots
from okrsync.mapping.files.schema import HISTORY, Times, Unpivot
from okrsync.mapping.profile import SAMPLE, Profile, profile
from okrsync.mapping.vocabulary.headers import match

_MEASURES = ("current", "target", "baseline", "progress")
_CLEAR = 0.7
_NUMBERS = 0.6
"""Of the filled cells of columns over time, so many are numbers."""


def found(ready: PreparedTable, settings: ReadingSettings) -> tuple[Unpivot, ...]:
    """The verb for a table's columns over time, empty where it has none.

    A measure takes two columns at least, with numbers or nothing in them. Where another column
    is named for the current value, those over time are its history.
    """
    named = _named(ready, settings)
    by_rest: dict[str, list[int]] = {}
    for column, each in named.items():
        by_rest.setdefault(each.rest, []).append(column)
    by_rest = _as_one(by_rest, named)
    seen = {at: profile([row.value(at) for row in ready.rows[:SAMPLE]]) for at in named}
    timed = {rest: own for rest, own in by_rest.items() if _are_values(own, named, seen)}
    if not any(not seen[at].empty for own in timed.values() for at in own):
        return ()
    values_to, measures = _fields(timed, named)
    if values_to == "current" and _are_wanted(ready, timed[""], named, seen, settings):
        values_to = "target"
    if _has_current(ready, named):
        values_to = values_to and HISTORY
        measures = {rest: HISTORY if name == "current" else name for rest, name in measures.items()}
    wanted = [
        at
        for own in timed.values()
        for at in own
        if not named[at].rest or named[at].rest in measures
    ]
    if not wanted or (values_to is None and not measures):
        return ()
    counts = Counter(named[at].kind for at in wanted)
    kind = cast("Times", next(iter(counts)) if len(counts) == 1 else "periods")
    verb = Unpivot(kind, values_to, measures)
    chosen = {slot.column for slot in slots(ready.names, verb, settings.today)}
    if chosen != set(wanted):
        listed = tuple(selecting.naming(at, ready.names) for at in sorted(wanted))
        verb = Unpivot(listed, values_to, measures)
    return (verb,)


def _named(ready: PreparedTable, settings: ReadingSettings) -> dict[int, HeaderTime]:
    """The columns whose header names a time, but for those that have a field already."""
    taken = {*ready.fixed.values(), *ready.ours.columns.values(), *ready.ours.copies}
    found = {}
    for column, text in weeks_spelt(ready.names).items():
        named = when(text, settings.today, settings.fiscal_year_start)
        if named is not None and column not in taken:
            found[column] = named
    return found


def _are_values(
    columns: Sequence[int], named: Mapping[int, HeaderTime], seen: Mapping[int, Profile]
) -> bool:
    """Whether columns hold one measure over time: different times, numbers below them."""
    times = {named[at].period for at in columns}
    filled = sum(seen[at].filled for at in columns)
    numbers = sum(seen[at].filled * (seen[at].numbers + seen[at].numeric_texts) for at in columns)
    return len(times) > 1 and len(times) == len(columns) and numbers >= _NUMBERS * filled


def _as_one(
    by_rest: Mapping[str, list[int]], named: Mapping[int, HeaderTime]
) -> dict[str, list[int]]:
    """The same with columns together that say the same of different times in other words: “Q3
    result” and “Q4 to date”."""
    found: dict[str, list[int]] = {}
    alone: dict[str, str] = {}
    for rest, own in by_rest.items():
        field = _measure(rest) if rest and len(own) == 1 else None
        first = alone.setdefault(field, rest) if field else rest
        times = {named[at].period for at in found.get(first, ())}
        here = first if first == rest or named[own[0]].period not in times else rest
        found.setdefault(here, []).extend(own)
    return found


def _measure(rest: str) -> str | None:
    meant = next((each for each in match(rest) if each.field in _MEASURES), None)
    return meant.field if meant and meant.score >= _CLEAR else None


def _fields(
    timed: Mapping[str, Sequence[int]], named: Mapping[int, HeaderTime]
) -> tuple[str | None, dict[str, str]]:
    """The field of columns that only name their time, and those of what others say beside it.

    A field goes to the first that means it.
    """
    measures: dict[str, str] = {}
    for rest, own in timed.items():
        field = _measure(rest) if rest else None
        if field and field not in measures.values():
            measures |= {named[at].rest: field for at in own}
    plain = "current" if "" in timed and "current" not in measures.values() else None
    return plain, measures


def _are_wanted(
    ready: PreparedTable,
    columns: Sequence[int],
    named: Mapping[int, HeaderTime],
    seen: Mapping[int, Profile],
    settings: ReadingSettings,
) -> bool:
    """Whether values over time are targets: there is no other target, and a start beside them, or
    a value for a time that is still to come."""
    texts = {text: match(text)[:1] for at, text in ready.names.items() if at not in named}
    fields = {each[0].field for each in texts.values() if each and each[0].score > _CLEAR}
    if fields & {"target", "current"} or {"target", "current"} & ready.fixed.keys():
        return False
    to_come = any(
        named[at].dated
        and not named[at].yearless
        and named[at].period.start > settings.today
        and not seen[at].empty
        for at in columns
    )
    return to_come or "baseline" in fields


def _has_current(ready: PreparedTable, named: Mapping[int, HeaderTime]) -> bool:
    """Whether a column that names no time holds the current value."""
    if "current" in ready.fixed:
        return True
    for column, text in ready.names.items():
        best = match(text)[:1]
        if column not in named and best and best[0].field == "current" and best[0].score > _CLEAR:
            seen = profile([row.value(column) for row in ready.rows[:SAMPLE]])
            if seen.empty or seen.numbers + seen.numeric_texts > _NUMBERS:
                return True
    return False
