"""What each managed cell of a row should hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from okrsync.i18n import Message
from okrsync.mapping.reading import Kind, Reading, RowRef, TableReading
from okrsync.model import Entity, KeyResult, Objective, Status
from okrsync.rules.finding import Finding
from okrsync.scoring.result import NO_START, KeyResultScore, ObjectiveScore, Scores
from okrsync.writeback.names import Instead, Names


@dataclass(frozen=True, slots=True)
class Leave:
    """A cell that is not ours to change now; `reason` where people should hear of it."""

    reason: Message | None = None


Wanted = Decimal | Status | Instead | str | None | Leave
"""What a cell should hold: a fraction, a status, a text, nothing; or what it holds already."""

_ORDER = (Kind.KEY_RESULTS, Kind.OBJECTIVES, Kind.INITIATIVES, Kind.KPIS)
_OF_OBJECTIVE = ("objective_progress", "objective_status")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. `refs` are the entities on it, the one that it is about first."""

    number: int
    refs: Sequence[RowRef]
    objective_id: str | None = None

    @property
    def main(self) -> RowRef:
        """The entity that the row is about: a key result before what stands beside it."""
        return self.refs[0]


def lines(table: TableReading) -> Iterator[Line]:
    """The rows of a table that hold something, in its order."""
    by_row: defaultdict[int, list[RowRef]] = defaultdict(list)
    for ref in table.rows:
        by_row[ref.row].append(ref)
    for number in sorted(by_row):
        refs = sorted(by_row[number], key=lambda ref: _ORDER.index(ref.kind))
        yield Line(number, refs, table.objective_rows.get(number))


class Sheet:
    """All that rows are filled from: entities, scores and questions by id."""

    def __init__(
        self,
        reading: Reading,
        scores: Scores,
        findings: Iterable[Finding],
        names: Names,
        left: Mapping[str, Message],
    ) -> None:
        plan = reading.plan
        self.entities: Mapping[str, Entity] = {
            e.id: e for e in (*plan.kpis, *plan.initiatives, *plan.objectives, *plan.key_results)
        }
        self.scores = scores
        self.names = names
        self.questions = _questions(findings)
        self._first_rows = _first_rows(reading)
        self._left = left

    def called(self, names: Names) -> Sheet:
        """The same, filled with other names."""
        other = copy(self)
        other.names = names
        return other

    def wanted(self, field: str, table: TableReading, line: Line) -> Wanted:
        """What the cell of a managed field on this row should hold."""
        reason = self.reason(field, line)
        if self.left_alone(line.main):
            return Leave(reason if line.main.blocked else None)
        if reason is not None:
            return Leave(reason)
        if field == "id":
            return line.main.entity_id
        if field == "finding":
            return self.question(table, line)
        if field in _OF_OBJECTIVE:
            return self._of_objective(field, self._objective_of(line))
        if line.main.kind is Kind.KEY_RESULTS:
            return self._of_key_result(field, line)
        if line.main.kind is Kind.OBJECTIVES:
            return self._of_objective(field, self.scores.objectives.get(line.main.entity_id))
        return None

    def left_alone(self, ref: RowRef) -> bool:
        """Whether a row gets nothing now: two rows with one id, a parked one, one that ended
        and was scored, one of a period that is still to come."""
        entity = self.entities.get(ref.entity_id)
        if ref.blocked is not None or entity is None or entity.parked:
            return True
        score = self._score(ref)
        if score is not None and (score.parked or score.frozen):
            return True
        return self._to_come(entity)

    def reason(self, field: str, line: Line) -> Message | None:
        """Why this cell stays as it is, where somebody should know."""
        of = self._objective_of(line) if field in (*_OF_OBJECTIVE, "false_progress") else None
        return self._left.get(line.main.entity_id) or (self._left.get(of.id) if of else None)

    def question(self, table: TableReading, line: Line) -> str | None:
        """The one question of a row: of its own entities, else of the objective that has no
        row of its own and is named here first."""
        for ref in line.refs:
            if ref.entity_id in self.questions:
                return self.questions[ref.entity_id]
        objective = line.objective_id
        if objective and self._first_rows.get(objective) == (table.table.key, line.number):
            return self.questions.get(objective)
        return None

    def title(self, entity_id: str) -> str:
        """An entity's title, empty where it is unknown."""
        entity = self.entities.get(entity_id)
        return entity.title if entity else ""

    def entity_of(self, field: str, line: Line) -> str:
        """Whose value a cell holds."""
        objective = self._objective_of(line) if field in _OF_OBJECTIVE else None
        return objective.id if objective else line.main.entity_id

    def _score(self, ref: RowRef) -> KeyResultScore | ObjectiveScore | None:
        if ref.kind is Kind.KEY_RESULTS:
            return self.scores.key_results.get(ref.entity_id)
        return self.scores.objectives.get(ref.entity_id)

    def _to_come(self, entity: Entity) -> bool:
        period = entity.period
        if period is None and isinstance(entity, KeyResult):
            parent = self.entities.get(entity.objective_id or "")
            period = parent.period if parent else None
        return period is not None and period.start > self.scores.period.end

    def _objective_of(self, line: Line) -> ObjectiveScore | None:
        entity = self.entities.get(line.main.entity_id)
        found = line.objective_id
        if found is None and isinstance(entity, KeyResult):
            found = entity.objective_id
        if found is None and isinstance(entity, Objective):
            found = entity.id
        return self.scores.objectives.get(found or "")

    def _of_key_result(self, field: str, line: Line) -> Wanted:
        score = self.scores.key_results.get(line.main.entity_id)
        if score is None:
            return Leave()
        if field == "false_progress":
            objective = self.scores.objectives.get(line.objective_id or "")
            return self._of_objective(field, objective)
        if field == "measures":
            return self.names.measured(score.decision.label)
        if field == "status" and not score.decision.counts:
            return Instead.NOT_COUNTED
        if field == "status" and score.basis == NO_START and score.status is Status.NO_DATA:
            return Instead.START_UNKNOWN
        found: Wanted = getattr(score, field)
        return found

    def _of_objective(self, field: str, score: ObjectiveScore | None) -> Wanted:
        if score is None or field == "measures":
            return None
        if score.parked or score.frozen:
            return Leave()
        found: Wanted = getattr(score, field.removeprefix("objective_"))
        return found


def _questions(findings: Iterable[Finding]) -> Mapping[str, str]:
    """The first question about each entity that nobody waived."""
    found: dict[str, str] = {}
    for finding in findings:
        if finding.question and finding.entity_id and finding.waived is None:
            found.setdefault(finding.entity_id, finding.question)
    return found


def _first_rows(reading: Reading) -> Mapping[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for table in reading.tables:
        held = {ref.row for ref in table.rows}
        for number, objective in sorted(table.objective_rows.items()):
            if number in held:
                found.setdefault(objective, (table.table.key, number))
    return found
