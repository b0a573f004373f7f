"""What a full read of a large sheet told beside its values: JSON in the connector's memory."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time, timedelta
from itertools import zip_longest
from typing import Any

from connectors.google_sheets.cell_values import ERRORS, Raw, moment
from connectors.google_sheets.read.response import Protected
from okrsync.connector import Memory
from okrsync.table import Address, Area, RangeKind, Row, Scalar, Shown, Table, TableRange

TOP = 10
"""Rows in which titles and headers stand."""
DAYS, TIMES = "DATE", "TIME"
CODES = {Shown.PERCENT: "0%", Shown.NUMBER: "0.##"}
_LARGEST = 64 * 1024 * 1024
Run = tuple[int, str | None, str]
"""How many rows go on in one style, its code (None: plain), and whether its numbers are moments."""
Values = Sequence[Sequence[Any]]


@dataclass(slots=True)
class KnownTab:
    """One tab. Addresses are as in `Table`; `ours` are columns that we wrote, with a digest of
    what is in them; `kinds` are the kinds of number that each column has held."""

    key: str
    name: str
    hidden: bool
    locale: str | None
    styles: dict[str, list[list[Any]]]
    kinds: dict[str, str]
    formulas: list[list[Any]]
    hides: list[int]
    merges: list[list[int]]
    closed: list[list[Any]]
    ranges: list[list[Any]]
    ours: dict[str, str] = field(default_factory=dict)
    top: str = ""
    texts: str = ""

    def empty(self) -> Table:
        """The tab without its cells."""
        return Table(self.key, self.name, (), hidden=self.hidden)

    def table(self, rows: Sequence[Row], formats: Mapping[Address, str]) -> Table:
        """The tab with these cells."""
        return Table(
            key=self.key,
            name=self.name,
            rows=rows,
            formats=formats,
            formulas={(row, column): text for row, column, text in self.formulas},
            protected=Protected(
                [(Area(*a), [Area(*h) for h in holes]) for a, holes in self.closed]
            ),
            merges=[Area(*merge) for merge in self.merges],
            ranges=[TableRange(RangeKind(k), name, Area(*a)) for k, name, a in self.ranges],
            hidden=self.hidden,
            locale=self.locale,
        )

    def claim(self, column: int, shown: Shown) -> None:
        """Note a column of ours and how its numbers are shown."""
        self.ours.setdefault(str(column), "")
        self.styles[str(column)] = [[0, CODES.get(shown), ""]]

    def sign(self, values: Values) -> None:
        """Note what is to be found again at the next read."""
        self.top, self.texts, self.ours = self._signature(values)

    def signed(self, values: Values) -> bool:
        """Whether headers, our own cells and, where it matters, the rows' texts are as noted."""
        return (self.top, self.texts, self.ours) == self._signature(values)

    def _signature(self, values: Values) -> tuple[str, str, dict[str, str]]:
        ours = {int(column) for column in self.ours}
        # Only where cells of one column differ in format does it matter which row is which.
        mixed = any(len(runs) > 1 for runs in self.styles.values())
        columns = {
            str(c): _digest([row[c] if c < len(row) else None for row in values]) for c in ours
        }
        texts = _digest(_texts(values, ours)) if mixed else ""
        return _digest(_texts(values[:TOP], ours)), texts, columns

    def surprised(self, values: Values) -> bool:
        """Whether a column holds a kind of number that it had not: its format may be another."""
        ours = {int(column) for column in self.ours}
        for column, cells in enumerate(zip_longest(*values)):
            if column in ours:
                continue
            known = self.kinds.get(str(column), "")
            if NUMBERS.isdisjoint(map(type, cells)):
                continue
            if any(kind not in known and found(cells) for kind, found in KINDS.items()):
                return True
        return False

    def fits(self, values: Values) -> bool:
        """Whether these values may be understood by what is known."""
        return self.signed(values) and not self.surprised(values)

    def dressed(self, values: list[list[Scalar]]) -> Table:
        """The tab with these values, moments put into them where its columns hold those."""
        while values and not values[-1]:
            values.pop()
        formats, hidden = self._formats(values), frozenset(self.hides)
        rows = [Row(number, row, None, number in hidden) for number, row in enumerate(values, 1)]
        return self.table(rows, formats)

    def _formats(self, values: list[list[Scalar]]) -> dict[Address, str]:
        formats: dict[Address, str] = {}
        for column, runs in self.styles.items():
            index = int(column)
            for first, last, code, kind in _stretches(runs, len(values)):
                if code is not None:
                    _dress(values, formats, index, range(first, last), code, kind)
        return formats


