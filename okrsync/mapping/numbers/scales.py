"""A row of a percent whose numbers stand on two scales: 0.02, 0.05 and then 3.

The whole ones are percents. The fractions are either small percents (0.5 of a percent) or parts
of a whole (50 %); where the row itself doesn't tell, nobody guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum, auto

from okrsync.model import TargetType

ONE, HUNDRED = Decimal(1), Decimal(100)
_CLOSE = 20
"""Percents of one row that differ by less than this factor are believed as they stand."""
_FROM, _TO = Decimal("-0.5"), Decimal("1.5")
"""Progress that is believed."""
_ABSURD = 5
"""Progress beyond this, either way, makes a row of no known unit suspect."""


class Scales(Enum):
    """How a row's numbers are meant."""

    ONE = auto()
    """All are on one scale."""
    TWO = auto()
    """Fractions are parts of a whole, the others are percents."""
    UNCLEAR = auto()
    """Both could be."""


def of_percent(sizes: Mapping[str, Decimal], said: TargetType | None) -> Scales:
    """How the bare numbers of a percent (field → value as typed) are meant.

    `said` is what the row's title says of the direction.
    """
    if not mixed(sizes.values()):
        return Scales.ONE
    as_typed, close = _believed(sizes), _close(sizes)
    apart = parts(sizes)
    as_parts = _believed(apart) and _agrees(apart, said)
    if close and (as_typed or not as_parts):
        return Scales.ONE
    if as_typed:
        return Scales.UNCLEAR if as_parts else Scales.ONE
    return Scales.TWO if as_parts and ONE not in map(abs, sizes.values()) else Scales.UNCLEAR


def suspect(sizes: Mapping[str, Decimal]) -> bool:
    """Whether numbers of what is most likely a percent make sense on two scales only."""
    if not mixed(sizes.values()):
        return False
    progress = _progress(sizes)
    absurd = progress is not None and abs(progress) > _ABSURD
    return absurd and _believed(parts(sizes))


def doubtful(signed: Mapping[str, Decimal], sizes: Mapping[str, Decimal]) -> bool:
    """Whether bare numbers up to 1 beside typed percents (`signed`, as fractions) make sense as
    percents only: 1 beside "2%" and "5%"."""
    if not signed or any(abs(value) > ONE for value in sizes.values()):
        return False
    progress = _progress({**signed, **sizes})
    whole = {name: value / HUNDRED for name, value in sizes.items()}
    return progress is not None and abs(progress) > _ABSURD and _believed({**signed, **whole})


def odd_ones(sizes: Mapping[str, Decimal]) -> list[str]:
    """The fields on the scale that fewer of the row's numbers are on."""
    small = [name for name, value in sizes.items() if _fraction(value)]
    large = [name for name, value in sizes.items() if abs(value) > ONE]
    return large if len(large) < len(small) else small


def parts(sizes: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Each number as a part of a whole, by its own size."""
    return {name: value / HUNDRED if abs(value) > ONE else value for name, value in sizes.items()}


def mixed(values: Iterable[Decimal | None]) -> bool:
    """Whether fractions and numbers above 1 stand together."""
    sizes = [abs(value) for value in values if value]
    return bool(sizes) and min(sizes) < ONE < max(sizes)


def _fraction(value: Decimal) -> bool:
    return 0 < abs(value) < ONE


def _close(sizes: Mapping[str, Decimal]) -> bool:
    filled = [abs(value) for value in sizes.values() if value]
    return max(filled) <= _CLOSE * min(filled)


def _believed(sizes: Mapping[str, Decimal]) -> bool:
    progress = _progress(sizes)
    return progress is None or _FROM <= progress <= _TO


def _agrees(sizes: Mapping[str, Decimal], said: TargetType | None) -> bool:
    """Whether the numbers go where the title says."""
    baseline, target = sizes.get("baseline"), sizes.get("target")
    if baseline is None or target is None:
        return True
    if target < baseline:
        return said not in (TargetType.INCREASE, TargetType.AT_LEAST)
    return said not in (TargetType.DECREASE, TargetType.AT_MOST)


def _progress(sizes: Mapping[str, Decimal]) -> Decimal | None:
    """How far these numbers would be, from 0 where nothing says where they started."""
    baseline, target = sizes.get("baseline", Decimal(0)), sizes.get("target")
    current = sizes.get("current")
    if target is None or current is None or target == baseline:
        return None
    return (current - baseline) / (target - baseline)
