"""Where rows and columns of one read stand in a later one: known by what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from connectors.google_sheets.cell_values import Raw, key, raw, raws
from connectors.google_sheets.write.match_columns import TableLayout, match_columns
from okrsync.table import Table

Key = tuple[object, ...]


def row_key(values: Sequence[Raw], columns: Iterable[int]) -> Key:
    """What a row says in some columns."""
    return tuple([key(values[c]) if c < len(values) else None for c in columns])


def human_key(values: Sequence[Raw], managed: Collection[int]) -> Key:
    """What a row says in all columns but ours, blank ends left off."""
    found = [key(value) for c, value in enumerate(values) if c not in managed]
    while found and found[-1] is None:
        found.pop()
    return tuple(found)


class Keys:
    """A table's rows by what identifies them: the identity columns, and all of a person's
    cells where several rows share those."""

    def __init__(self, table: Table, at: TableLayout) -> None:
        self._layout = at
        self._raw = {r.number: raws(r.values) for r in table.rows}
        self._own = {number: self._short(values) for number, values in self._raw.items()}
        self._times = Counter(self._own.values())

    def _short(self, values: Sequence[Raw]) -> Key:
        if not self._layout.identity:
            return ("all", *human_key(values, self._layout.managed))
        return ("id", *row_key(values, self._layout.identity))

    def shared(self, values: Sequence[Raw]) -> bool:
        """Whether several rows of the table have these identity cells."""
        return self._times.get(self._short(values), 0) > 1

    def twins(self) -> set[int]:
        """Rows that say the same as another in all of a person's cells, blank ones aside: only
        their place tells them apart."""
        found: dict[Key, list[int]] = defaultdict(list)
        for number, values in self._raw.items():
            if self._times[self._own[number]] > 1 and self.says(number):
                found[self.of(values, long=True)].append(number)
        return {number for numbers in found.values() if len(numbers) > 1 for number in numbers}

    def of(self, values: Sequence[Raw], *, long: bool) -> Key:
        """A row's key: the long one where the short one isn't its own."""
        return ("all", *human_key(values, self._layout.managed)) if long else self._short(values)

    def says(self, row: int) -> bool:
        """Whether people wrote anything in a row."""
        for column, value in enumerate(self._raw.get(row, ())):
            if value is not None and column not in self._layout.managed:
                return True
        return False

    def matches(self, row: int, values: Sequence[Raw]) -> bool:
        """Whether these cells are those of the table's row with this number."""
        own, short = self._raw.get(row, []), self._own.get(row)
        if short is None or self._times[short] > 1:
            return self.of(own, long=True) == self.of(values, long=True)
        return short == self._short(values)

    @property
    def rows(self) -> Mapping[int, list[Raw]]:
        """All rows' stored values by number."""
        return self._raw


@dataclass(frozen=True, slots=True)
class Moves:
    """Where rows and columns of an earlier read are now. What is not in it is gone."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]


def moves(
    before: Table,
    after: Table,
    at: TableLayout,
    sent: Container[object],
    damaged: Collection[int] = (),
    marked: Mapping[int, int] | None = None,
) -> tuple[Moves, TableLayout]:
    """How the earlier read maps to the later, and the layout in the later one.

    Where rows moved, a value of ours may stand in the header: `sent` are the keys of all that
    was sent. `damaged` are columns of the later read that may hold values of ours without being
    ours: no row is told by them. `marked` says of columns where they are, and of those that are
    gone, -1.
    """
    columns, header_row = match_columns(before, after, at, sent, marked or {})
    back = {new: old for old, new in columns.items()}
    spoilt = {back[c] for c in damaged if c in back} - set(at.managed)
    gone = [c for c in at.identity if c not in columns]
    told = TableLayout(
        at.header_row,
        () if spoilt & set(at.identity) else at.identity,
        {*at.managed, *spoilt, *(c for c in range(before.width) if c not in columns)},
    )
    now = TableLayout(
        header_row,
        () if gone else tuple(columns[c] for c in at.identity),
        {columns[c] for c in at.managed if c in columns},
    )
    # Without its identity no row can be told from another.
    rows = {} if gone else _rows(before, after, told, columns)
    if header_row and at.header_row:
        rows = {old: new for old, new in rows.items() if new != header_row}
        rows[at.header_row] = header_row
    return Moves(rows, columns), now


def _rows(
    before: Table, after: Table, at: TableLayout, columns: Mapping[int, int]
) -> dict[int, int]:
    back = {new: old for old, new in columns.items()}
    keys = Keys(before, at)
    translated = {
        row.number: _as_before([raw(v) for v in row.values], back, before.width)
        for row in after.rows
    }
    found: dict[int, int] = {}
    for long in (False, True):
        olds, news = _places(keys.rows, keys, long), _places(translated, keys, long)
        for identity, numbers in olds.items():
            there = news.get(identity, [])
            alone = len(numbers) == len(there) == 1
            # Twins at equal places can't be told apart, nor need they be.
            if alone or (long and numbers == there):
                found |= dict(zip(numbers, there, strict=True))
    return found


def _places(rows: Mapping[int, Sequence[Raw]], keys: Keys, long: bool) -> dict[Key, list[int]]:
    places: dict[Key, list[int]] = defaultdict(list)
    for number, values in rows.items():
        if any(value is not None for value in values):
            places[keys.of(values, long=long)].append(number)
    return places


def _as_before(values: Sequence[Raw], back: Mapping[int, int], width: int) -> list[Raw]:
    """A row of now in the columns of before; what is new in it comes after."""
    found: list[Raw] = [None] * width
    extra = []
    for column, value in enumerate(values):
        if column in back and back[column] < width:
            found[back[column]] = value
        else:
            extra.append(value)
    return found + (extra if not back else [])
