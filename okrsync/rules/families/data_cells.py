"""DAT, what stands in single cells: what could not be read, and what two cells disagree about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from okrsync.i18n import Message
from okrsync.mapping.reading import Problem
from okrsync.model import Entity, Severity
from okrsync.rules.amounts import percent
from okrsync.rules.context import Context
from okrsync.rules.finding import FindingPlace
from okrsync.rules.rule import Hit, Rule
from okrsync.shell import quoted
from okrsync.values import safe

FARTHEST = 5
"""A typed progress beyond this is most likely on another scale."""


def problems(context: Context, code: str) -> Iterator[Hit]:
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
                    "field": problem.field,
                    "column": detail,
                    "detail": f" {detail}" if detail else "",
                    "first": next(iter(problem.cells), problem.cell),
                    "cells": ", ".join(problem.cells or (problem.cell,)),
                },
                severity=problem.severity,
                place=_place(context, problem),
            )


def asking(context: Context, hit: Hit) -> str:
    """The command that asks about the sheet that a hit stands in."""
    name = (hit.place.source if hit.place else None) or ""
    source = context.config.sources.get(name)
    return f"okrsync init {quoted(safe((source and source.location) or name))}"


def _place(context: Context, problem: Problem) -> FindingPlace:
    named = context.is_named(problem.source, problem.tab)
    return FindingPlace(
        problem.source,
        problem.tab,
        problem.cell or None,
        problem.row or None,
        problem.column,
        named,
    )


class UnreadableValue(Rule):
    """A cell that should hold a number, a percent or a date and can't be read as one."""

    code = "DAT01"
    name = "unreadable-value"
    severity = Severity.ERROR
    message = Message("This can't be read: “{shown}”.{detail}")
    why = Message("The cell counts as empty, so the row may show less progress than there is.")
    fix = Message("Correct this one cell; words about it belong in a notes column.")
    instead_of = "Current: about half, I think"
    write = "Current: 52%"

    level = Message("{command} asks once what this word means, and writes the answer down.")

    def find(self, context: Context) -> Iterator[Hit]:
        """What reading could not understand."""
        for hit in problems(context, self.code):
            if hit.values["field"] == "level":
                values = {**hit.values, "command": asking(context, hit)}
                yield replace(hit, values=values, fix=self.level)
            else:
                yield hit


class MixedScale(Rule):
    """One column holds both fractions and whole percents, and a value could be either."""

    code = "DAT04"
    name = "mixed-scale"
    severity = Severity.WARN
    message = Message("“{shown}” here, another scale elsewhere.{detail}")
    why = Message("45 and 0.45 can both mean 45%, and one of them can mean 4500%.")
    fix = Message("Use one scale for the whole column, best with a percent format.")
    instead_of = "0.45 in one row, 45 in the next"
    write = "45% in both"

    beyond = Message("Progress of {typed}: is this {small}?")
    once = Message("Write it with a percent sign, or give the cell a percent format.")

    def find(self, context: Context) -> Iterator[Hit]:
        """Cells whose scale differs from their column's, and typed progress far above all that
        the row's own numbers say."""
        told = {p.entity_id for p in context.reading.problems if p.code == self.code}
        yield from problems(context, self.code)
        for key_result in context.key_results:
            typed, score = (
                key_result.reported_progress,
                context.scores.key_results.get(key_result.id),
            )
            if typed is None or abs(typed) <= FARTHEST or key_result.id in told:
                continue
            computed = score.progress if score is not None and score.basis == "metric" else None
            if computed is None or abs(computed) <= FARTHEST:
                language = context.language
                values = {
                    "typed": percent(typed, language),
                    "small": percent(typed / 100, language),
                }
                yield Hit(
                    key_result, "reported_progress", values, message=self.beyond, fix=self.once
                )


class DuplicateId(Rule):
    """Two rows carry the same id, so that nobody can say which one is meant."""

    code = "DAT05"
    name = "duplicate-id"
    severity = Severity.ERROR
    message = Message("Two rows have the id “{shown}”: {cells}.{detail}")
    why = Message("Nothing is written to either of them, since it could land on the wrong one.")
    fix = Message("Give one of them another id.")
    instead_of = "KR2, KR2"
    write = "KR2, KR3"

    def find(self, context: Context) -> Iterator[Hit]:
        """Rows that reading could not tell apart."""
        return problems(context, self.code)


class BrokenReference(Rule):
    """A row refers to another row by an id or a title that does not exist."""

    code = "DAT06"
    name = "broken-reference"
    severity = Severity.ERROR
    message = Message("Refers to “{shown}”, which does not exist.{detail}")
    why = Message("The row hangs in the air: it counts for nothing and nobody finds it.")
    fix = Message("Write the id or the title as it stands there.")
    nearest = Message(" Did you mean “{near}”?")
    instead_of = "Supports: KR9, but there is no KR9"
    write = "Supports: KR2"

    def find(self, context: Context) -> Iterator[Hit]:
        """What reading could not join, and ids in the Plan that lead nowhere."""
        told = {p.entity_id for p in context.reading.problems if p.code == self.code}
        yield from problems(context, self.code)
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
    message = Message("The cell shows {shown}.")
    why = Message("It counts as empty until the formula works again.")
    fix = Message("Repair the formula, or type the value.")
    instead_of = "Current: #REF!"
    write = "Current: =Sales!B12"

    def find(self, context: Context) -> Iterator[Hit]:
        """Error values that reading met."""
        return problems(context, self.code)


class UnitsDiffer(Rule):
    """Two numbers of a row stand in units that can't be converted into each other."""

    code = "DAT13"
    name = "units-differ"
    severity = Severity.ERROR
    message = Message("“{shown}” is in another unit than the row's other numbers.{detail}")
    why = Message("Progress between two units means nothing, so this cell counts as empty.")
    fix = Message("Use one unit for start, target and current.")
    instead_of = "Start: € 1,000, target: € 2,000, current: $ 1,500"
    write = "Current: € 1,380"

    def find(self, context: Context) -> Iterator[Hit]:
        """Numbers that reading could not convert into their row's unit."""
        return problems(context, self.code)


class FormulaWithoutResult(Rule):
    """A formula whose result nothing has stored yet, as programs leave it that compute none; some
    of them put a 0 in its place."""

    code = "DAT14"
    name = "formula-without-result"
    severity = Severity.WARN
    message = Message("The formula in this cell has no stored result.")
    why = Message("Until it has one, the cell counts as empty.")
    fix = Message("Open the workbook once in Excel or LibreOffice and save it.")
    instead_of = "Current: =C2+7, never computed"
    write = "Current: =C2+7, which shows 38"

    def find(self, context: Context) -> Iterator[Hit]:
        """Cells that hold a formula and no value."""
        return problems(context, self.code)
