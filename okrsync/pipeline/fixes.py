"""Fixes: the level cells by which rows that are work leave the key results, as a plan.

Each move is tried on what was read, and the sheet read again as it would be: only where the row
then is an initiative, and every other row is what it was, is the move proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from okrsync.dialogue import SILENT, Dialogue
from okrsync.evaluate.gathered import looked
from okrsync.i18n import Message
from okrsync.model import Entity, Plan
from okrsync.pipeline.fingerprint import fingerprint, of_people
from okrsync.pipeline.prepare import Prepared, prepare
from okrsync.pipeline.results import Evaluation, PlannedFixes, PlannedRun
from okrsync.pipeline.tried_fixes import Tried, tried
from okrsync.sources.job import Job
from okrsync.writeback import LevelMoves, level_moves
from okrsync.writeback.cells import Cell
from okrsync.writeback.levels import emptied

WITHOUT = Message(
    "{tab} has no column that says what each row is (objective, key result, initiative), so "
    "there is no cell that moves a row: move it by hand."
)
EMPTIED = Message(
    "“{title}” would have no key result left: which change would show that you are there?"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be moved: the cells (each known by the id that its row will have), and all
    of it as people see it."""

    cells: Sequence[Cell]
    fixes: PlannedFixes


def check_with_fixes(
    job: Job,
    *,
    dialogue: Dialogue = SILENT,
    narrowed: Callable[[Evaluation], Evaluation] | None = None,
) -> tuple[Evaluation, PlannedFixes]:
    """Read, check, and say which level cells would move rows to the initiatives.

    `narrowed` leaves only the findings that are asked for. Nothing is written or remembered.
    """
    with looked(job, dialogue) as gathered:
        prepared = prepare(gathered)
        if narrowed is not None:
            prepared = replace(prepared, evaluation=narrowed(prepared.evaluation))
        return prepared.evaluation, proposed(prepared).fixes


def proposed(prepared: Prepared, only: Collection[str] | None = None) -> Proposal:
    """The moves that the findings ask for and that do nothing else; `only` are ids."""
    found = prepared.evaluation
    moves = level_moves(
        found.reading,
        found.decisions,
        found.scores,
        found.findings,
        only=only,
    )
    passed = tried(prepared, moves.changes)
    return Proposal(passed.cells, _planned(prepared, moves, passed))


def _planned(prepared: Prepared, moves: LevelMoves, passed: Tried) -> PlannedFixes:
    found, job = prepared.evaluation, prepared.evaluation.job
    changes = tuple(cell.planned() for cell in passed.cells)
    by_id = {i.id: i for i in passed.after.plan.initiatives}
    supports = [by_id[cell.entity].supports for cell in passed.cells]
    run = PlannedRun(
        as_of=job.as_of,
        language=found.language,
        locations=job.typed,
        config=str(job.config_path) if job.config_path else None,
        sources=tuple(job.sources),
        changes=changes,
        columns_added=(),
        skipped=[prepared.tables.skipped(skip) for skip in (*moves.left, *passed.left)],
        fingerprint=fingerprint(
            job,
            changes,
            rows=[[c.table.source, c.entity, of_people(c)] for c in passed.cells],
            supports=[list(ids) for ids in supports],
        ),
    )
    without = dict.fromkeys(table.table.name for table in moves.without)
    notes = [WITHOUT.say(found.language, tab=f"“{name}”") for name in without]
    empty = emptied(found.plan, passed.after.plan) if changes else ()
    notes += [EMPTIED.say(found.language, title=title) for title in empty]
    titles = {e.id: e.title for e in _supportable(passed.after.plan)}
    shown = {
        cell.change.entity_id: [titles.get(target, target) for target in targets]
        for cell, targets in zip(passed.cells, supports, strict=True)
    }
    return PlannedFixes(run, shown, notes)


def _supportable(plan: Plan) -> Sequence[Entity]:
    return (*plan.objectives, *plan.key_results, *plan.kpis)
