"""From scores and findings to the cells that should change and the columns that are missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from okrsync.config import Config
from okrsync.mapping.reading import Kind, Reading, TableReading
from okrsync.model import Status
from okrsync.rules.finding import Finding
from okrsync.scoring.result import Scores
from okrsync.table import Area, Change, NewColumn, PlacedColumn, Row, Scalar, Skip, Table
from okrsync.text import Text
from okrsync.writeback.compare import rounded, same_number, same_text
from okrsync.writeback.names import FIELDS, Names, names, shown
from okrsync.writeback.rows import Leave, Line, Sheet, lines

FORMULA = Text(en="it holds a formula", nl="er staat een formule in")
PROTECTED = Text(en="it is protected", nl="de cel is beveiligd")
MERGED = Text(en="it is part of a merged cell", nl="de cel hoort bij een samengevoegde cel")

_NO_ROW = Row(0, ())


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
) -> WritePlan:
    """The managed cells that differ from what they should hold, and the missing columns.

    `headers` (by managed field) and `words` (by status) are those remembered from the first
    run; the configuration's come before them, the language's own after. Columns of ours that
    are there already are kept up, asked for or not. `also` are fields to propose beside those
    of the configuration (the finding column, where somebody can be asked). Raises ConfigError.
    """
    named = names(config, language, headers or {}, words or {})
    sheet = Sheet(reading, scores, findings, named)
    asked = list(_asked(config, also))
    plan = WritePlan()
    for table in reading.tables:
        _Table(sheet, table, named, language, asked).add_to(plan)
    return plan


class _Table:
    """One table on its way into a plan."""

    def __init__(
        self,
        sheet: Sheet,
        table: TableReading,
        named: Names,
        language: str,
        asked: Iterable[str],
    ) -> None:
        self.sheet = sheet
        self.table = table
        self.names = named
        self.language = language
        self.lines = list(lines(table))
        self.rows = {row.number: row for row in table.table.rows}
        self.new = [name for name in asked if self._lacks(name)]
        edge = max([table.table.width, *(c.index + 1 for c in table.table.columns)])
        new = {name: edge + at for at, name in enumerate(self.new)}
        there = {name: table.managed[name] for name in FIELDS if name in table.managed}
        self.columns = {**there, **new}
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
                reason = self._locked(line.number, column)
                if reason is None:
                    plan.changes.append(change)
                else:
                    said = reason.say(self.language)
                    plan.unwritable.append(Skip(change.table, change.row, column, said))

    def _change(self, line: Line, row: Row, name: str, column: int) -> Change | None:
        wanted, before = self.sheet.wanted(name, self.table, line), row.value(column)
        if isinstance(wanted, Leave) or self._holds(before, wanted):
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
            entity_id=entity,
            title=self.sheet.title(entity),
            field=name,
        )

    def _after(self, wanted: Decimal | Status | str | None) -> str | Decimal | None:
        if isinstance(wanted, Status):
            return self.names.word(wanted)
        return rounded(wanted) if isinstance(wanted, Decimal) else wanted

    def _holds(self, before: Scalar, wanted: Decimal | Status | str | None) -> bool:
        if isinstance(wanted, Status):
            return self.names.says(before, wanted)
        if isinstance(wanted, Decimal):
            return same_number(before, rounded(wanted))
        return same_text(before, wanted)

    def _locked(self, row: int, column: int) -> Text | None:
        """Why a cell can't be written, whatever it should hold."""
        return lock_of(self.table.table, row, column, self.merged)

    def _lacks(self, name: str) -> bool:
        """Whether a column is missing here and a row of this table would have use for it."""
        if name in self.table.managed:
            return False
        open_lines = [line for line in self.lines if not self.sheet.left_alone(line.main)]
        return any(self._uses(name, line) for line in open_lines)

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
        )


def lock_of(
    table: Table, row: int, column: int, merges: Iterable[Area] | None = None
) -> Text | None:
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
