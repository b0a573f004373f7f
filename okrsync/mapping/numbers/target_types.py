"""The target type where no column declares one: by signs, by numbers, by words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from okrsync.mapping.numbers import title_bounds
from okrsync.mapping.vocabulary.polarity import lower_is_better
from okrsync.mapping.vocabulary.words import everywhere
from okrsync.model import TargetMode, TargetType
from okrsync.values import Qualifier, Quantity, fold
from okrsync.values.rates import is_level

_BY_QUALIFIER = {
    Qualifier.AT_LEAST: TargetType.AT_LEAST,
    Qualifier.AT_MOST: TargetType.AT_MOST,
}
ONE = Decimal(1)
_NUMBER_NEXT = re.compile(r"\W{0,3}\d")
"""A bound beside a number speaks of that number, and only of the target if it is the same."""


class Numbers(NamedTuple):
    """A row's start, target and limits."""

    baseline: Decimal | None
    goal: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


def undeclared(
    target: Quantity | None,
    title: str,
    numbers: Numbers,
    unit: str | None,
    header: TargetType | None,
) -> tuple[TargetType, bool]:
    """The target type of a row without a declared one, and whether the sheet says it itself.

    In this order: a bound in the target's cell, in its column's header (`header`), or in the
    title beside the target's own number; a range; the sign of target minus start; a relative
    target's sign; the title's verbs; what the metric is, or a target of 0; else an increase.
    """
    baseline, goal, lower, upper = numbers
    bound = _BY_QUALIFIER[target.qualifier] if target and target.qualifier else None
    bound = bound or (header if goal is not None else None) or title_bounds.bound(title, goal, unit)
    if bound is not None:
        return _bounded(bound, baseline, goal, unit, title), True
    if goal is None and (lower is not None or upper is not None):
        return TargetType.BETWEEN, target is not None and target.lower is not None
    if baseline is not None and goal is not None and baseline != goal:
        return (TargetType.DECREASE if goal < baseline else TargetType.INCREASE), False
    if target is not None and target.mode is not TargetMode.ABSOLUTE and target.value is not None:
        still = Decimal(0) if target.mode is TargetMode.DELTA else ONE
        return (TargetType.DECREASE if target.value < still else TargetType.INCREASE), False
    said = direction(title)
    if said is not None:
        return _bounded(said, baseline, goal, unit, title), True
    # Nothing rises to 0.
    less = lower_is_better(title) or (goal == 0 and baseline is None)
    return (TargetType.DECREASE if less else TargetType.INCREASE), False


def _bounded(
    kind: TargetType,
    baseline: Decimal | None,
    goal: Decimal | None,
    unit: str | None,
    title: str,
) -> TargetType:
    """A bound with its start on the wrong side is a movement towards it; at least so many, of
    what is counted or paid and without a start, is an increase from 0."""
    if kind is TargetType.AT_LEAST and baseline is None and not is_level(unit, title):
        return TargetType.INCREASE
    return _towards(kind, baseline, goal)


def _towards(kind: TargetType, baseline: Decimal | None, goal: Decimal | None) -> TargetType:
    """`≥ X` from below X is an increase towards X, mirrored for `≤`."""
    if baseline is None or goal is None:
        return kind
    if kind is TargetType.AT_LEAST and baseline < goal:
        return TargetType.INCREASE
    return TargetType.DECREASE if kind is TargetType.AT_MOST and baseline > goal else kind


def direction(title: str) -> TargetType | None:
    """What a title's words say about the way its number should go, None where they don't."""
    text = fold(title)
    for found in _directions().finditer(text):
        kind = TargetType(next(name for name, words in found.groupdict().items() if words))
        bound = kind in (TargetType.AT_LEAST, TargetType.AT_MOST)
        if not (bound and _NUMBER_NEXT.match(text, found.end())):
            return kind
    return None


@cache
def _directions() -> re.Pattern[str]:
    groups = [
        rf"(?P<{name}>\b(?:{'|'.join(re.escape(fold(word)) for word in sorted(words))})\b)"
        for name, words in everywhere("values.direction").items()
    ]
    return re.compile("|".join(groups))
