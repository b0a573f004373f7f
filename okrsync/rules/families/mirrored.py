"""PRG, mirrors: progress that says no more than how much of the work is ticked off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from okrsync.i18n import Message
from okrsync.model import Initiative, KeyResult, Objective, ObjectiveKind, Severity
from okrsync.rules.context import Context
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.tags import accepted_as
from okrsync.scoring.numbers import divide
from okrsync.table import Area, column_index

ENOUGH = 3
"""So many differing values that equal the work's are no coincidence."""
CLOSE = Decimal("0.006")
REFERENCE = re.compile(
    r"(?:(?:'(?P<quoted>[^']+)'|(?P<sheet>[^\W\d][\w.]*))!)?"
    r"\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d{1,7})(?::\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d{1,7}))?(?![\w(])"
)
WORK = ("done", "progress", "reported_status", "done_on")
SCORES = ("current", "reported_progress")


@dataclass(frozen=True, slots=True)
class _WorkCell:
    """A cell that says how far an initiative is."""

    tab: str | None
    row: int
    column: int
    supports: frozenset[str]


class MirrorsWork(Rule):
    """A key result whose progress is a formula over its initiatives, or has been equal to their
    completion at three or more differing check-ins. Learning objectives, and rows that are tagged
    baseline, learning or milestone, may."""

    code = "PRG01"
    name = "kr-progress-from-initiatives"
    severity = Severity.ERROR
    message = Message("This key result moves only as its initiatives are ticked off.")
    why = Message("At 100% all the work is done, and nobody knows whether anything got better.")
    fix = Message(
        "Let its progress come from the number that it is about; what is ticked off stays with "
        "the initiatives."
    )
    question = Message("Which number would tell us whether the work helps?")
    instead_of = 'Progress: =COUNTIF(D5:D9,"x")/5'
    write = "Current: 34 repeat orders, of 60"

    def find(self, context: Context) -> Iterator[Hit]:
        """Formulas over the cells of initiatives, then check-ins beside the days of ticks."""
        cells = list(_work_cells(context))
        for key_result in context.key_results:
            if _may(context, key_result):
                continue
            field = _counted(context, key_result, cells)
            if field is None and _equals_work(context, key_result):
                field = "current"
            if field is not None:
                yield Hit(key_result, field)


def _may(context: Context, key_result: KeyResult) -> bool:
    objective = context.by_id.get(key_result.objective_id or "")
    learning = isinstance(objective, Objective) and objective.kind is ObjectiveKind.LEARNING
    return learning or bool(accepted_as(key_result))


def _work_cells(context: Context) -> Iterator[_WorkCell]:
    for initiative in context.initiatives:
        source = initiative.source
        for name in WORK if source else ():
            if source is not None and name in source.cells:
                row, column = _address(source.cells[name])
                yield _WorkCell(source.tab, row, column, frozenset(initiative.supports))


def _address(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_index(letters)


def _counted(context: Context, key_result: KeyResult, cells: Sequence[_WorkCell]) -> str | None:
    """The field whose formula counts the cells of this key result's initiatives."""
    tab = key_result.source.tab if key_result.source else None
    for field in SCORES:
        formula = context.formula(key_result, field) if cells else None
        for sheet, area in _areas(formula, tab) if formula else ():
            if any(
                key_result.id in cell.supports
                and cell.tab == sheet
                and (cell.row, cell.column) in area
                for cell in cells
            ):
                return field
    return None


def _areas(formula: str, tab: str | None) -> Iterator[tuple[str | None, Area]]:
    """The rectangles that a formula refers to, with their tabs."""
    for found in REFERENCE.finditer(formula):
        row, column = int(found["r1"]), column_index(found["c1"])
        last_row = int(found["r2"]) if found["r2"] else row
        last_column = column_index(found["c2"]) if found["c2"] else column
        sheet = found["quoted"] or found["sheet"] or tab
        yield sheet, Area(row, column, last_row, last_column)


def _equals_work(context: Context, key_result: KeyResult) -> bool:
    """Whether at every check-in with any progress that was the share of work done by then."""
    work = context.work_for.get(key_result.id, ())
    ends = _ends(context, work)
    if len(work) < ENOUGH or ends is None:
        return False
    equal: set[Decimal] = set()
    for on, value in context.seen.get(key_result.id, ()):
        progress, done = _progress(key_result, value), _share(ends, len(work), on)
        if progress is None or (progress == 0 and done == 0):
            continue
        if abs(progress - done) > CLOSE:
            return False
        equal.add(progress)
    return len(equal) >= ENOUGH


def _ends(context: Context, work: Sequence[Initiative]) -> Mapping[str, date | None] | None:
    """Initiative → the day on which it was done, None where it isn't; None as a whole where one
    is done and nobody knows since when."""
    ends: dict[str, date | None] = {}
    for initiative in work:
        full = next((on for on, v in context.seen.get(initiative.id, ()) if v >= 1), None)
        ends[initiative.id] = initiative.done_on or full
        if initiative.done and ends[initiative.id] is None:
            return None
    return ends


def _share(ends: Mapping[str, date | None], count: int, day: date) -> Decimal:
    done = sum(1 for on in ends.values() if on is not None and on <= day)
    return divide(Decimal(done), Decimal(count))


def _progress(key_result: KeyResult, value: Decimal) -> Decimal | None:
    metric = key_result.metric
    if metric is None:
        return value
    start = metric.baseline or Decimal(0)
    if metric.target is None or metric.target == start:
        return None
    return divide(value - start, metric.target - start)
