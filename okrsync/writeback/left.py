"""Rows whose managed cells stay as they are, and why: each is named, so that nothing of ours
goes stale unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from okrsync.i18n import Message
from okrsync.mapping.fields import UNSCORED
from okrsync.mapping.reading import Problem, Reading, TableReading
from okrsync.scoring.result import Scores
from okrsync.writeback.compare import blank
from okrsync.writeback.rows import lines

ERROR, UNCOMPUTED = "DAT11", "DAT14"
DOUBLE = "DAT05"
SHOWS = Message("{where} shows {shown}")
ABOVE = Message("its score needs {where}, and that shows {shown}")
NO_RESULT = Message("the formula in {where} has no stored result")
NO_RESULT_BELOW = Message("its score needs {where}, whose formula has no stored result")
TWICE = Message("nothing tells this row from another one ({cells})")
TWICE_SOMEWHERE = Message("nothing tells this row from another one")

NO_VALUES = Message("there is no longer a column that its value could come from")
NO_VALUES_BELOW = Message(
    "its key results have no column any more that their values could come from"
)
SAID = {ERROR: (SHOWS, ABOVE), UNCOMPUTED: (NO_RESULT, NO_RESULT_BELOW)}
"""What is said of a row whose own cell has no value for now, and of what is above it."""
_VALUES = frozenset({"current", "reported_progress", "done"})


def left(reading: Reading, scores: Scores) -> dict[str, Message]:
    """Entity id → why its managed cells are left: a cell that its score needs is in error or
    waits for its formula's result, its own or that of a key result below it; two rows can't be
    told apart; or the column with its values is gone."""
    found = dict(_doubled(reading))
    found |= _without_values(reading, scores)
    above = {k.id: k.objective_id for k in reading.plan.key_results if not k.parked}
    tables = {(t.source, t.table.name): t for t in reading.tables}
    for problem in reading.problems:
        entity = problem.entity_id
        if problem.code not in SAID or entity is None or problem.field in UNSCORED:
            continue
        score = scores.key_results.get(entity)
        measured = score is not None and score.basis == "metric"
        if problem.code == UNCOMPUTED and problem.field == "reported_progress" and measured:
            continue
        own, over = SAID[problem.code]
        said = {"where": _where(problem, tables), "shown": problem.shown}
        found.setdefault(entity, own.filled(**said))
        objective = above.get(entity)
        if objective is not None:
            found.setdefault(objective, over.filled(**said))
    return found


def _without_values(reading: Reading, scores: Scores) -> dict[str, Message]:
    """Key results whose progress stands there, in a table that has no column any more from which
    it could be known; and what is above them."""
    above = {k.id: k.objective_id for k in reading.plan.key_results}
    found: dict[str, Message] = {}
    for table in reading.tables:
        column = table.managed.get("progress")
        if column is None or _VALUES & table.columns.keys():
            continue
        for row in lines(table):
            score = scores.key_results.get(row.main.entity_id)
            unknown = score is not None and score.progress is None
            if unknown and not blank(table.table.value(row.number, column)):
                found[row.main.entity_id] = NO_VALUES
                objective = above.get(row.main.entity_id)
                if objective is not None:
                    found.setdefault(objective, NO_VALUES_BELOW)
    return found


def _where(problem: Problem, tables: Mapping[tuple[str, str], TableReading]) -> str:
    """The cell as people know it: in a database nobody sees letters and numbers."""
    table = tables.get((problem.source, problem.tab))
    if table is None or not table.named:
        return problem.cell
    return ", ".join(text for text in (problem.title, problem.column) if text)


def _doubled(reading: Reading) -> Iterator[tuple[str, Message]]:
    cells = {p.entity_id: p.cells for p in reading.problems if p.code == DOUBLE}
    for table in reading.tables:
        for ref in table.rows:
            if ref.blocked is None:
                continue
            known = cells.get(ref.entity_id) or cells.get(ref.entity_id.rpartition("~")[0])
            if known:
                yield ref.entity_id, TWICE.filled(cells=", ".join(known))
            else:
                yield ref.entity_id, TWICE_SOMEWHERE
