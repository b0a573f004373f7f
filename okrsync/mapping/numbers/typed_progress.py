"""Which way is better, by the progress that the sheet itself gives for a row."""

from __future__ import annotations

from decimal import Decimal

from okrsync.model import Metric, TargetMode, TargetType

_CLOSE = Decimal("0.006")
"""Half of a percent point and a little: progress is often typed without decimals."""


def directed(metric: Metric | None, progress: Decimal | None) -> Metric | None:
    """The metric, turned to a decrease where the sheet's own progress is target ÷ current.

    People who divide the target by the current value say that less is better. Only an increase
    that nothing declares is turned, and only where current ÷ target would be another number.
    """
    if metric is None or progress is None or metric.declared or metric.baseline is not None:
        return metric
    if metric.target_type is not TargetType.INCREASE or metric.target_mode != TargetMode.ABSOLUTE:
        return metric
    target, current = metric.target, metric.current
    if target is None or current is None or target <= 0 or current <= 0 or progress <= 0:
        return metric
    if _close(progress, target / current) and not _close(progress, current / target):
        return metric.model_copy(update={"target_type": TargetType.DECREASE})
    return metric


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other), Decimal(1))
