"""The target type where no column declares one: by signs, by numbers, by words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from okrsync.mapping.words import everywhere
from okrsync.model import TargetMode, TargetType
from okrsync.values import Qualifier, Quantity, fold

_BY_QUALIFIER = {
    Qualifier.AT_LEAST: TargetType.AT_LEAST,
    Qualifier.AT_MOST: TargetType.AT_MOST,
}
ONE = Decimal(1)


def undeclared(
    target: Quantity | None,
    title: str,
    baseline: Decimal | None,
    goal: Decimal | None,
    lower: Decimal | None,
    upper: Decimal | None,
) -> tuple[TargetType, bool]:
    """The target type of a row without one, and whether the sheet says it itself.

    A sign or a range in the target's cell decides, else the numbers, else the title's words.
    """
    if target is not None and target.qualifier is not None:
        return _towards(_BY_QUALIFIER[target.qualifier], baseline, goal), True
    if goal is None and (lower is not None or upper is not None):
        return TargetType.BETWEEN, target is not None and target.lower is not None
    if baseline is not None and goal is not None and baseline != goal:
        return (TargetType.DECREASE if goal < baseline else TargetType.INCREASE), False
    if target is not None and target.mode is not TargetMode.ABSOLUTE and target.value is not None:
        still = Decimal(0) if target.mode is TargetMode.DELTA else ONE
        return (TargetType.DECREASE if target.value < still else TargetType.INCREASE), False
    said = direction(title)
    return (_towards(said, baseline, goal), True) if said else (TargetType.INCREASE, False)


def _towards(kind: TargetType, baseline: Decimal | None, goal: Decimal | None) -> TargetType:
    """`≥ X` from below X is an increase towards X, mirrored for `≤`."""
    if baseline is None or goal is None:
        return kind
    if kind is TargetType.AT_LEAST and baseline < goal:
        return TargetType.INCREASE
    return TargetType.DECREASE if kind is TargetType.AT_MOST and baseline > goal else kind


def direction(title: str) -> TargetType | None:
    """What a title's words say about the way its number should go, None where they don't."""
    found = _directions().search(fold(title))
    return (
        TargetType(next(name for name, text in found.groupdict().items() if text))
        if found
        else None
    )


@cache
def _directions() -> re.Pattern[str]:
    groups = [
        rf"(?P<{name}>\b(?:{'|'.join(re.escape(fold(word)) for word in sorted(words))})\b)"
        for name, words in everywhere("values.direction").items()
    ]
    return re.compile("|".join(groups))
