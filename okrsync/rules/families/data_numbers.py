"""DAT, what the numbers and dates of a row say together, and waivers that waive nothing."""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.model import Initiative, KeyResult, Severity, TargetType
from okrsync.rules.amounts import of_metric
from okrsync.rules.context import Context
from okrsync.rules.rule import Hit, Rule


class BaselineEqualsTarget(Rule):
    """A key result whose start and target are the same number."""

    code = "DAT02"
    name = "baseline-equals-target"
    severity = Severity.ERROR
    message = Message("Start and target are the same ({value}): progress has no meaning.")
    why = Message("There is no way from a number to itself, so nothing can be computed.")
    fix = Message("Correct one of them; to hold a level, write “at least” or “at most”.")
    instead_of = "Uptime from 99.9% to 99.9%"
    write = "Uptime at least 99.9%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Increases and decreases whose target is their baseline."""
        for key_result in context.key_results:
            metric = key_result.metric
            if metric is None or metric.baseline is None or metric.baseline != metric.target:
                continue
            if metric.target_type in (TargetType.INCREASE, TargetType.DECREASE):
                value = of_metric(metric.target, metric, context.language)
                yield Hit(key_result, "target", {"value": value})


class DirectionContradiction(Rule):
    """The sheet says decrease while the target lies above the start, or the other way round."""

    code = "DAT03"
    name = "direction-contradiction"
    severity = Severity.ERROR
    message = Message("“Decrease”, but the target ({target}) is above the start ({baseline}).")
    upwards = Message("“Increase”, but the target ({target}) is below the start ({baseline}).")
    why = Message("One of the three is wrong, and progress would run backwards.")
    fix = Message("Correct the type or one of the numbers.")
    instead_of = "Decrease, from 3% to 5%"
    write = "Decrease, from 5% to 3%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Declared directions that the numbers contradict."""
        for key_result in context.key_results:
            metric = key_result.metric
            if metric is None or not metric.declared:
                continue
            if metric.baseline is None or metric.target is None:
                continue
            language = context.language
            values = {
                "target": of_metric(metric.target, metric, language),
                "baseline": of_metric(metric.baseline, metric, language),
            }
            if metric.target_type is TargetType.DECREASE and metric.target > metric.baseline:
                yield Hit(key_result, "target", values)
            if metric.target_type is TargetType.INCREASE and metric.target < metric.baseline:
                yield Hit(key_result, "target", values, message=self.upwards)


class Cycle(Rule):
    """Objectives that support each other in a circle."""

    code = "DAT07"
    name = "parent-cycle"
    severity = Severity.ERROR
    message = Message("A circle: {loop}.")
    why = Message("Each would be computed from the other, so the circle is cut in one place.")
    fix = Message("Decide which one is the highest and clear its parent.")
    instead_of = "O1 supports O2, O2 supports O1"
    write = "O2 supports O1, O1 supports none"

    def find(self, context: Context) -> Iterator[Hit]:
        """Each circle once, at the first of its objectives."""
        homes = {k.id: k.objective_id for k in context.plan.key_results}
        parents = {
            o.id: homes.get(o.parent_id, o.parent_id)
            for o in context.plan.objectives
            if o.parent_id
        }
        told: set[str] = set()
        for objective in context.plan.objectives:
            loop = _loop(objective.id, parents)
            if loop and not told & set(loop):
                told |= set(loop)
                titles = [context.by_id[i].title for i in [*loop, loop[0]]]
                yield Hit(objective, "parent_id", {"loop": " → ".join(titles)})


def _loop(start: str, parents: dict[str, str | None]) -> list[str]:
    """The circle that leads from `start` back to it; empty where there is none."""
    path, here = [start], parents.get(start)
    while here is not None and here not in path:
        path.append(here)
        here = parents.get(here)
    return path if here == start else []


class OutsidePeriod(Rule):
    """Something that is due after its period has ended."""

    code = "DAT08"
    name = "outside-period"
    severity = Severity.WARN
    message = Message("Due on {due}, after the period ends ({end}).")
    why = Message("At the end of the period it can't be judged yet.")
    fix = Message("Correct the date, or move the row to the next period.")
    instead_of = "Q2, due 2026-09-01"
    write = "Q2, due 2026-06-15"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results and initiatives due too late."""
        dated: list[KeyResult | Initiative] = [*context.key_results, *context.initiatives]
        for entity in dated:
            end = (entity.period or context.scores.period).end
            if entity.due is not None and entity.due > end:
                yield Hit(entity, "due", {"due": entity.due.isoformat(), "end": end.isoformat()})


class UnusedWaiver(Rule):
    """A waiver, in the configuration or in a notes column, that covers no finding any more."""

    code = "DAT12"
    name = "unused-waiver"
    severity = Severity.WARN
    message = Message("The waiver of {rule} for “{id}” no longer waives anything.")
    of_file = Message("{file} accepts {rule} for “{id}”, which is not found any more.")
    from_file = Message("Take its entry out of {file}.")
    why = Message("An old waiver may hide the next finding that deserves a look.")
    fix = Message("Remove it.")
    instead_of = 'waivers = [{ rule = "OUT01", id = "kr-12", reason = "…" }], kr-12 long gone'
    write = "no waiver"

    def find(self, context: Context) -> Iterator[Hit]:
        """Nothing by itself: what is unused is known when all other rules have run."""
        return iter(())
