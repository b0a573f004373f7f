"""A table on its way through the verbs: rows whose cells remember where they stand in the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from okrsync.i18n import Message
from okrsync.table import Address, Row, Scalar


@dataclass(frozen=True, slots=True)
class Timed:
    """A column whose cells are values of one day: each is a check-in."""

    column: int
    on: date


@dataclass(frozen=True, slots=True)
class OddPart:
    """A cell that a verb could not take apart: its position and column, what stands there, why."""

    at: int
    column: int
    shown: str
    why: Message
    field: str = "current"


@dataclass(frozen=True)
class Shaped:
    """Rows, what each column is called, and where cells came from.

    A cell stands in the sheet at its row's number and its column, unless `origins` (one mapping
    a row, by column) says otherwise. Columns that a verb made come after those of the sheet, the
    field that each holds is in `fields`. `read` are columns that a verb has read whole, `barred`
    those that are kept without a field of their own. `timed` are the columns that hold the
    current value over time, `series` those of them that are check-ins.
    """

    headers: Mapping[int, str]
    rows: Sequence[Row]
    origins: Sequence[Mapping[int, Address]]
    width: int
    fields: Mapping[str, int] = field(default_factory=dict)
    read: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()
    series: tuple[Timed, ...] = ()
    timed: tuple[int, ...] = ()
    aims: tuple[int, ...] = ()
    """The columns that hold targets of several times."""
    odd: tuple[OddPart, ...] = ()
    turned: bool = False
    """Whether rows are the sheet's columns."""

    def cell(self, at: int, column: int) -> Address:
        """Where a cell stands in the sheet."""
        return self.origins[at].get(column) or (
            self.rows[at].number,
            self._homes.get(column, column),
        )

    @cached_property
    def _homes(self) -> Mapping[int, int]:
        """Of columns that a verb made: where most of their cells stand, so that one in which
        nothing stands is no cell outside the sheet."""
        made = set(self.fields.values())
        found = {}
        for at in made if not self.turned else ():
            same = (own for own, text in self.headers.items() if text == self.headers.get(at))
            home = self.home(at)
            home = next((own for own in same if own not in made), None) if home is None else home
            if home is not None:
                found[at] = home
        return found

    def home(self, column: int) -> int | None:
        """The sheet's column that most of a column's cells come from, None where rows are turned
        or nothing stands in it."""
        if self.turned:
            return None
        counts: dict[int, int] = {}
        for row, origin in zip(self.rows, self.origins, strict=True):
            if row.value(column) is not None:
                place = origin[column][1] if column in origin else column
                counts[place] = counts.get(place, 0) + 1
        return max(counts, key=lambda place: counts[place]) if counts else None

    @cached_property
    def shared(self) -> frozenset[int]:
        """Numbers of the sheet's rows that became several."""
        counts = Counter(row.number for row in self.rows)
        return frozenset(number for number, count in counts.items() if count > 1)


def whole(headers: Mapping[int, str], rows: Sequence[Row], width: int) -> Shaped:
    """A table as it stands."""
    return Shaped(headers, rows, [{}] * len(rows), max([width, *(i + 1 for i in headers)]))


def with_column(
    shaped: Shaped, name: str, header: str, cells: Sequence[tuple[Scalar, Address | None]]
) -> Shaped:
    """One more column, which holds a field: a value and its place for each row."""
    column = shaped.width
    rows, origins = [], []
    for row, origin, (value, place) in zip(shaped.rows, shaped.origins, cells, strict=True):
        rows.append(Row(row.number, padded(row.values, column, value), row.key, row.hidden))
        origins.append(origin if place is None else {**origin, column: place})
    return replace(
        shaped,
        headers={**shaped.headers, column: header},
        rows=rows,
        origins=origins,
        width=column + 1,
        fields={**shaped.fields, name: column},
    )


def padded(values: Sequence[Scalar], column: int, value: Scalar) -> list[Scalar]:
    """A row's values with one at this column, which lies behind all of them."""
    return [*values[:column], *[None] * (column - len(values)), value]


def put(values: Sequence[Scalar], column: int, value: Scalar) -> list[Scalar]:
    """A row's values with another one at this column."""
    found = [*values, *[None] * (column + 1 - len(values))]
    found[column] = value
    return found
