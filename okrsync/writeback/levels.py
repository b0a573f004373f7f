"""Key results that are work: the level cells by which their rows become initiatives.

Only what the checker decides to be an output is moved, and only where one word in the sheet
does it. A row of work and result in one (OUT04) needs two rows, and a milestone (OUT05) a
sentence on what it should change or a tag: both are named, and left to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from okrsync.i18n import Message, plural
from okrsync.language.verdict import Label
from okrsync.mapping.reading import Reading, RowRef, TableReading
from okrsync.mapping.vocabulary import types
from okrsync.model import Plan
from okrsync.rules.finding import Finding
from okrsync.scoring.result import DecidedBy, Decision, Scores
from okrsync.table import Change, Skip
from okrsync.writeback.plan import lock_of
from okrsync.writeback.words import FROM, LEVEL, LevelWords

MOVED = frozenset({"OUT01", "OUT02", "OUT03"})
"""Findings whose repair is the move to the initiatives."""
TOLD = {
    "OUT04": Message("it holds work and a result: split it into two rows yourself"),
    "OUT05": Message("it is a milestone: write down what it should change, or tag it, yourself"),
}
TWICE = Message("another row has the same id")
ENDED = Message("its period is over")
NOT_LISTED = Message("its drop-down list has no word for an initiative: add one to the list")
OTHER = Message("it does not say by itself that the row is a key result")


@dataclass(frozen=True, slots=True)
class LevelMoves:
    """Level cells to change, cells that can't be and why, and tables without a level column
    in which there is something to move."""

    changes: list[Change] = field(default_factory=list)
    left: list[Skip] = field(default_factory=list)
    without: list[TableReading] = field(default_factory=list)


def level_moves(
    reading: Reading,
    decisions: Mapping[str, Decision],
    scores: Scores,
    findings: Iterable[Finding],
    *,
    only: Collection[str] | None = None,
) -> LevelMoves:
    """The moves that these findings ask for, in their order; `only` are ids to look at."""
    rows = {ref.entity_id: (table, ref) for table in reading.tables for ref in table.rows}
    mover = _Mover(reading.plan, scores)
    for finding in findings:
        entity = finding.entity_id or ""
        if finding.waived is not None or entity not in rows:
            continue
        told = finding.code in TOLD or _decided(finding, decisions.get(entity))
        if told and (only is None or entity in only):
            mover.look_at(finding, *rows[entity])
    return mover.found


def _decided(finding: Finding, decision: Decision | None) -> bool:
    """Whether the checker itself, and nobody else, decides that this is an output."""
    if finding.code not in MOVED or decision is None:
        return False
    return decision.label is Label.OUTPUT and decision.by is DecidedBy.CHECKER


class _Mover:
    """Goes from finding to finding, and keeps what it finds."""

    def __init__(self, plan: Plan, scores: Scores) -> None:
        self.found = LevelMoves()
        self._titles = {k.id: k.title for k in plan.key_results}
        self._scores = scores
        self._words: dict[str, LevelWords] = {}
        parents = [o.parent_id for o in plan.objectives if o.parent_id]
        self._hanging = Counter([*parents, *(to for i in plan.initiatives for to in i.supports)])
        """How many rows hang on each id: a move would leave them with another parent."""

    def look_at(self, finding: Finding, table: TableReading, ref: RowRef) -> None:
        """Its change, or why there is none."""
        column = table.columns.get(LEVEL)
        if column is None:
            if finding.code in MOVED and all(table is not one for one in self.found.without):
                self.found.without.append(table)
            return
        said = table.table.value(ref.row, column)
        reason = TOLD.get(finding.code) or self._reason(table, ref, column)
        word = None
        if reason is None and isinstance(said, str):
            words = self._words.setdefault(table.table.key, LevelWords(table, column))
            allowed = table.table.allowed(ref.row, column)
            word = words.initiative(said, allowed)
            reason = OTHER if allowed is None else NOT_LISTED
        if word is None:
            self.found.left.append(Skip(table.table.key, ref.row, column, reason or OTHER))
        else:
            self.found.changes.append(self._change(table, ref, column, word))

    def _reason(self, table: TableReading, ref: RowRef, column: int) -> Message | None:
        """Why this row is not moved, None where it may be."""
        score = self._scores.key_results.get(ref.entity_id)
        if ref.blocked is not None:
            return TWICE
        if score is not None and score.frozen:
            return ENDED
        locked = lock_of(table.table, ref.row, column)
        if locked is not None:
            return locked
        if types.meaning(LEVEL, table.table.value(ref.row, column)) != FROM:
            return OTHER
        hanging = self._hanging[ref.entity_id]
        return _held(hanging) if hanging else None

    def _change(self, table: TableReading, ref: RowRef, column: int, word: str) -> Change:
        return Change(
            table=table.table.key,
            row=ref.row,
            column=column,
            before=table.table.value(ref.row, column),
            after=word,
            identity=tuple(table.identity),
            entity_id=ref.entity_id,
            title=self._titles[ref.entity_id],
            field=LEVEL,
        )


def _held(count: int) -> Message:
    return plural(
        "a row belongs to it and would then belong to something else: first give it the result "
        "that it is for",
        "{count} rows belong to it and would then belong to something else: first give them the "
        "result that they are for",
        count,
    )


def emptied(before: Plan, after: Plan) -> Sequence[str]:
    """Titles of objectives that had key results and have none after the moves."""
    had, have = ({k.objective_id for k in plan.key_results} for plan in (before, after))
    return [o.title for o in before.objectives if o.id in had - have]
