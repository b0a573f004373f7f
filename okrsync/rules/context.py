"""What rules may look at: the Plan with everything that was worked out from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from okrsync.config import Config
from okrsync.language.verdict import Verdict
from okrsync.mapping.reading import Reading, TableReading
from okrsync.model import Entity, Initiative, KeyResult, Kpi, Objective, Period, Plan, Source
from okrsync.rules.finding import FindingPlace
from okrsync.scoring.result import Scores
from okrsync.table import a1, column_index

LINKS: Mapping[str, Sequence[str]] = {
    "parent_id": ("parent", "objective_id"),
    "objective_id": ("objective_id", "parent"),
    "supports": ("key_result_id", "kpi_id", "parent"),
}
"""A link of the model, and the columns that may name it."""


@dataclass(frozen=True)
class Context:
    """One workspace, read and scored. `language` is that of the messages."""

    reading: Reading
    verdicts: Mapping[str, Verdict]
    scores: Scores
    config: Config
    language: str = "en"

    @property
    def plan(self) -> Plan:
        """The Plan that was read."""
        return self.reading.plan

    @cached_property
    def objectives(self) -> Sequence[Objective]:
        """Objectives that are not parked."""
        return [o for o in self.plan.objectives if not o.parked]

    @cached_property
    def key_results(self) -> Sequence[KeyResult]:
        """Key results that are not parked."""
        return [k for k in self.plan.key_results if not k.parked]

    @cached_property
    def initiatives(self) -> Sequence[Initiative]:
        """Initiatives that are not parked."""
        return [i for i in self.plan.initiatives if not i.parked]

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """Every entity by its id."""
        plan = self.plan
        everything: list[Entity] = [*plan.kpis, *plan.initiatives, *plan.key_results]
        return {e.id: e for e in [*everything, *plan.objectives]}

    @cached_property
    def under(self) -> Mapping[str, Sequence[KeyResult]]:
        """Key results that are not parked, by the id of their objective."""
        found: dict[str, list[KeyResult]] = {}
        for key_result in self.key_results:
            found.setdefault(key_result.objective_id or "", []).append(key_result)
        return found

    @cached_property
    def _tables(self) -> Mapping[str, TableReading]:
        """The table of each entity; an objective without a row of its own has that of its rows."""
        tables = self.reading.tables
        shared = {o: table for table in tables for o in table.objective_rows.values()}
        return shared | {row.entity_id: table for table in tables for row in table.rows}

    def place(self, entity: Entity | None, field: str = "title") -> FindingPlace:
        """Where a field of an entity stands: its cell, the title's where it has none."""
        if entity is None or entity.source is None:
            return FindingPlace()
        source, table = entity.source, self._tables.get(entity.id)
        shown = field if field in source.cells else "title"
        cell = _link_cell(table, source, field) or source.cells.get(shown)
        return FindingPlace(
            source=table.source if table else source.location,
            tab=source.tab,
            cell=cell,
            row=source.row,
            column=self._header(table, shown, cell),
            named=table is not None and table.named,
        )

    def spot(self, entity: Entity, field: str) -> str:
        """A field's cell as people know it: its address, in a database its property's name."""
        place = self.place(entity, field)
        if field not in (entity.source.cells if entity.source else ()):
            return "?"
        return f"“{place.column}”" if place.named and place.column else place.cell or "?"

    def is_named(self, source: str, tab: str | None) -> bool:
        """Whether a tab is a database, where people know cells by names."""
        return any(
            t.named for t in self.reading.tables if (t.source, t.table.name) == (source, tab)
        )

    @staticmethod
    def _header(table: TableReading | None, field: str, cell: str | None) -> str | None:
        """The header above a cell: one row's title can stand in another column than the next's."""
        if table is None or (field not in table.columns and not cell):
            return None
        index = column_index(cell.rstrip("0123456789")) if cell else table.columns[field]
        return table.header_at(index) or None

    def formula(self, entity: Entity, field: str) -> str | None:
        """The formula in a field's cell, None where there is none."""
        cell = entity.source.cells.get(field) if entity.source else None
        table = self._tables.get(entity.id)
        if not cell or table is None:
            return None
        column = cell.rstrip("0123456789")
        address = int(cell[len(column) :]), column_index(column)
        return table.table.formulas.get(address)

    @cached_property
    def seen(self) -> Mapping[str, Sequence[tuple[date, Decimal]]]:
        """Values by entity, one a day (the last of it), oldest first, up to the day of scoring."""
        found: dict[str, dict[date, Decimal]] = {}
        for check_in in self.plan.check_ins:
            if check_in.value is not None and check_in.on <= self.scores.as_of:
                found.setdefault(check_in.entity_id, {})[check_in.on] = check_in.value
        return {entity: sorted(days.items()) for entity, days in found.items()}

    @cached_property
    def work_for(self) -> Mapping[str, Sequence[Initiative]]:
        """Initiatives that are not parked, by the id of each thing that they support."""
        found: dict[str, list[Initiative]] = {}
        for initiative in self.initiatives:
            for target in initiative.supports:
                found.setdefault(target, []).append(initiative)
        return found

    @cached_property
    def kpis(self) -> Sequence[Kpi]:
        """KPIs that are not parked."""
        return [k for k in self.plan.kpis if not k.parked]

    def period_of(self, entity: Entity) -> Period:
        """A row's own period, else the workspace's."""
        return entity.period or self.scores.period


def _link_cell(table: TableReading | None, source: Source, field: str) -> str | None:
    """The cell that names what a row belongs to, where the row has one of its own."""
    if table is None or field not in LINKS or source.row is None:
        return None
    column = next((table.columns[n] for n in LINKS[field] if n in table.columns), None)
    title = source.cells.get("title", "")
    if column is None or title.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != str(source.row):
        return None
    return a1(source.row, column)
