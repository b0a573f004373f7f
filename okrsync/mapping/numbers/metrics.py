"""Start, target and current of a row as one Metric: units, percents, modes and target types."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from okrsync.i18n import Message
from okrsync.mapping.layout import Layout
from okrsync.mapping.numbers import scales, units
from okrsync.mapping.numbers.row_units import aligned, unworded
from okrsync.mapping.numbers.target_types import Numbers, direction, undeclared
from okrsync.mapping.numbers.title_bounds import bound, words_bound
from okrsync.mapping.reader import ColumnReader, Number
from okrsync.mapping.trusted import blank, trusted
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import meanings
from okrsync.model import Metric, TargetMode, TargetType
from okrsync.table import Scalar, a1
from okrsync.values import Quantity

ONE, HUNDRED = Decimal(1), Decimal(100)
NUMBERS = ("baseline", "target", "current", "lower", "upper")
Filled = TypeVar("Filled")
Report = Callable[[str, str, Message | None], None]
"""Says that a cell is odd: the finding's code, the field, what was understood."""

TWO_WAYS = Message("It was read as {read}; it could also be {other}.")
TWO_SCALES = Message(
    "Other percents in this table are written as whole numbers; this one was read as {read}."
)
TWO_IN_ROW = Message("This row's other numbers are on another scale; this one was read as {read}.")
NOT_COUNTED = Message(
    "This row's other numbers are on another scale, so it is not clear which percent is meant. "
    "Until then it isn't counted."
)


RANGE = Message("This is a range. Write the one value that was measured.")
NO_LEVEL = Message("This is a change. Write the value itself.")
WORDS = Message(
    "“{words}” is not a unit that the row's other numbers or its title have. Put the words in a "
    "notes column."
)
UNITS = Message("{here} is in {unit}, {there} in {other}: these can't be compared.")

_DIGIT = re.compile(r"\d")
_BLANK = blank(Metric)


@dataclass(slots=True)
class _Row:
    """A row's quantities on their way to a Metric."""

    values: dict[str, Quantity]
    unit: str | None
    kind: TargetType | None
    declared: bool = False
    unclear: list[str] = field(default_factory=list)


