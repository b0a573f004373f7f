"""STR: is the plan built as objective, key results and initiatives, with numbers where due?"""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message, Percent
from okrsync.language.verdict import Label, Shade, Verdict
from okrsync.model import KeyResult, Metric, Severity, TargetMode, TargetType
from okrsync.rules.amounts import in_words_of
from okrsync.rules.context import Context
from okrsync.rules.figures import has_figure, measured
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.sheets import lacking, sheet_of

THRESHOLDS = frozenset({TargetType.AT_LEAST, TargetType.AT_MOST, TargetType.BETWEEN})
LIST = 10
"""So many key results without a number, and no column for one, are one question."""
PLAIN = 0.9
"""The confidence from which an objective is told to be work."""
WORK = frozenset({"own work", "own action", "something made", "money spent", "done", "all of it"})


def _is_milestone(context: Context, key_result: KeyResult) -> bool:
    verdict = context.verdicts.get(key_result.id)
    declared = key_result.metric and key_result.metric.target_type is TargetType.MILESTONE
    return bool(declared) or (verdict is not None and verdict.shade is Shade.MILESTONE)


def _has_number(metric: Metric | None) -> bool:
    return metric is not None and any(
        value is not None
        for value in (metric.target, metric.target_value, metric.lower, metric.upper)
    )


def _has_column(key_result: KeyResult) -> bool:
    """Whether its sheet has a place for a target."""
    cells = key_result.source.cells if key_result.source else {}
    return not {"target", "lower", "upper"}.isdisjoint(cells)


class WithoutMetric(Rule):
    """A key result without a number, a unit or a threshold, in its columns or in its title."""

    code = "STR01"
    name = "kr-without-metric"
    severity = Severity.ERROR
    message = Message("No number, unit or threshold.")
    none = Message("{count} key results here have no number, and there is no column for a target.")
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

        If something stands in the target's cell that can't be read, DAT01 or DAT11 says so; of
        work the rules on outputs speak, which ask for another row and no number.
        """
        unread = {
            problem.entity_id
            for problem in context.reading.problems
            if problem.code in ("DAT01", "DAT11", "DAT14")
            and problem.field in ("target", "lower", "upper")
        }

        def has(key_result: KeyResult) -> bool:
            known = key_result.id in unread or _is_milestone(context, key_result)
            return known or _has_number(key_result.metric) or measured(key_result.title)

        for _, rows in lacking(context, context.key_results, has):
            if len(rows) >= LIST and not any(map(_has_column, rows)):
                sheet = sheet_of(context, rows[0])
                yield Hit(None, values={"count": len(rows)}, message=self.none, place=sheet)
            else:
                yield from map(Hit, rows)


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
            share = _share(metric, context.language)
            yield Hit(key_result, "target", {"share": share}, Severity.WARN, message)
        elif stuck or (score is not None and score.baseline != 0):
            severity = Severity.WARN if stuck else None
            yield Hit(key_result, "target", severity=severity)


def _share(metric: Metric, language: str) -> object:
    if metric.target_value is None:
        return "?"
    if metric.target_mode is TargetMode.FACTOR:
        return Percent(f"{(metric.target_value - 1) * 100:+.0f}")
    if metric.unit == "%":
        return Percent(f"{metric.target_value * 100:+.0f}")
    return in_words_of(f"{metric.target_value:+f}", language)


class NumberInObjective(Rule):
    """A figure in an objective: often a key result in disguise. Quarters, years and figures that
    are names (Tier 1, ISO 27001, 24/7, phase 2) are none."""

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
        """Objectives with a digit that belongs to no period, no code and no name."""
        for objective in context.objectives:
            if has_figure(objective.title):
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
            if verdict is not None and _is_work(verdict):
                yield Hit(objective)


def _is_work(verdict: Verdict) -> bool:
    """Whether work is named in so many words: a goal in a word or two is often a mere topic."""
    if verdict.label is not Label.OUTPUT or verdict.confidence < PLAIN:
        return False
    return any(r.signal in WORK and r.towards is Label.OUTPUT for r in verdict.reasons)
