"""Readings made by hand: a table, the entities on its rows, and what their cells say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from okrsync.config import Config
from okrsync.mapping.reading import Kind, Reading, RowRef, TableReading
from okrsync.model import Plan, Severity
from okrsync.rules.finding import Finding
from okrsync.scoring.result import Scores
from okrsync.table import Change, NewColumn, PlacedColumn, Row, Scalar, Shown, Table
from okrsync.writeback import WritePlan, changes
from tests.scoring.plans import MIDDLE, TENTHS, objective, result, score_plan

HEADER = 4
KINDS = {"k": Kind.KEY_RESULTS, "o": Kind.OBJECTIVES, "i": Kind.INITIATIVES, "p": Kind.KPIS}


@dataclass(frozen=True)
class Sheet:
    """A sheet in the making: titles in column A, a human's status in B, ours from C on.

    `rows` are ids (the first letter says what it is), `cells` what stands in columns of ours.
    """

    plan: Plan
    rows: Sequence[str]
    managed: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Scalar] = field(default_factory=dict)
    blocked: frozenset[str] = frozenset()
    flat: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    """More of the Table itself: formulas, protected, merges."""

    def column(self, name: str) -> int:
        """The index of a column of ours."""
        return 2 + list(self.managed).index(name)

    def number(self, entity: str) -> int:
        """The row that an entity stands on."""
        return HEADER + 1 + list(self.rows).index(entity)

    def table(self) -> Table:
        """The grid: a title, two blank rows, the header, the rows."""
        header = ("Result", "Status", *(self.headers.get(m, f"OKR {m}") for m in self.managed))
        rows = [Row(1, ("Our plan",)), Row(HEADER, header)]
        for at, entity in enumerate(self.rows):
            ours = [self.cells.get((entity, name)) for name in self.managed]
            rows.append(Row(HEADER + 1 + at, (entity, "going well", *ours)))
        return Table(key="tab", name="OKRs", rows=rows, **self.more)

    def reading(self) -> Reading:
        """What mapping would make of it."""
        refs = [
            RowRef(
                entity,
                KINDS[entity[0]],
                self.number(entity),
                "two rows" if entity in self.blocked else None,
            )
            for entity in self.rows
        ]
        homes = {k.id: k.objective_id or "" for k in self.plan.key_results}
        of_rows = {r.row: homes[r.entity_id] for r in refs if r.entity_id in homes}
        table = TableReading(
            source="plan",
            table=self.table(),
            kind=Kind.MIXED,
            header_row=HEADER,
            first_row=HEADER + 1,
            last_row=HEADER + len(self.rows),
            columns={"title": 0, "status": 1, "current": 1},
            managed={name: self.column(name) for name in self.managed},
            managed_headers={n: self.headers.get(n, f"OKR {n}") for n in self.managed},
            rows=refs,
            identity=(0,),
            language="en",
            objective_rows=of_rows if self.flat else {},
        )
        return Reading(self.plan, [table])

    def filled(self, done: WritePlan) -> Sheet:
        """The sheet after these changes, new columns included."""
        at = {self.number(entity): entity for entity in self.rows}
        new = [column.field for column in done.new_columns]
        cells = {(at[c.row], c.field): c.after for c in done.place(placed(self, done))}
        headers = {column.field: column.header for column in done.new_columns}
        return replace(
            self,
            managed=(*self.managed, *new),
            headers={**self.headers, **headers},
            cells={**self.cells, **cells},
        )


def placed(sheet: Sheet, done: WritePlan) -> list[PlacedColumn]:
    """The new columns at the right edge."""
    edge = sheet.table().width
    return [PlacedColumn(column, edge + at) for at, column in enumerate(done.new_columns)]


def write(
    sheet: Sheet,
    findings: Iterable[Finding] = (),
    *,
    as_of: date = MIDDLE,
    language: str = "en",
    scores: Scores | None = None,
    remembered: Mapping[str, Any] | None = None,
    also: Sequence[str] = (),
    **write_back: Any,
) -> WritePlan:
    """What would change in a sheet, scored half way through ten days."""
    return changes(
        sheet.reading(),
        scores or score_plan(sheet.plan, as_of, TENTHS),
        list(findings),
        Config.model_validate({"write_back": write_back}),
        language=language,
        also=also,
        **(remembered or {}),
    )


def ask(entity: str, question: str | None = "What changes?", waived: str | None = None) -> Finding:
    """A finding that asks."""
    return Finding(
        "OUT01",
        "kr-is-output",
        Severity.ERROR,
        "message",
        "why",
        "fix",
        entity_id=entity,
        question=question,
        waived=waived,
    )


def after(done: WritePlan) -> dict[tuple[str, str], str | Decimal | None]:
    """What changes, by entity and field."""
    return {(change.entity_id, change.field): change.after for change in done.changes}


def only(found: Iterable[Change]) -> Change:
    """The one change there is."""
    (change,) = found
    return change


def new_fields(done: WritePlan) -> list[str]:
    """The fields of the new columns."""
    return [column.field for column in done.new_columns]


def column(name: str, shown: Shown = Shown.PERCENT) -> NewColumn:
    """A managed column of the sheet."""
    return NewColumn("tab", name, f"OKR {name}", HEADER, HEADER + 1, HEADER + 1, shown)


def simple(**more: Any) -> Sheet:
    """One objective with a row of its own, and two key results."""
    plan = Plan(objectives=(objective(),), key_results=(result("k1", 50), result("k2", 20)))
    more.setdefault("managed", ("progress", "status"))
    return Sheet(plan, ("o", "k1", "k2"), **more)
