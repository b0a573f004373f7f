"""STR: is the plan built as objective, key results and initiatives, with numbers where due?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.language.verdict import Label, Shade
from okrsync.model import KeyResult, Metric, Severity, TargetMode, TargetType
from okrsync.rules.context import Context
from okrsync.rules.options import Option
from okrsync.rules.rule import Hit, Rule

THRESHOLDS = frozenset({TargetType.AT_LEAST, TargetType.AT_MOST, TargetType.BETWEEN})
TIME = re.compile(
    r"\b(?:[QTKHS][1-4]|(?:19|20)\d\d|(?:FY|GJ) ?\d\d(?:/\d\d)?|(?:O|KR)\d+(?:\.\d+)*"
    r"|[1-4]e? ?(?:kwartaal|quarter|trimestre|quartal)|(?:kwartaal|quarter|quartal) ?[1-4])\b"
    r"|'\d\d\b",
    re.IGNORECASE,
)


def _is_milestone(context: Context, key_result: KeyResult) -> bool:
    verdict = context.verdicts.get(key_result.id)
    declared = key_result.metric and key_result.metric.target_type is TargetType.MILESTONE
    return bool(declared) or (verdict is not None and verdict.shade is Shade.MILESTONE)


def _has_number(metric: Metric | None) -> bool:
    return metric is not None and any(
        value is not None
        for value in (metric.target, metric.target_value, metric.lower, metric.upper)
    )


class WithoutMetric(Rule):
    """A key result without a number, a unit or a threshold, in its columns or in its title."""

    code = "STR01"
    name = "kr-without-metric"
    severity = Severity.ERROR
    message = Message("No number, unit or threshold.")
    why = Message("Without a number nobody can say how far it is.")
    fix = Message(
        "Write from which value to which value, by when. Is there no starting value yet? Then "
        "measuring it is the first initiative."
    )
    question = Message("By which number would you notice it?")
    instead_of = "Happier customers"
    write = "NPS from 31 to 45"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results without a target and without a figure in the title.

        If something stands in the target's cell that can't be read, DAT01 or DAT11 says so.
        """
        unread = {
            problem.entity_id
            for problem in context.reading.problems
            if problem.code in ("DAT01", "DAT11", "DAT14")
            and problem.field in ("target", "lower", "upper")
        }
        for key_result in context.key_results:
            if _is_milestone(context, key_result) or _has_number(key_result.metric):
                continue
            if key_result.id in unread:
                continue
            if not re.search(r"\d", TIME.sub(" ", key_result.title)):
                yield Hit(key_result)


class WithoutBaseline(Rule):
    """A key result with a target but without a starting value, where one is needed."""

    code = "STR02"
    name = "kr-without-baseline"
    severity = Severity.INFO
    message = Message("Target without starting value.")
    why = Message("Progress runs from start to target; without a start the first value stands in.")
    fix = Message("Fill in the starting value.")
    instead_of = "Conversion to 10%, start left empty"
    write = "Conversion to 10%, start 4%"
    relative = Message("{share} of what?")
    points = Message("Is {share} meant in points, or as a part of the starting value?")

    def find(self, context: Context) -> Iterator[Hit]:
        """Targets whose start is missing and is not simply zero."""
        for key_result in context.key_results:
            metric = key_result.metric
            if metric is None or not _has_number(metric) or metric.baseline is not None:
                continue
            if metric.target_type in THRESHOLDS or _is_milestone(context, key_result):
                continue
            if "baseline" in metric.unclear:
                # It is there, and what is wrong with its cell is said already.
                continue
            yield from self._hit(context, key_result, metric)

    def _hit(self, context: Context, key_result: KeyResult, metric: Metric) -> Iterator[Hit]:
        score = context.scores.key_results.get(key_result.id)
        stuck = score is None or score.progress is None
        if metric.target_mode is not TargetMode.ABSOLUTE and metric.target is None:
            message = self.points if metric.unit == "%" else self.relative
            share = _share(metric)
            yield Hit(key_result, "target", {"share": share}, Severity.WARN, message)
        elif stuck or (score is not None and score.baseline != 0):
            severity = Severity.WARN if stuck else None
            yield Hit(key_result, "target", severity=severity)


def _share(metric: Metric) -> str:
    if metric.target_value is None:
        return "?"
    if metric.target_mode is TargetMode.FACTOR:
        return f"{(metric.target_value - 1) * 100:+.0f}%"
    return f"{metric.target_value:+f}"


