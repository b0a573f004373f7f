"""From scores and findings to the cells that should change and the columns that are missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from okrsync.config import Config
from okrsync.i18n import Message
from okrsync.mapping.reading import Kind, Reading, TableReading
from okrsync.model import Status
from okrsync.rules.finding import Finding
from okrsync.scoring.result import Scores
from okrsync.table import Area, Change, NewColumn, PlacedColumn, Row, Scalar, Skip, Table
from okrsync.writeback.compare import rounded, same_number, same_text
from okrsync.writeback.left import left
from okrsync.writeback.names import FIELDS, Instead, Names, Wording, names, shown
from okrsync.writeback.rows import Leave, Line, Sheet, lines

FORMULA = Message("it holds a formula")
PROTECTED = Message("it is protected")
MERGED = Message("it is part of a merged cell")

_NO_ROW = Row(0, ())
_TERMS = (
    *("baseline", "target", "current", "lower", "upper", "unit", "target_type", "kind", "type"),
    *("progress", "status", "done", "start", "due", "weight", "confidence"),
    *("period", "year", "parked"),
)
"""Fields of a row that its own score is computed from."""
_COMPUTED = frozenset(FIELDS) - {"id", "finding", "measures"}


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What should change.

    Changes in a column of `new_columns` stand at the table's right edge, where that column
    would come; `place` moves them to where it came.
    """

    changes: list[Change] = field(default_factory=list)
    new_columns: list[NewColumn] = field(default_factory=list)
    unwritable: list[Skip] = field(default_factory=list)

    def place(self, placed: Iterable[PlacedColumn]) -> list[Change]:
        """The changes, those of new columns at the index where these now stand.

        Changes of a new column that was not placed are left out: nobody agreed to it.
        """
        new = {(column.table, column.field) for column in self.new_columns}
        at = {(p.column.table, p.column.field): p.index for p in placed}
        found = []
        for change in self.changes:
            key = (change.table, change.field)
            if key not in new:
                found.append(change)
            elif key in at:
                found.append(replace(change, column=at[key]))
        return found


def changes(
    reading: Reading,
    scores: Scores,
    findings: Sequence[Finding],
    config: Config,
    *,
    language: str,
    headers: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    also: Collection[str] = (),
    leave: Mapping[str, Message] | None = None,
    wording: Mapping[str, Wording] | None = None,
) -> WritePlan:
    """The managed cells that differ from what they should hold, and the missing columns.

    `headers` (by managed field) and `words` (by status) are those remembered from the first
    run; the configuration's come before them, the language's own after. Columns of ours that
    are there already are kept up, asked for or not. `also` are fields to propose beside those
    of the configuration (the finding column, where somebody can be asked). `leave` are further
    entities whose cells stay as they are, and why. `wording` is that of the sources that have
    their own language, headers and words. Raises ConfigError.
    """
    common = Wording(language, headers or {}, words or {})
    named = {
        source: names(config, (wording or {}).get(source, common), source)
        for source in dict.fromkeys(table.source for table in reading.tables)
    }
    kept = {**left(reading, scores), **(leave or {})}
    sheet = Sheet(reading, scores, findings, names(config, common, ""), kept)
    sheets = {source: sheet.called(each) for source, each in named.items()}
    asked = list(_asked(config, also))
    plan = WritePlan()
    for table in reading.tables:
        _Table(sheets[table.source], table, named[table.source], asked).add_to(plan)
    return plan


