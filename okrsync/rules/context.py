"""What rules may look at: the Plan with everything that was worked out from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from okrsync.config import Config
from okrsync.language.verdict import Verdict
from okrsync.mapping.reading import Reading, TableReading
from okrsync.model import Entity, Initiative, KeyResult, Objective, Plan
from okrsync.rules.finding import FindingPlace
from okrsync.scoring.result import Scores


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
        return FindingPlace(
            source=table.source if table else source.location,
            tab=source.tab,
            cell=source.cells.get(shown),
            row=source.row,
            column=self._header(table, shown),
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
    def _header(table: TableReading | None, field: str) -> str | None:
        if table is None or field not in table.columns:
            return None
        index = table.columns[field]
        known: Any = next((c.title for c in table.table.columns if c.index == index), None)
        known = known or table.table.value(table.header_row, index)
        return str(known) if known is not None else None