class Metrics:
    """The metrics of one table, by position."""

    def __init__(self, layout: Layout, reader: ColumnReader) -> None:
        self.layout = layout
        self.columns = {
            name: column for name in NUMBERS if (column := layout.column(name)) is not None
        }
        self.numbers = {name: reader.numbers(column) for name, column in self.columns.items()}
        self.raw = {name: reader.raw(column) for name, column in self.columns.items()}
        if layout.series:
            self.columns["current"] = layout.series[-1]
            self.numbers["current"] = _last_filled([reader.numbers(at) for at in layout.series])
            self.raw["current"] = _last_filled([reader.raw(at) for at in layout.series])
        self.rows = reader.rows
        self.unit_column = layout.column("unit")
        self.units = [
            units.of_column(text) if text else None for text in reader.texts(layout.column("unit"))
        ]
        self.header_unit = _header_unit(layout, self.columns)
        self.header_bound = words_bound(layout.headers.get(self.columns.get("target", -1), ""))
        self.kinds = _kinds(layout, reader)
        self.flags = reader.flags(layout.column("done"))
        self.whole_percents = self._whole_percents()
        self.plain = self._plain()

    def metric(self, at: int, title: str, report: Report) -> Metric | None:
        """The metric of the row at this position, None where nothing says anything."""
        if self.plain is not None and (quick := self._quick(at, title)) is not None:
            return quick
        row = _Row({}, self.units[at], self.kinds[at], declared=self.kinds[at] is not None)
        for name in self.columns:
            self._read(row, name, at, report)
        self._compare(row, at, title, report)
        if not row.values and row.kind is None:
            return Metric(unit=row.unit) if row.unit else self._ticked(at)
        self._unit(row, title, report)
        return _metric(row, title, self.header_bound)

    def _plain(self) -> dict[str, list[Decimal | None]] | None:
        """The table's numbers where all are plain ones and no percents, None elsewhere."""
        if self.header_unit == units.PERCENT or units.PERCENT in self.units:
            return None
        found: dict[str, list[Decimal | None]] = {}
        for name in ("baseline", "target", "current"):
            numbers = self.numbers.get(name, [None] * len(self.units))
            if any(
                each is not None and not _is_plain(each)
                for each in {id(n): n for n in numbers}.values()
            ):
                return None
            found[name] = [each.value if isinstance(each, Quantity) else None for each in numbers]
        return None if {"lower", "upper"} & self.columns.keys() else found

    def _quick(self, at: int, title: str) -> Metric | None:
        """A metric of plain numbers that says its own direction, None where it takes more."""
        if self.plain is None or self.kinds[at] is not None:
            return None
        baseline, target = self.plain["baseline"][at], self.plain["target"][at]
        if baseline is None or target is None or baseline == target:
            return None
        current = self.plain["current"][at]
        if units.names_percent(title) or scales.mixed((baseline, target, current)):
            return None
        if self.header_bound or (_DIGIT.search(title) and bound(title, target, self.units[at])):
            return None
        fields = _BLANK.copy()
        fields["baseline"], fields["target"], fields["current"] = baseline, target, current
        fields["unit"] = self.units[at] or self.header_unit
        if target < baseline:
            fields["target_type"] = TargetType.DECREASE
        return trusted(Metric, fields)

    def _read(self, row: _Row, name: str, at: int, report: Report) -> None:
        found = self.numbers[name][at]
        if found is None:
            return
        if isinstance(found, Quantity):
            if found.ambiguous and found.other is not None:
                report("DAT04", name, TWO_WAYS.filled(read=found.value, other=found.other))
            self._take(row, name, found, report)
            return
        said = None if self._aims_at_a_number(at) else _done_word(self.raw[name][at])
        if said is None or name not in ("target", "current"):
            report(found.code, name, found.why)
            row.unclear.append(name)
            return
        row.kind, row.declared = TargetType.MILESTONE, True
        row.values[name] = Quantity(ONE if said or name == "target" else Decimal(0))

    def _aims_at_a_number(self, at: int) -> bool:
        """Whether the row has a numeric target other than 1: then no tick makes it a milestone."""
        found = self.numbers["target"][at] if "target" in self.numbers else None
        return isinstance(found, Quantity) and (found.value != ONE or found.unit is not None)

    @staticmethod
    def _take(row: _Row, name: str, found: Quantity, report: Report) -> None:
        """A quantity in its place: a start or a current value is one number, never a range."""
        if name == "target":
            row.values[name] = found
            return
        plain = found.plain()
        if plain.value is None:
            report("DAT01", name, RANGE if plain.lower is not None else NO_LEVEL)
            row.unclear.append(name)
            return
        row.values[name] = plain

    def _compare(self, row: _Row, at: int, title: str, report: Report) -> None:
        """One unit for the whole row; what is no unit, or can't be converted, has no value."""
        if all(each.unit is None for each in row.values.values()):
            return
        for name in list(unworded(row.values, title)):
            report("DAT01", name, WORDS.filled(words=row.values[name].unit))
            row.unclear.append(name)
            del row.values[name]
        for clash in list(aligned(row.values, row.unit)):
            here, there = self._cell(clash.name, at), self._cell(clash.against, at)
            detail = UNITS.filled(here=here, unit=clash.unit, there=there, other=clash.other)
            report("DAT13", clash.name, detail)
            row.unclear.append(clash.name)
            del row.values[clash.name]

    def _cell(self, name: str, at: int) -> str:
        column = self.columns.get(name, self.unit_column)
        return a1(*self.layout.cell(at, column)) if column is not None else ""

    def _ticked(self, at: int) -> Metric | None:
        """A key result without numbers that is ticked or not is a milestone."""
        done = self.flags[at]
        if not isinstance(done, bool) or "target" in self.columns:
            return None
        current = ONE if done else Decimal(0)
        return Metric(target_type=TargetType.MILESTONE, target=ONE, current=current, declared=True)

    def _unit(self, row: _Row, title: str, report: Report) -> None:
        """One unit for the row, and bare numbers of a percent as fractions."""
        own = (row.values[name].unit for name in ("target", "current", "baseline", "lower", "upper")
               if name in row.values)  # fmt: skip
        row.unit = row.unit or next((unit for unit in own if unit), None) or self.header_unit
        if row.unit is None and units.names_percent(title):
            row.unit = units.PERCENT
        if row.unit == units.PERCENT:
            # "156/156" of a percent is 100 %.
            row.values = {name: _share(each) for name, each in row.values.items()}
        bare = {name: each for name, each in row.values.items() if _bare(each)}
        sizes = {name: each.value for name, each in bare.items() if each.value is not None}
        if row.unit == units.PERCENT:
            how = scales.of_percent(sizes, direction(title))
            signed = {
                name: each.value
                for name, each in row.values.items()
                if each.unit == units.PERCENT and each.value is not None
            }
            if scales.doubtful(signed, sizes):
                _leave_out(row, list(sizes), report)
            elif how is scales.Scales.UNCLEAR:
                _leave_out(row, scales.odd_ones(sizes), report)
            self._fractions(row, bare, sizes, how, report)
        elif row.unit is None and scales.suspect(sizes) and units.names_rate(title):
            _leave_out(row, scales.odd_ones(sizes), report)

    def _fractions(
        self,
        row: _Row,
        bare: dict[str, Quantity],
        sizes: dict[str, Decimal],
        how: scales.Scales,
        report: Report,
    ) -> None:
        """The bare numbers of a percent as fractions, by the scale of their row."""
        odd = scales.odd_ones(sizes) if how is scales.Scales.TWO else []
        found = [abs(size) for name, size in sizes.items() if name in row.values]
        whole = any(size > ONE for size in found) or (
            bool(found) and self.whole_percents and all(size in (0, 1) for size in found)
        )
        for name, each in bare.items():
            if name not in row.values:
                continue
            part = how is scales.Scales.TWO and abs(sizes.get(name, ONE)) < ONE
            read = _percent(each) if whole and not part else each
            row.values[name] = read
            if name in odd:
                report("DAT04", name, TWO_IN_ROW.filled(read=_shown(read.value)))
            elif not whole and self.whole_percents and each.value:
                report("DAT04", name, TWO_SCALES.filled(read=_shown(each.value)))

    def _whole_percents(self) -> bool:
        """Whether the table's bare percents are whole numbers (45), judged by all of them."""
        percent = self.header_unit == units.PERCENT
        at_percent = [
            at
            for at, unit in enumerate(self.units)
            if unit == units.PERCENT or (percent and not unit)
        ]
        return any(
            isinstance(found := self.numbers[name][at], Quantity)
            and _bare(found)
            and found.value is not None
            and abs(found.value) > 2
            for name in self.columns
            for at in at_percent
        )


