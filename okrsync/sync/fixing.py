"""Fixes: the level cells by which rows that are work leave the key results, as a plan.

Each move is tried on what was read, and the sheet read again as it would be: only where the row
then is an initiative, and every other row is what it was, is the move proposed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace

from okrsync.history import open_state
from okrsync.model import Entity, Plan
from okrsync.sync.cells import Cell, plain
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.evaluating import gather
from okrsync.sync.job import Job
from okrsync.sync.preparing import Prepared, prepare
from okrsync.sync.results import Evaluation, PlannedFixes, PlannedRun
from okrsync.sync.trying import Tried, tried
from okrsync.text import Text
from okrsync.writeback import LevelMoves, level_moves
from okrsync.writeback.levels import emptied

FORMAT = 1
WITHOUT = Text(
    en="{tab} has no column that says what each row is (objective, key result, initiative), so "
    "there is no cell that moves a row: move it by hand.",
    nl="{tab} heeft geen kolom die zegt wat elke rij is (doel, kernresultaat, initiatief), dus is "
    "er geen cel die een rij verplaatst: verplaats de rij met de hand.",
)
EMPTIED = Text(
    en="“{title}” would have no key result left: which change would show that you are there?",
    nl="“{title}” heeft dan geen kernresultaat meer: aan welke verandering zie je dat je er bent?",
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
    with job.working(), open_state(job.state, write=False) as state:
        prepared = prepare(gather(job, state, want_write=False, dialogue=dialogue))
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
        language=found.language,
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
        fingerprint=_fingerprint(job, passed.cells, supports),
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


def _fingerprint(job: Job, cells: Sequence[Cell], supports: Sequence[Sequence[str]]) -> str:
    """A hash over the rows concerned, what they would support, the changes and the settings."""
    rows = []
    for cell in cells:
        ours = set(cell.table.managed.values())
        row = cell.table.table.row(cell.change.row)
        values = [plain(v) for i, v in enumerate(row.values) if i not in ours] if row else []
        while values and values[-1] in (None, ""):
            values.pop()
        rows.append([cell.table.source, cell.entity, values])
    facts = {
        "format": FORMAT,
        "settings": job.config.model_dump(mode="json", exclude={"sources", "people"}),
        "rows": rows,
        "supports": [list(ids) for ids in supports],
        "changes": [asdict(cell.planned()) for cell in cells],
    }
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