def _dress(
    values: list[list[Scalar]],
    formats: dict[Address, str],
    column: int,
    rows: range,
    code: str,
    kind: str,
) -> None:
    style, seen = {"pattern": code}, dict[Any, Scalar]()
    for number in rows:
        row = values[number]
        if column >= len(row):
            continue
        value = row[column]
        if type(value) is not int and type(value) is not float:
            continue
        formats[number + 1, column] = code
        if kind:
            if value not in seen:
                seen[value] = moment(value, style, kind)
            row[column] = seen[value]


def _stretches(runs: Sequence[Sequence[Any]], rows: int) -> Iterator[tuple[int, int, Any, str]]:
    """Each run as half-open rows from 0; the last goes on to the end."""
    first = 0
    for number, (count, code, kind) in enumerate(runs, 1):
        last = rows if number == len(runs) else min(rows, first + count)
        yield first, last, code, kind
        first = last


def _texts(values: Values, ours: set[int]) -> list[list[str]]:
    found = []
    for row in values:
        texts = [v if type(v) is str and v not in ERRORS else "" for v in row]
        for column in ours:
            if column < len(texts):
                texts[column] = ""
        while texts and not texts[-1]:
            texts.pop()
        found.append(texts)
    return found


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _is_fraction(cells: Sequence[Any]) -> bool:
    return any(type(v) is float and -1 < v < 1 for v in cells)


def _is_day(cells: Sequence[Any]) -> bool:
    return any((type(v) is int or type(v) is float) and 30_000 <= v < 60_000 for v in cells)


def _is_number(cells: Sequence[Any]) -> bool:
    return any(
        (type(v) is int and (v < 30_000 or v >= 60_000)) or (type(v) is float and not -1 < v < 1)
        for v in cells
    )


NUMBERS = frozenset({int, float})
KINDS = {"f": _is_fraction, "d": _is_day, "n": _is_number}
"""Kinds of number: one that was no percent, no day or no number before may be one now."""


def known_of(table: Table, rows: Sequence[Sequence[Raw]]) -> KnownTab:
    """What is to be known of a tab; `rows` are its values as they are stored."""
    return KnownTab(
        key=table.key,
        name=table.name,
        hidden=table.hidden,
        locale=table.locale,
        styles=_styles(table),
        kinds={
            str(column): "".join(kind for kind, found in KINDS.items() if found(cells))
            for column, cells in enumerate(zip_longest(*rows))
        },
        formulas=[[row, column, text] for (row, column), text in table.formulas.items()],
        hides=[row.number for row in table.rows if row.hidden],
        merges=[_corners(merge) for merge in table.merges],
        closed=_closed(table),
        ranges=[[str(r.kind), r.name, _corners(r.area)] for r in table.ranges],
    )


def _styles(table: Table) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = {}
    starts: dict[str, int] = {}
    for at, row in enumerate(table.rows):
        for index, value in enumerate(row.values):
            kind = _kind(value)
            if kind is None:
                continue
            style = [table.formats.get((row.number, index)), kind]
            runs = found.setdefault(str(index), [])
            if not runs or runs[-1][1:] != style:
                if runs:
                    runs[-1][0] = at - starts[str(index)]
                starts[str(index)] = at if runs else 0
                runs.append([0, *style])
    return found


def _kind(value: Scalar) -> str | None:
    """Whether a value is a number under a format, and which kind of moment; None for no number."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None
    if isinstance(value, int | float):
        return ""
    if isinstance(value, time | timedelta):
        return TIMES
    return DAYS if isinstance(value, date) else None


def _corners(area: Area) -> list[int]:
    return [area.first_row, area.first_column, area.last_row, area.last_column]


def _closed(table: Table) -> list[list[Any]]:
    closed = table.protected.closed if isinstance(table.protected, Protected) else ()
    return [[_corners(area), [_corners(hole) for hole in holes]] for area, holes in closed]


def to_memory(known: Sequence[KnownTab]) -> str:
    """As it is remembered: a text, since most of it is repetition."""
    text = json.dumps([asdict(each) for each in known], ensure_ascii=True)
    return base64.b85encode(zlib.compress(text.encode("ascii"), 1)).decode("ascii")


def from_memory(memory: Memory) -> list[KnownTab] | None:
    """What is remembered, None where that is nothing or can't be understood."""
    text = memory.get("light")
    if not isinstance(text, str):
        return None
    try:
        unpacked = zlib.decompressobj().decompress(base64.b85decode(text), _LARGEST)
        return [KnownTab(**each) for each in json.loads(unpacked)]
    except (ValueError, TypeError, KeyError, zlib.error):
        return None
