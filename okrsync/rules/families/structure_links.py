"""STR, links: does work serve results, and does every result have a goal and somebody at work?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from okrsync.i18n import Message
from okrsync.language.verdict import Label
from okrsync.model import Entity, KeyResult, Objective, Severity
from okrsync.rules.context import Context
from okrsync.rules.finding import FindingPlace
from okrsync.rules.options import Option
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.sheets import WHOLE, lacking, sheet_of


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

    nowhere = Message("No initiative here is linked to a key result, an objective or a KPI.")
    add = Message(
        "Add a column that names the result each initiative should move; if the results stand in "
        "another file, check both together."
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Initiatives that support nothing at all (a wrong link is DAT06); once where no row of
        the sheet supports anything."""
        plan = context.plan
        results = bool(plan.objectives or plan.key_results or plan.kpis)
        severity = None if results else Severity.INFO
        for sheet, rows in lacking(context, context.initiatives, lambda i: bool(i.supports)):
            if sheet is not None:
                yield Hit(None, severity=severity, message=self.nowhere, fix=self.add, place=sheet)
            else:
                yield from (Hit(initiative, "supports") for initiative in rows)


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

    elsewhere = Message("No objective here has a key result or a child objective.")
    alone = Message("No key result here has an objective.")
    both = Message(
        "If they stand in another file, check both together; else add two or three key results to "
        "each objective."
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that name no objective, and objectives that nothing names as theirs.

        A key result whose objective stands in a file that isn't read here is not an orphan. A
        sheet of three rows or more of which none is linked is most likely half of a plan: that is
        one question, and no mistake of each row.
        """
        for sheet, lone in lacking(
            context, context.key_results, lambda k: k.objective_id is not None, from_rows=WHOLE
        ):
            yield from self._hits(sheet, lone, self.alone, Hit)
        homes = {k.id: k.objective_id for k in context.key_results}
        parents = {o.parent_id for o in context.objectives}
        parents |= {homes.get(parent or "") for parent in set(parents)}

        def filled(objective: Objective) -> bool:
            return bool(context.under.get(objective.id)) or objective.id in parents

        for sheet, empty in lacking(context, context.objectives, filled, from_rows=WHOLE):
            half = sheet is None and not context.key_results and len(empty) >= WHOLE
            whole = sheet_of(context, empty[0]) if half else sheet
            yield from self._hits(whole, empty, self.elsewhere, self._empty)

    def _hits(
        self,
        sheet: FindingPlace | None,
        rows: Sequence[Entity],
        message: Message,
        each: Callable[[Entity], Hit],
    ) -> Iterator[Hit]:
        if sheet is None:
            yield from map(each, rows)
        else:
            yield Hit(None, severity=Severity.WARN, message=message, fix=self.both, place=sheet)

    def _empty(self, objective: Entity) -> Hit:
        return Hit(objective, message=self.empty, fix=self.add)


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
        settings = context.config.rules
        for objective in context.objectives:
            period = context.period_of(objective).label
            limit = self.limit.value(settings, team=objective.team, period=period)
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

    nobody = Message("No initiatives here: nothing says what is done for these key results.")
    begin = Message(
        "Add a row for what you do, below the key result that it should move; if that stands in "
        "another file, check both together."
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that no initiative supports and that are not work themselves; once where no
        row of the sheet has one. Off track without a plan is PRG03's."""
        results = [k for k in context.key_results if not _is_work(context, k)]
        for sheet, rows in lacking(context, results, lambda k: k.id in context.work_for):
            if sheet is not None:
                yield Hit(None, message=self.nobody, fix=self.begin, place=sheet)
            else:
                yield from (Hit(key_result) for key_result in rows)


def _is_work(context: Context, key_result: KeyResult) -> bool:
    verdict = context.verdicts.get(key_result.id)
    return verdict is not None and verdict.label is Label.OUTPUT