class NumberInObjective(Rule):
    """A figure in an objective (no quarter, no year): often a key result in disguise."""

    code = "STR03"
    name = "objective-with-number"
    severity = Severity.INFO
    message = Message("A number in the objective is a key result in disguise.")
    why = Message(
        "An objective says where you are going; the numbers below it say how far you have come."
    )
    fix = Message("Move the number to a key result, and say in words where you want to be.")
    instead_of = "Grow revenue by 20%"
    write = "Schools recommend us to each other"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives with a digit that belongs to neither a period nor a code."""
        for objective in context.objectives:
            if re.search(r"\d", TIME.sub(" ", objective.title)):
                yield Hit(objective)


class OutputObjective(Rule):
    """An objective that names work to be done instead of a place to be."""

    code = "STR04"
    name = "objective-is-output"
    severity = Severity.WARN
    message = Message("The objective names work, not a place to be.")
    why = Message("When the work is done, the team still doesn't know whether it has arrived.")
    fix = Message("Ask: where do I want to go? Write that, and keep the work as an initiative.")
    question = Message("Where do we want to be then?")
    instead_of = "Implement a new CRM"
    write = "Every customer feels known, whoever picks up the phone"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives that the checker decides to be outputs."""
        for objective in context.objectives:
            verdict = context.verdicts.get(objective.id)
            if verdict is not None and verdict.label is Label.OUTPUT:
                yield Hit(objective)


class OrphanInitiative(Rule):
    """An initiative that is linked to no key result, objective or KPI."""

    code = "STR05"
    name = "orphan-initiative"
    severity = Severity.WARN
    message = Message("Not linked to any key result, objective or KPI.")
    why = Message("Work that serves no result takes time from work that does.")
    fix = Message("Link it to the result that it should move, or drop it.")
    question = Message("Which result does this serve?")
    instead_of = "Newsletter every month, linked to nothing"
    write = "Newsletter every month, for: repeat orders from 18% to 25%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Initiatives that support nothing at all (a wrong link is DAT06)."""
        return (Hit(initiative) for initiative in context.initiatives if not initiative.supports)


class Orphan(Rule):
    """A key result without an objective, or an objective with nothing below it."""

    code = "STR06"
    name = "orphan-kr"
    severity = Severity.ERROR
    message = Message("Key result without objective.")
    empty = Message("Objective without key result or child objective.")
    why = Message(
        "A result without an objective has no purpose; an objective without results is "
        "never reached."
    )
    fix = Message("Put it under its objective.")
    add = Message("Add two or three key results, or a child objective.")
    instead_of = "A key result row whose objective cell is empty"
    write = "The same row with its objective's title or ID"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that name no objective, and objectives that nothing names as theirs.

        A key result whose objective stands in a file that isn't read here is not an orphan.
        """
        for key_result in context.key_results:
            if key_result.objective_id is None:
                yield Hit(key_result)
        homes = {k.id: k.objective_id for k in context.key_results}
        parents = {o.parent_id for o in context.objectives}
        parents |= {homes.get(parent or "") for parent in set(parents)}
        for objective in context.objectives:
            if not context.under.get(objective.id) and objective.id not in parents:
                yield Hit(objective, message=self.empty, fix=self.add)


class SingleKeyResult(Rule):
    """An objective with only one key result."""

    code = "STR07"
    name = "single-kr"
    severity = Severity.INFO
    message = Message("Only one key result.")
    why = Message("One number is easily reached in a way that nobody wanted.")
    fix = Message("Add a second angle, such as quality beside quantity.")
    instead_of = "Sell 500 copies, alone"
    write = "Sell 500 copies, and refunds below 2%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives with exactly one."""
        for objective in context.objectives:
            if len(context.under.get(objective.id, ())) == 1:
                yield Hit(objective)


class TooManyKeyResults(Rule):
    """An objective with more key results than anyone can keep in mind: more than five."""

    code = "STR08"
    name = "too-many-krs"
    severity = Severity.WARN
    message = Message("{count} key results under one objective, more than {limit}.")
    why = Message("What is measured everywhere is steered nowhere.")
    fix = Message("Keep the ones that say whether you have arrived; move the others to KPIs.")
    instead_of = "Nine key results"
    write = "Three key results, and two KPIs to watch"
    limit = Option("max_key_results", 5, least=1)

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives above the limit."""
        limit = self.limit.value(context.config.rules)
        for objective in context.objectives:
            count = len(context.under.get(objective.id, ()))
            if count > limit:
                yield Hit(objective, values={"count": count, "limit": limit})


class WithoutInitiative(Rule):
    """A key result for which nobody is doing anything."""

    code = "STR09"
    name = "kr-without-initiative"
    severity = Severity.INFO
    message = Message("Nobody is doing anything for this key result.")
    why = Message("You control actions, not results: a result without an action is only a hope.")
    fix = Message("Add an initiative: what must I do to reach this?")
    instead_of = "Churn from 5% to 3%, and no initiative"
    write = "Churn from 5% to 3%, with: call every customer after 30 days"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that no initiative supports and that are not work themselves."""
        supported = {target for i in context.initiatives for target in i.supports}
        for key_result in context.key_results:
            verdict = context.verdicts.get(key_result.id)
            work = verdict is not None and verdict.label is Label.OUTPUT
            if key_result.id not in supported and not work:
                yield Hit(key_result)