def _leave_out(row: _Row, odd: list[str], report: Report) -> None:
    """Count none of the numbers whose scale differs from the rest of their row."""
    for name in odd:
        report("DAT04", name, NOT_COUNTED)
        row.unclear.append(name)
        del row.values[name]


def _shown(fraction: Decimal | None) -> str:
    """A fraction as a percent, without needless zeros."""
    return f"{(fraction or Decimal(0)) * HUNDRED:.6f}".rstrip("0").rstrip(".") + " %"


def _is_plain(found: Number) -> bool:
    """Whether a cell holds a number and nothing more."""
    return isinstance(found, Quantity) and found == Quantity(found.value)


def _bare(found: Quantity) -> bool:
    return found.unit is None and found.mode is not TargetMode.FACTOR


def _share(found: Quantity) -> Quantity:
    part = found.fraction if found.unit is None and found.of is not None else None
    return found if part is None else replace(found, value=part, unit=units.PERCENT, of=None)


def _percent(found: Quantity) -> Quantity:
    def part(value: Decimal | None) -> Decimal | None:
        return None if value is None else value / HUNDRED

    return replace(
        found, value=part(found.value), baseline=part(found.baseline), lower=part(found.lower),
        upper=part(found.upper), unit=units.PERCENT,
    )  # fmt: skip