class _Table:
    """One table on its way into a plan."""

    def __init__(
        self,
        sheet: Sheet,
        table: TableReading,
        named: Names,
        asked: Iterable[str],
    ) -> None:
        self.sheet = sheet
        self.table = table
        self.names = named
        self.lines = list(lines(table))
        self.rows = {row.number: row for row in table.table.rows}
        self.new = [name for name in asked if self._lacks(name)]
        edge = max([table.table.width, *(c.index + 1 for c in table.table.columns)])
        new = {name: edge + at for at, name in enumerate(self.new)}
        there = {name: table.managed[name] for name in FIELDS if name in table.managed}
        self.columns = {**there, **new}
        self.terms = terms(table)
        self.merged = [
            area
            for area in table.table.merges
            if any(area.first_column <= c <= area.last_column for c in self.columns.values())
        ]

    def add_to(self, plan: WritePlan) -> None:
        """Add this table's columns, changes and cells that can't be written."""
        plan.new_columns.extend(self._new_column(name) for name in self.new)
        for line in self.lines:
            row = self.rows.get(line.number, _NO_ROW)
            for name, column in self.columns.items():
                change = self._change(line, row, name, column)
                if change is None:
                    continue
                if isinstance(change, Skip):
                    plan.unwritable.append(change)
                    continue
                reason = self._locked(line.number, column)
                if reason is None:
                    plan.changes.append(change)
                else:
                    plan.unwritable.append(Skip(change.table, change.row, column, reason))

    def _change(self, line: Line, row: Row, name: str, column: int) -> Change | Skip | None:
        wanted, before = self.sheet.wanted(name, self.table, line), row.value(column)
        if isinstance(wanted, Leave):
            if wanted.reason is None or name in self.new:
                return None
            return Skip(self.table.table.key, line.number, column, wanted.reason)
        if self._holds(before, wanted):
            return None
        entity = self.sheet.entity_of(name, line)
        return Change(
            table=self.table.table.key,
            row=line.number,
            column=column,
            before=before,
            after=self._after(wanted),
            shown=shown(name),
            identity=tuple(self.table.identity),
            terms=self.terms if name in _COMPUTED else (),
            entity_id=entity,
            title=self.sheet.title(entity),
            field=name,
        )

    def _after(self, wanted: Decimal | Status | Instead | str | None) -> str | Decimal | None:
        if isinstance(wanted, Instead):
            return self.names.instead[wanted]
        if isinstance(wanted, Status):
            return self.names.word(wanted)
        return rounded(wanted) if isinstance(wanted, Decimal) else wanted

    def _holds(self, before: Scalar, wanted: Decimal | Status | Instead | str | None) -> bool:
        if isinstance(wanted, Instead):
            return self.names.says_instead(before, wanted)
        if isinstance(wanted, Status):
            return self.names.says(before, wanted)
        if isinstance(wanted, Decimal):
            return same_number(before, rounded(wanted))
        return same_text(before, wanted)

    def _locked(self, row: int, column: int) -> Message | None:
        """Why a cell can't be written, whatever it should hold."""
        return lock_of(self.table.table, row, column, self.merged)

    def _lacks(self, name: str) -> bool:
        """Whether a column is missing here and a row of this table would have use for it."""
        if name in self.table.managed:
            return False
        return any(
            self._uses(name, line)
            for line in self.lines
            if not self.sheet.left_alone(line.main) and self.sheet.reason(name, line) is None
        )

    def _uses(self, name: str, line: Line) -> bool:
        """Whether a row has something to say in a column: actions and KPIs have no score."""
        is_result = line.main.kind is Kind.KEY_RESULTS
        if name == "id":
            return True
        if name == "finding":
            return self.sheet.question(self.table, line) is not None
        if name in ("measures", "objective_progress", "objective_status"):
            return is_result
        if name == "false_progress":
            return line.objective_id is not None or line.main.kind is Kind.OBJECTIVES
        return is_result or line.main.kind is Kind.OBJECTIVES

    def _new_column(self, name: str) -> NewColumn:
        return NewColumn(
            table=self.table.table.key,
            field=name,
            header=self.names.headers[name],
            header_row=self.table.header_row,
            first_row=self.table.first_row,
            last_row=self.table.last_row,
            shown=shown(name),
            words=self.names.coloured(name),
            reads=max(self.table.columns.values(), default=-1),
            within=self.table.table.area,
        )


def terms(table: TableReading) -> tuple[int, ...]:
    """The columns of people's that a row's own score is computed from."""
    found = {
        column
        for name, column in table.columns.items()
        if any(name == term or name.endswith(f"_{term}") for term in _TERMS)
    }
    return tuple(sorted(found - set(table.managed.values())))


def lock_of(
    table: Table, row: int, column: int, merges: Iterable[Area] | None = None
) -> Message | None:
    """Why nothing may be written to a cell, None where it may. `merges` are the merged cells
    that can matter, all of the table's where they are not given."""
    if (row, column) in table.formulas:
        return FORMULA
    if (row, column) in table.protected:
        return PROTECTED
    if any(c.index == column and not c.writable for c in table.columns):
        return PROTECTED
    inside = any((row, column) in area for area in (table.merges if merges is None else merges))
    return MERGED if inside else None


def _asked(config: Config, also: Iterable[str]) -> Iterator[str]:
    """The managed fields that are asked for, each once."""
    finding = ("finding",) if config.write_back.finding else ()
    yield from dict.fromkeys((*config.write_back.fields, *finding, *also))
