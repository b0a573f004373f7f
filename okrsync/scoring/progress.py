"""Progress of one key result: p = (current − baseline) / (target − baseline), and its kin."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from okrsync.model import KeyResult, Metric, TargetType
from okrsync.scoring.numbers import ONE, ZERO, divide
from okrsync.scoring.result import NO_START
from okrsync.values.rates import is_level

Start = tuple[date, Decimal] | None
"""The day and the value of the check-in that a missing start is taken from."""


class ProgressShape(Enum):
    """How a key result is paced: along a line, inside or outside, done or not."""

    LINE = auto()
    THRESHOLD = auto()
    MILESTONE = auto()


class Measured(NamedTuple):
    """A progress, what it rests on, and the baseline that was used.

    `since` is the day of the check-in that the baseline was taken from: pace begins there.
    """

    progress: Decimal | None
    basis: str | None
    baseline: Decimal | None
    assumed: bool
    shape: ProgressShape
    since: date | None = None


def measure(key_result: KeyResult, first: Start, *, zero: bool = False) -> Measured:
    """The progress of a key result; `first` is its first check-in of an earlier day.

    `zero`: a missing start of any increase is 0, since somebody said so.
    """
    metric = key_result.metric
    if metric is None:
        return _typed(key_result)
    kind = target_type(metric)
    if kind is TargetType.MILESTONE:
        return _milestone(key_result, metric)
    if _unmeasurable(key_result, metric, kind):
        return _typed(key_result)
    if kind is TargetType.INCREASE or kind is TargetType.DECREASE:
        return _line(key_result, metric, kind, first, zero=zero)
    if metric.current is None or (metric.unclear and not _bounded(metric, kind)):
        return Measured(None, None, metric.baseline, False, ProgressShape.THRESHOLD)
    inside = ONE if meets(metric, kind) else ZERO
    return Measured(inside, "metric", metric.baseline, False, ProgressShape.THRESHOLD)


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
    key_result: KeyResult, metric: Metric, kind: TargetType, first: Start, *, zero: bool
) -> Measured:
    baseline, target, current = metric.baseline, metric.target, metric.current
    since: date | None = None
    assumed = baseline is None and "baseline" not in metric.unclear
    if assumed:
        if kind is TargetType.INCREASE and (zero or not is_level(metric.unit, key_result.title)):
            baseline = ZERO
        elif first is not None:
            since, baseline = first
        elif target is not None and current is not None:
            # A start that nobody knows is neither failure nor progress.
            met = meets(metric, kind)
            return Measured(ONE if met else None, "metric" if met else NO_START, None, False,
                            ProgressShape.LINE)  # fmt: skip
    if baseline is None or target is None or current is None:
        return Measured(None, None, baseline, assumed and baseline is not None, ProgressShape.LINE)
    if assumed and (baseline >= target if kind is TargetType.INCREASE else baseline <= target):
        reached = ONE if meets(metric, kind) else ZERO
        return Measured(reached, "metric", baseline, True, ProgressShape.LINE, since)
    if baseline == target:
        return Measured(None, None, baseline, assumed, ProgressShape.LINE, since)
    progress = divide(current - baseline, target - baseline)
    return Measured(progress, "metric", baseline, assumed, ProgressShape.LINE, since)


def _milestone(key_result: KeyResult, metric: Metric) -> Measured:
    needed = metric.target if metric.target is not None and metric.target > ZERO else ONE
    typed = key_result.reported_progress
    reached = metric.current is not None and metric.current >= needed
    done = reached or (typed is not None and typed >= ONE)
    basis = "typed" if done and not reached else "metric"
    return Measured(ONE if done else ZERO, basis, metric.baseline, False, ProgressShape.MILESTONE)


def _typed(key_result: KeyResult) -> Measured:
    typed, metric = key_result.reported_progress, key_result.metric
    baseline = metric.baseline if metric else None
    return Measured(typed, None if typed is None else "typed", baseline, False, ProgressShape.LINE)