def _metric(row: _Row, title: str, header: TargetType | None) -> Metric:
    target, current = row.values.get("target"), row.values.get("current")
    baseline = _value(row.values.get("baseline"))
    lower, upper = _value(row.values.get("lower")), _value(row.values.get("upper"))
    value = _value(current)
    goal, said, mode = None, None, TargetMode.ABSOLUTE
    if target is not None:
        baseline = target.baseline if baseline is None else baseline
        lower = target.lower if lower is None else lower
        upper = target.upper if upper is None else upper
        mode = target.mode
        goal, said = _goal(target, baseline, row.unit)
    elif current is not None and current.of is not None and "target" not in row.unclear:
        goal = current.of
    if row.kind is TargetType.MILESTONE and goal is None:
        goal = ONE
    numbers = Numbers(baseline, goal, lower, upper)
    kind, declared = _declared(row) or undeclared(target, title, numbers, row.unit, header)
    fields = {
        "target_type": kind,
        "target_mode": mode,
        "unit": row.unit,
        "baseline": baseline,
        "baseline_kept": False,
        "target": goal,
        "target_value": said,
        "lower": lower,
        "upper": upper,
        "current": value,
        "declared": declared,
        "unclear": tuple(row.unclear),
    }
    return trusted(Metric, fields)


def _declared(row: _Row) -> tuple[TargetType, bool] | None:
    return None if row.kind is None else (row.kind, row.declared)


def _value(found: Quantity | None) -> Decimal | None:
    return found.value if found is not None else None


def _goal(
    target: Quantity, baseline: Decimal | None, unit: str | None
) -> tuple[Decimal | None, Decimal | None]:
    """The level to reach, and what the cell says where that is a difference or a multiple.

    "+20 %" of a percent could be points: nothing is worked out, a finding asks.
    """
    value = target.value
    if target.mode is TargetMode.ABSOLUTE:
        return value, None
    if value is None or baseline is None or (target.maybe_points and unit == units.PERCENT):
        return None, value
    return (baseline + value if target.mode is TargetMode.DELTA else baseline * value), value


def _kinds(layout: Layout, reader: ColumnReader) -> Sequence[TargetType | None]:
    """Each row's declared target type, from its own column or a Type column of many things."""
    own, mixed = layout.types.get("target_type"), layout.types.get(types.MIXED)
    if own is not None:
        said = [types.meaning("target_type", value) for value in reader.raw(own)]
    elif mixed is not None:
        said = [types.meanings(value).get("target_type") for value in reader.raw(mixed)]
    else:
        return [None] * len(reader.rows)
    return [TargetType(each) if each else None for each in said]


def _last_filled(columns: list[list[Filled]]) -> list[Filled]:
    """The last value of each row: of Q1 … Q4, the one that was entered last."""
    return [
        next((value for value in reversed(values) if value is not None), values[-1])
        for values in zip(*columns, strict=True)
    ]


def _header_unit(layout: Layout, columns: dict[str, int]) -> str | None:
    for name in ("target", "current", "baseline"):
        bracket = layout.units.get(columns.get(name, -1))
        if bracket and (unit := units.of_header(bracket)):
            return unit
        if "%" in layout.headers.get(columns.get(name, -1), ""):
            return units.PERCENT
    return None


def _done_word(value: Scalar) -> bool | None:
    """Whether a cell where a number belongs says done, or not done: a milestone's."""
    if isinstance(value, bool):
        return value
    said = meanings("values.flag").get(phrase(value)) if isinstance(value, str) else None
    return None if said is None else said == "yes"
