"""DAT, what stands in single cells: what could not be read, and what two cells disagree about."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from okrsync.mapping.reading import Problem
from okrsync.model import Entity, Severity
from okrsync.rules.context import Context
from okrsync.rules.finding import Place
from okrsync.rules.rule import Hit, Rule
from okrsync.text import Text


def _problems(context: Context, code: str) -> Iterator[Hit]:
    """Problems that reading met under this code, as hits."""
    for problem in context.reading.problems:
        if problem.code == code:
            detail = problem.detail.say(context.language) if problem.detail else ""
            yield Hit(
                entity=None,
                entity_id=problem.entity_id,
                title=problem.title,
                values={
                    "shown": problem.shown,
                    "detail": f" {detail}" if detail else "",
                    "cells": ", ".join(problem.cells or (problem.cell,)),
                },
                place=_place(context, problem),
            )


def _place(context: Context, problem: Problem) -> Place:
    named = context.is_named(problem.source, problem.tab)
    return Place(problem.source, problem.tab, problem.cell, problem.row, problem.column, named)


class UnreadableValue(Rule):
    """A cell that should hold a number, a percent or a date and can't be read as one."""

    code = "DAT01"
    name = "unreadable-value"
    severity = Severity.ERROR
    message = Text(
        en="This can't be read: “{shown}”.{detail}", nl="Dit is niet te lezen: “{shown}”.{detail}"
    )
    why = Text(
        en="The cell counts as empty, so the row may show less progress than there is.",
        nl="De cel telt als leeg, dus de rij kan minder voortgang tonen dan er is.",
    )
    fix = Text(
        en="Correct this one cell; words that belong to it fit in a notes column.",
        nl="Verbeter deze ene cel; woorden die erbij horen, passen in een kolom met opmerkingen.",
    )
    instead_of = "Current: about half, I think"
    write = "Current: 52%"

    def find(self, context: Context) -> Iterator[Hit]:
        """What reading could not understand."""
        return _problems(context, self.code)


class MixedScale(Rule):
    """One column holds both fractions and whole percents, and a value could be either."""

    code = "DAT04"
    name = "mixed-scale"
    severity = Severity.WARN
    message = Text(
        en="“{shown}” here, another scale elsewhere.{detail}",
        nl="“{shown}” hier, elders een andere schaal.{detail}",
    )
    why = Text(
        en="45 and 0.45 can both mean 45%, and one of them can mean 4500%.",
        nl="45 en 0,45 kunnen beide 45 % zijn, en een van de twee ook 4500 %.",
    )
    fix = Text(
        en="Use one scale for the whole column, best with a percent format.",
        nl="Gebruik één schaal voor de hele kolom, liefst met een percentage-opmaak.",
    )
    instead_of = "0.45 in one row, 45 in the next"
    write = "45% in both"

    def find(self, context: Context) -> Iterator[Hit]:
        """Cells whose scale differs from their column's."""
        return _problems(context, self.code)


class DuplicateId(Rule):
    """Two rows carry the same id, so that nobody can say which one is meant."""

    code = "DAT05"
    name = "duplicate-id"
    severity = Severity.ERROR
    message = Text(
        en="Two rows carry the id “{shown}”: {cells}.{detail}",
        nl="Twee rijen hebben het id “{shown}”: {cells}.{detail}",
    )
    why = Text(
        en="Nothing is written to either of them, since it could land on the wrong one.",
        nl="Er wordt in geen van beide iets geschreven: het kan de verkeerde zijn.",
    )
    fix = Text(en="Give one of them another id.", nl="Geef een van de twee een ander id.")
    instead_of = "KR2, KR2"
    write = "KR2, KR3"

    def find(self, context: Context) -> Iterator[Hit]:
        """Rows that reading could not tell apart."""
        return _problems(context, self.code)


class BrokenReference(Rule):
    """A row refers to another row by an id or a title that does not exist."""

    code = "DAT06"
    name = "broken-reference"
    severity = Severity.ERROR
    message = Text(
        en="Refers to “{shown}”, which does not exist.{detail}",
        nl="Verwijst naar “{shown}”, en dat bestaat niet.{detail}",
    )
    why = Text(
        en="The row hangs in the air: it counts for nothing and nobody finds it.",
        nl="De rij hangt in de lucht: hij telt nergens voor en niemand vindt hem.",
    )
    fix = Text(
        en="Write the id or the title as it stands there.",
        nl="Schrijf het id of de titel zoals die daar staat.",
    )
    nearest = Text(en=" Did you mean “{near}”?", nl=" Bedoel je “{near}”?")
    instead_of = "Supports: KR9, where there is none"
    write = "Supports: KR2"

    def find(self, context: Context) -> Iterator[Hit]:
        """What reading could not join, and ids in the Plan that lead nowhere."""
        told = {p.entity_id for p in context.reading.problems if p.code == self.code}
        yield from _problems(context, self.code)
        for entity, field, reference in _references(context):
            if reference not in context.by_id and entity.id not in told:
                yield Hit(entity, field, self._values(context, reference))

    def _values(self, context: Context, reference: str) -> dict[str, object]:
        near = get_close_matches(reference, self._names(context), n=1, cutoff=0.6)
        detail = self.nearest.say(context.language, near=near[0]) if near else ""
        return {"shown": reference, "detail": detail}

    @staticmethod
    def _names(context: Context) -> list[str]:
        return [name for e in context.by_id.values() for name in (e.title, e.id)]


def _references(context: Context) -> Iterator[tuple[Entity, str, str]]:
    """Every id by which an entity refers to another, with the field that holds it."""
    plan = context.plan
    for objective in plan.objectives:
        if objective.parent_id:
            yield objective, "parent_id", objective.parent_id
    for key_result in plan.key_results:
        # Without a single objective the table is a child of one that we don't read.
        if key_result.objective_id and plan.objectives:
            yield key_result, "objective_id", key_result.objective_id
    for initiative in plan.initiatives:
        if plan.objectives or plan.key_results or plan.kpis:
            for target in initiative.supports:
                yield initiative, "supports", target
    for kpi in plan.kpis:
        if kpi.feeds:
            yield kpi, "feeds", kpi.feeds


class FormulaError(Rule):
    """A cell that shows a formula's error, such as #REF! or #N/A."""

    code = "DAT11"
    name = "formula-error"
    severity = Severity.ERROR
    message = Text(en="The cell shows {shown}.", nl="De cel toont {shown}.")
    why = Text(
        en="It counts as empty until the formula works again.",
        nl="Hij telt als leeg tot de formule weer werkt.",
    )
    fix = Text(
        en="Repair the formula, or type the value.",
        nl="Herstel de formule, of typ de waarde.",
    )
    instead_of = "Current: #REF!"
    write = "Current: =Sales!B12"

    def find(self, context: Context) -> Iterator[Hit]:
        """Error values that reading met."""
        return _problems(context, self.code)
