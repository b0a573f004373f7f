"""Fractions that people type on different scales: 0.67, 67, 67%, 5/10."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from okrsync.i18n import Message
from okrsync.model import TargetMode
from okrsync.table import Scalar
from okrsync.values.numbers import read_number
from okrsync.values.quantity import Quantity, Unreadable, as_shown
from okrsync.values.style import NumberStyle

_ONE, _TEN, _HUNDRED = Decimal(1), Decimal(10), Decimal(100)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a column's bare numbers are parts of: 1, 10 or 100; None where it holds none.

    `mixed`: some bare numbers are fractions and some percents (0.67 and 67): each is then
    read by its own size, and flagged. `unsure`: nothing tells the scale for certain (only
    values up to 1 beside typed percents such as 1 %, or whole numbers up to 10).
    """

    top: Decimal | None = None
    mixed: bool = False
    unsure: bool = False


def column_scale(
    values: Iterable[Scalar],
    formats: Iterable[str | None] = (),
    *,
    style: NumberStyle | None = None,
    tens: bool = False,
) -> Scale:
    """The scale of a column of fractions (progress, confidence), from all its values.

    Numbers with a percent sign or format, and parts ("5/10"), speak for themselves and don't
    vote. `tens`: for this field 0–10 is a usual scale too (confidence). Any number between 0
    and 1 means that 1 is the whole, any above 2 that 100 is; both together are mixed.
    """
    bare = [
        found.value
        for value, code in zip_longest(values, formats)
        if isinstance(found := _level(value, code, style), Quantity)
        and found.value is not None
        and _is_bare(found)
    ]
    sizes = [abs(value) for value in bare]
    if tens:
        # Nothing is surer than 100 %: a slip such as 900 says nothing about the others.
        sizes = [size for size in sizes if size <= _HUNDRED]
    return _scale(sizes, tens=tens)


def _scale(sizes: list[Decimal], *, tens: bool) -> Scale:
    if not sizes:
        return Scale()
    large = any(size > 2 for size in sizes)
    small = any(0 < size < 1 for size in sizes)
    if large and small:
        return Scale(_mixed_top(sizes), mixed=True)
    if not large:
        # All of them 1 or 2 could be percents: 1 % is rare, done is not.
        return Scale(_ONE, unsure=not small and any(size > 1 for size in sizes))
    if max(sizes) <= _TEN and tens:
        return Scale(_TEN, unsure=True)
    return Scale(_HUNDRED, unsure=max(sizes) <= _TEN)


def _mixed_top(sizes: list[Decimal]) -> Decimal:
    """The scale of most, to say what the others differ from."""
    small = sum(1 for size in sizes if 0 < size <= 1)
    return _ONE if small * 2 > len(sizes) else _HUNDRED


def read_percent_scale(
    value: Scalar,
    scale: Scale | None = None,
    *,
    number_format: str | None = None,
    style: NumberStyle | None = None,
) -> Quantity | Unreadable | None:
    """A fraction with unit `%`, from 0.67, 67, 67% or 5/10; None where there is none.

    `scale` is the column's (`column_scale`). In a mixed column bare numbers carry `ambiguous`
    and `other`, the value on the other scale. A unit that is no percent is unreadable.
    """
    found = _level(value, number_format, style)
    if not isinstance(found, Quantity):
        return found
    part = found.fraction
    if part is not None:
        return Quantity(part, "%", approximate=found.approximate, ambiguous=found.ambiguous)
    if found.value is None or not _is_bare(found):
        return Unreadable(as_shown(value), _NO_FRACTION)
    return _scaled(found.value, scale or _scale([abs(found.value)], tens=False))


def _scaled(value: Decimal, scale: Scale) -> Quantity:
    if not scale.mixed:
        return Quantity(value / (scale.top or _ONE), "%")
    # 0 is 0 on every scale.
    as_part, as_percent = value, value / _HUNDRED
    if abs(value) > 1:
        as_part, as_percent = as_percent, as_part
    return Quantity(as_part, "%", other=as_percent, ambiguous=value != 0)


def _level(
    value: Scalar, code: str | None, style: NumberStyle | None
) -> Quantity | Unreadable | None:
    found = read_number(value, number_format=code, style=style)
    return found.plain() if isinstance(found, Quantity) else found


def _is_bare(found: Quantity) -> bool:
    """Whether a number has nothing that tells its scale."""
    return (
        found.unit is None
        and found.of is None
        and found.baseline is None
        and found.lower is None
        and found.mode is TargetMode.ABSOLUTE
    )


_NO_FRACTION = Message("This is not a part of a whole. Write a percent, such as 45%.")
