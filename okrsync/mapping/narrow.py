"""A range of a tab as a table of its own: what lies outside is not there, but for our columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from okrsync.mapping.vocabulary.managed import is_managed
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import Address, Area, Choices, Row, Scalar, Table

T = TypeVar("T")


def narrowed(table: Table, area: Area, own: Mapping[str, str]) -> Table:
    """The table with the rows and columns of a range only. Rows keep their numbers, and columns
    their indexes.

    Columns of ours that stand right of the range are its own: those that come next, blank
    columns aside. `own` (managed field → header) are headers that words alone don't tell.
    """
    rows = [row for row in table.rows if area.first_row <= row.number <= area.last_row]
    last = _last(rows, area, {same(text) for text in own.values()})
    over = replace(area, last_column=last)
    return replace(
        table,
        rows=[replace(row, values=_cut(row.values, area.first_column, last)) for row in rows],
        formats=_inside(table.formats, over),
        formulas=_inside(table.formulas, over),
        merges=[merge for merge in table.merges if merge.touches(over)],
        ranges=[one for one in table.ranges if one.area.touches(over)],
        choices=[each for each in table.choices if _offers(each, over)],
        floating=[each for each in table.floating if each.area.touches(over)],
        area=area,
    )


def _cut(values: Sequence[Scalar], first: int, last: int) -> Sequence[Scalar]:
    found = [None] * min(first, len(values)) + list(values[first : last + 1])
    while found and found[-1] is None:
        found.pop()
    return found


def _last(rows: Sequence[Row], area: Area, own: Collection[str]) -> int:
    """The last column of the range, or of our columns beside it."""
    width = max((len(row.values) for row in rows), default=0)
    columns = range(area.last_column + 1, width)
    blank = sum(1 for _ in takewhile(lambda at: not _used(rows, at), columns))
    first, last = area.last_column + 1 + blank, area.last_column
    for row in rows:
        ours = len(list(takewhile(lambda text: _is_ours(text, own), row.values[first:])))
        if ours:
            last = max(last, first + ours - 1)
            break
    return last


def _used(rows: Sequence[Row], column: int) -> bool:
    return any(is_filled(row.value(column)) for row in rows)


def _is_ours(value: Scalar, own: Collection[str]) -> bool:
    return isinstance(value, str) and (is_managed(value) or same(value) in own)


def _inside(found: Mapping[Address, T], area: Area) -> Mapping[Address, T]:
    return {address: value for address, value in found.items() if address in area}


def _offers(choices: Choices, area: Area) -> bool:
    return any(each.touches(area) for each in choices.areas)
