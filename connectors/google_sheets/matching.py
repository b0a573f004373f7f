"""Where rows and columns of one read stand in a later one: known by what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from connectors.google_sheets.cells import Raw, key, raw, raws
from okrsync.table import Row, Table

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a table's rows are told apart: its header, its identity columns, and ours.

    `header_row` is 0 where none was found.
    """

    header_row: int
    identity: Sequence[int]
    managed: Collection[int]


def frame(table: Table, identity: Sequence[int], managed: Collection[int]) -> Frame:
    """The frame of a table: the header is the first row with a text in all columns concerned."""
    for columns in ({*identity, *managed}, set(managed)):
        for row in table.rows:
            if all(_is_text(row, column) for column in columns):
                return Frame(row.number, identity, managed)
    return Frame(0, identity, managed)


def _is_text(row: Row, column: int) -> bool:
    found = row.value(column)
    return isinstance(found, str) and bool(found.strip())


def header(table: Table, at: Frame) -> list[Raw]:
    """The header's cells."""
    row = table.row(at.header_row)
    return [raw(value) for value in row.values] if row else []


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

    def __init__(self, table: Table, at: Frame) -> None:
        self._frame = at
        self._raw = {r.number: raws(r.values) for r in table.rows}
        self._own = {number: self._short(values) for number, values in self._raw.items()}
        self._times = Counter(self._own.values())

    def _short(self, values: Sequence[Raw]) -> Key:
        if not self._frame.identity:
            return ("all", *human_key(values, self._frame.managed))
        return ("id", *row_key(values, self._frame.identity))

    def shared(self, values: Sequence[Raw]) -> bool:
        """Whether several rows of the table have these identity cells."""
        return self._times.get(self._short(values), 0) > 1

    def twins(self) -> set[int]:
        """Rows that say the same as another in all of a person's cells: only their place tells
        them apart."""
        found: dict[Key, list[int]] = defaultdict(list)
        for number, values in self._raw.items():
            if self._times[self._own[number]] > 1:
                found[self.of(values, long=True)].append(number)
        return {number for numbers in found.values() if len(numbers) > 1 for number in numbers}

    def of(self, values: Sequence[Raw], *, long: bool) -> Key:
        """A row's key: the long one where the short one isn't its own."""
        return ("all", *human_key(values, self._frame.managed)) if long else self._short(values)

    def says(self, row: int) -> bool:
        """Whether people wrote anything in a row."""
        for column, value in enumerate(self._raw.get(row, ())):
            if value is not None and column not in self._frame.managed:
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
    at: Frame,
    sent: Container[object],
    damaged: Collection[int] = (),
    marked: Mapping[int, int] | None = None,
) -> tuple[Moves, Frame]:
    """How the earlier read maps to the later, and the frame in the later one.

    Where rows moved, a value of ours may stand in the header: `sent` are the keys of all that
    was sent. `damaged` are columns of the later read that may hold values of ours without being
    ours: no row is told by them. `marked` says of columns where they are, and of those that are
    gone, -1.
    """
    columns, header_row = _columns(before, after, at, sent, marked or {})
    back = {new: old for old, new in columns.items()}
    spoilt = {back[c] for c in damaged if c in back} - set(at.managed)
    gone = [c for c in at.identity if c not in columns]
    told = Frame(
        at.header_row,
        () if spoilt & set(at.identity) else at.identity,
        {*at.managed, *spoilt, *(c for c in range(before.width) if c not in columns)},
    )
    now = Frame(
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


def _columns(
    before: Table, after: Table, at: Frame, sent: Container[object], marked: Mapping[int, int]
) -> tuple[dict[int, int], int]:
    """Columns by their marks and headers; those without a header of their own keep their
    neighbour's side."""
    old = header(before, at)
    width = max(before.width, after.width)
    if not at.header_row:
        return {c: c for c in range(width)}, 0
    named = {_text(v): c for c, v in enumerate(old) if _text(v)}
    ours = {_text(old[c]) for c in at.managed if c < len(old)}
    header_row = _header_row(after, at.header_row, set(named) - ours, ours - {""})
    found = after.row(header_row)
    new = [raw(value) for value in found.values] if found else []
    if [key(v) for v in new] == [key(v) for v in old] and all(c == n for c, n in marked.items()):
        return {c: c for c in range(width)}, header_row
    columns = {c: n for c, n in marked.items() if n >= 0}
    columns |= {
        c: n for c, n in _by_name(old, new).items() if c not in marked and n not in marked.values()
    }
    new += [None] * (width - len(new))
    unfound = [c for c, v in enumerate(old) if _text(v) and c not in columns and c not in marked]
    # A blank header is one that we cleared only where no column moved.
    still = {*unfound} & {*at.managed} if all(c == n for c, n in columns.items()) else set()
    covered = [
        c
        for c, v in enumerate(new)
        if c not in columns.values()
        and key(v) in sent
        and (v is not None or (c in still and _free(after, c, sent)))
    ]
    for lost in (unfound, [c for c in unfound if c in at.managed]):
        if len(lost) == len(covered):
            return columns | dict(zip(lost, covered, strict=True)), header_row
    return columns, header_row


def _free(table: Table, column: int, sent: Container[object]) -> bool:
    """Whether a column without a header holds something of ours, or nothing at all."""
    values = {key(raw(row.value(column))) for row in table.rows} - {None}
    return not values or any(value in sent for value in values)


def _text(value: Raw) -> str:
    return str(value).strip() if value is not None else ""


def _header_row(table: Table, at: int, theirs: set[str], ours: set[str]) -> int:
    """The row that says most of people's headers, then of ours, the nearest of equals.

    Ours come second: a header that was just put back may stand on a wrong row.
    """

    def score(row: Row) -> tuple[int, int, int]:
        texts = {_text(raw(value)) for value in row.values}
        return len(texts & theirs), len(texts & ours), -abs(row.number - at)

    best = max(table.rows, key=score, default=None)
    return best.number if best is not None and any(score(best)[:2]) else 0


def _by_name(old: Sequence[Raw], new: Sequence[Raw]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for column, value in enumerate(new):
        places[_text(value)].append(column)
    times: dict[str, int] = defaultdict(int)
    columns = {}
    for column, value in enumerate(old):
        name = _text(value)
        turn = times[name]
        times[name] += 1
        if name and turn < len(places[name]):
            columns[column] = places[name][turn]
    for column, value in enumerate(old):
        # A column without a header goes with the one left of it.
        if not _text(value) and column - 1 in columns:
            beside = columns[column - 1] + 1
            if beside < len(new) and not _text(new[beside]):
                columns[column] = beside
    return columns


def _rows(before: Table, after: Table, at: Frame, columns: Mapping[int, int]) -> dict[int, int]:
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
