"""Progress of one key result: p = (current − baseline) / (target − baseline), and its kin."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from okrsync.model import KeyResult, Metric, TargetType
from okrsync.scoring.numbers import ONE, ZERO, divide

_LEVELS = re.compile(
    r"%|‰|/\s?\d+$|\b(e?nps|c-?sat|ctr|pp|rates?|ratings?|taux|tasa|taxa|stars?|sterren|sterne"
    r"|average|gemiddelde?|durchschnitt|moyenne|promedio|média|procent|prozent|percent|uptime)\b"
    r"|(score|index|indexes|indices|indice|índice|ratio|percentage|cijfer|graad|marge|margin"
    r"|satisfaction|tevredenheid|zufriedenheit|satisfacción|satisfação|puntuación|pontuação)s?\b"
    r"|\w{3}quote\b",
    re.IGNORECASE,
)
"""Units, and words of a title without a unit, that name a rate, a rating or an index."""


class Shape(Enum):
    """How a key result is paced: along a line, inside or outside, done or not."""

    LINE = auto()
    THRESHOLD = auto()
    MILESTONE = auto()


class Measured(NamedTuple):
    """A progress, what it rests on, and the baseline that was used."""

    progress: Decimal | None
    basis: str | None
    baseline: Decimal | None
    assumed: bool
    shape: Shape


def measure(key_result: KeyResult, first: Decimal | None) -> Measured:
    """The progress of a key result; `first` is the value of its first check-in."""
    metric = key_result.metric
    if metric is None:
        return _typed(key_result)
    kind = target_type(metric)
    if kind is TargetType.MILESTONE:
        return _milestone(key_result, metric)
    if _unmeasurable(key_result, metric, kind):
        return _typed(key_result)
    if kind is TargetType.INCREASE or kind is TargetType.DECREASE:
        return _line(key_result, metric, kind, first)
    if metric.current is None or (metric.unclear and not _bounded(metric, kind)):
        return Measured(None, None, metric.baseline, False, Shape.THRESHOLD)
    inside = ONE if meets(metric, kind) else ZERO
    return Measured(inside, "metric", metric.baseline, False, Shape.THRESHOLD)


def target_type(metric: Metric) -> TargetType:
    """The type that scores: `≥ 40` from 30 is an increase towards 40, mirrored for `≤`."""
    kind, baseline = metric.target_type, metric.baseline
    if baseline is None or kind is TargetType.INCREASE or kind is TargetType.DECREASE:
        return kind
    if kind is TargetType.AT_LEAST and metric.target is not None and baseline < metric.target:
        return TargetType.INCREASE
    if kind is TargetType.AT_MOST and metric.target is not None and baseline > metric.target:
        return TargetType.DECREASE
    return kind


def bounds(metric: Metric, kind: TargetType) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest value that meets the target, None where there is no limit."""
    if kind is TargetType.BETWEEN:
        return metric.lower, metric.upper
    if kind is TargetType.AT_MOST or kind is TargetType.DECREASE:
        return None, metric.target if metric.target is not None else metric.upper
    return metric.target if metric.target is not None else metric.lower, None


def meets(metric: Metric, kind: TargetType) -> bool:
    """Whether the current value (which must be there) is where it should be."""
    low, high = bounds(metric, kind)
    current = metric.current
    if current is None:
        return False
    return (low is None or current >= low) and (high is None or current <= high)


def _bounded(metric: Metric, kind: TargetType) -> bool:
    """Whether no limit of this type stands in a cell that can't be read."""
    if kind is TargetType.BETWEEN:
        return not {"lower", "upper"} & set(metric.unclear)
    return metric.target is not None or "target" not in metric.unclear


def is_level(unit: str | None, title: str) -> bool:
    """Whether this is a rate, a rating or an index, which does not start at 0 by itself."""
    return bool(_LEVELS.search(unit if unit is not None else title))


def _unmeasurable(key_result: KeyResult, metric: Metric, kind: TargetType) -> bool:
    """Whether the metric says too little to score, so that only a typed progress can.

    Without a target it does. So it does where the sheet has no column for a current value;
    a blank cell in such a column is a value that is missing, and no typed figure hides it.
    """
    line = kind is TargetType.INCREASE or kind is TargetType.DECREASE
    if (metric.target is None) if line else (bounds(metric, kind) == (None, None)):
        return True
    source = key_result.source
    return metric.current is None and source is not None and "current" not in source.cells


def _line(
    key_result: KeyResult, metric: Metric, kind: TargetType, first: Decimal | None
) -> Measured:
    baseline, target, current = metric.baseline, metric.target, metric.current
    assumed = baseline is None and "baseline" not in metric.unclear
    if assumed:
        baseline = _assume(key_result, metric, kind, first)
    if baseline is None or target is None or current is None:
        return Measured(None, None, baseline, assumed and baseline is not None, Shape.LINE)
    if assumed and (baseline >= target if kind is TargetType.INCREASE else baseline <= target):
        met = ONE if meets(metric, kind) else ZERO
        return Measured(met, "metric", baseline, True, Shape.LINE)
    if baseline == target:
        return Measured(None, None, baseline, assumed, Shape.LINE)
    progress = divide(current - baseline, target - baseline)
    return Measured(progress, "metric", baseline, assumed, Shape.LINE)


def _assume(
    key_result: KeyResult, metric: Metric, kind: TargetType, first: Decimal | None
) -> Decimal | None:
    if kind is TargetType.INCREASE and not is_level(metric.unit, key_result.title):
        return ZERO
    return first if first is not None else metric.current


def _milestone(key_result: KeyResult, metric: Metric) -> Measured:
    needed = metric.target if metric.target is not None and metric.target > ZERO else ONE
    typed = key_result.reported_progress
    reached = metric.current is not None and metric.current >= needed
    done = reached or (typed is not None and typed >= ONE)
    basis = "typed" if done and not reached else "metric"
    return Measured(ONE if done else ZERO, basis, metric.baseline, False, Shape.MILESTONE)


def _typed(key_result: KeyResult) -> Measured:
    typed = key_result.reported_progress
    return Measured(typed, None if typed is None else "typed", None, False, Shape.LINE)
