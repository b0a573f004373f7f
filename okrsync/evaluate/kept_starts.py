"""Starts that stood in the sheet before: a blank cell changes nothing until another is typed."""

from __future__ import annotations

from collections.abc import Container, Iterator

from okrsync.evaluate.workspace import Recall
from okrsync.model import Entity, KeyResult, Metric, Plan, TargetMode, TargetType

_LINES = (TargetType.INCREASE, TargetType.DECREASE)


def with_kept_starts(plan: Plan, known: Recall, never: Container[str] = ()) -> Plan:
    """The Plan with the starts that were deleted from key results, marked `baseline_kept`: who
    clears a start must not raise a score by it. A start in a cell that can't be read, or of
    another unit than before, is not taken from memory, nor one of the rows that were `never`
    edited: then it was this version that stopped reading it."""
    missing = {each.id for each in plan.key_results if _lacks_start(each)}
    if not missing or known.workspace is None:
        return plan
    before = known.rows_of(missing)
    kept = [
        each
        if each.id in never and not _was_kept(before.get(each.id))
        else _kept(each, before.get(each.id))
        for each in plan.key_results
    ]
    return plan.model_copy(update={"key_results": tuple(kept)})


def kept_starts(plan: Plan) -> Iterator[KeyResult]:
    """Key results that go by a start that stands in the sheet no more."""
    return (each for each in plan.key_results if each.metric and each.metric.baseline_kept)


def _lacks_start(key_result: KeyResult) -> bool:
    metric = key_result.metric
    return metric is not None and metric.baseline is None and "baseline" not in metric.unclear


def _was_kept(before: Entity | None) -> bool:
    metric = before.metric if isinstance(before, KeyResult) else None
    return metric is not None and metric.baseline_kept


def _kept(now: KeyResult, before: Entity | None) -> KeyResult:
    was = before.metric if isinstance(before, KeyResult) else None
    metric = now.metric
    if was is None or metric is None or was.baseline is None or not _lacks_start(now):
        return now
    if metric.unit != was.unit:
        return now
    return now.model_copy(update={"metric": _with_start(metric, was)})


def _with_start(metric: Metric, was: Metric) -> Metric:
    """The numbers as they are now, from the start that they had."""
    start = was.baseline
    kept = {"baseline": start, "baseline_kept": True}
    if _aim(metric) == _aim(was):
        # With its start the row was read whole: that a bound is a way down, say.
        return was.model_copy(update={**kept, "current": metric.current, "unclear": metric.unclear})
    target = metric.target
    if start is not None and metric.target_value is not None:
        if metric.target_mode is TargetMode.DELTA:
            target = start + metric.target_value
        elif metric.target_mode is TargetMode.FACTOR:
            target = start * metric.target_value
    kind = metric.target_type
    if kind in _LINES and not metric.declared and None not in (start, target) and start != target:
        kind = TargetType.DECREASE if start > target else TargetType.INCREASE  # type: ignore[operator] # neither is None
    return metric.model_copy(update={**kept, "target": target, "target_type": kind})


def _aim(metric: Metric) -> object:
    """What is to be reached, however it is held."""
    if metric.target_value is not None:
        return metric.target_mode, metric.target_value
    return {each for each in (metric.target, metric.lower, metric.upper) if each is not None}
