"""KPI, key results: those that only keep a level, and those that are known when it is over."""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.language.verdict import Label
from okrsync.model import KeyResult, Metric, Severity, TargetType
from okrsync.rules.context import Context
from okrsync.rules.families.kpis import leading_beside
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.wordlists import says
from okrsync.scoring.progress import meets

THRESHOLDS = frozenset({TargetType.AT_LEAST, TargetType.AT_MOST, TargetType.BETWEEN})


class HealthMetric(Rule):
    """A key result that keeps a level where it already is: a number to watch, and no change."""

    code = "KPI03"
    name = "kr-is-health-metric"
    severity = Severity.INFO
    message = Message("Keeps a level that is there already; nothing changes.")
    why = Message("It is green from the first day, and hides how the others are doing.")
    fix = Message("Make it a KPI, or write from which value to which it should move.")
    instead_of = "Uptime stays above 99.9%"
    write = "KPI: uptime, weekly, at least 99.9%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Thresholds that were met from the start, and words that keep something."""
        for key_result in context.key_results:
            metric = key_result.metric
            if _is_output(context, key_result) or (metric is not None and _moves(metric)):
                continue
            if (metric is not None and _was_met(metric)) or says("keeping", key_result.title):
                yield Hit(key_result)


def _is_output(context: Context, key_result: KeyResult) -> bool:
    verdict = context.verdicts.get(key_result.id)
    return verdict is not None and verdict.label is Label.OUTPUT


def _moves(metric: Metric) -> bool:
    """Whether it goes from one value to another."""
    if metric.baseline is None or metric.target is None:
        return False
    return metric.baseline != metric.target and not _was_met(metric)


def _was_met(metric: Metric) -> bool:
    """Whether a threshold was met where it started, or is now where nobody knows the start."""
    if metric.target_type not in THRESHOLDS:
        return False
    start = metric.current if metric.baseline is None else metric.baseline
    return start is not None and meets(
        metric.model_copy(update={"current": start}), metric.target_type
    )


class MeasuredOnce(Rule):
    """A key result that can only be measured when the period is over, and no leading KPI beside
    it that tells earlier."""

    code = "KPI06"
    name = "kr-measured-at-the-end"
    severity = Severity.INFO
    message = Message("Known only when it is over.")
    why = Message("Until then nobody can tell whether what you do helps, and after it is too late.")
    fix = Message(
        "Add a leading KPI beside it: a number that moves weekly, before this one does. In its row "
        "write leading, and the same objective."
    )
    instead_of = "Final exam results from 6.4 to 7.0"
    write = "The same, with a weekly KPI: practice papers handed in"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results whose words name a measurement at the end."""
        for key_result in context.key_results:
            if _is_output(context, key_result) or not says("once", key_result.title):
                continue
            if not leading_beside(context, key_result):
                yield Hit(key_result)
