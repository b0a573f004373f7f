"""Seeded runs of one sync's reads and writes, with colleagues and bad luck in between.

A shadow of the spreadsheet gets what people do and nothing of ours: at the end people's cells
must be the same in both, and each managed cell its own row's. Which row is which is known by a
note on its title in the shadow, whatever people make of its cells.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_
from decimal import Decimal
from typing import Any

from connectors.google_sheets.write.cell_targets import COVERED
from okrsync.connector import ConnectorError, Moved, Receipt, Snapshot, Unreachable
from okrsync.table import Change, Shown, Table
from tests.connectors.google_sheets.colleagues import (
    COPY,
    HEADER,
    MANAGED,
    Colleagues,
    header_row,
)
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.plan import PROGRESS, STATUS, TITLE
from tests.connectors.plan import managed as new_columns
from tests.servers.google import faults
from tests.servers.google.book import Book
from tests.servers.google.cells import Formula
from tests.servers.google.faults import Fault
from tests.servers.google.seeding import as_cell

TAB = "OKRs"
Held = tuple[Any, Any]
"""A row's progress and status."""


@dataclass
class Schedule:
    """One seed: the sheet, what people do before which write, and which requests fail."""

    desk: Desk
    seed: int
    story: list[str] = field(default_factory=list)

    told: bool = False
    """Whether people were told to look at cells of theirs."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 -- a test's dice
        self.marked = self.dice.random() < 0.6
        self.rows = self._rows(self.dice.randint(3, 9))
        self.book = self._book(columns=len(HEADER) - 2 if self.marked else len(HEADER))
        if self.marked:
            self._add_columns()
        self.shadow = self._book(columns=len(HEADER))
        for number, row in enumerate(self.shadow.tab(TAB).rows[1:]):
            row[1] = with_(row[1], note=str(number))
        self.people = Colleagues(self.dice, self.shadow, TAB, self.story)
        self.was: dict[str, Held] = {str(n): (r[4], r[5]) for n, r in enumerate(self.rows)}
        self.will: dict[str, Held] = {}
        self.skipped: set[tuple[str, int]] = set()

    def _rows(self, count: int) -> list[list[Any]]:
        rows = [self._row(number) for number in range(count)]
        if self.dice.random() < 0.25:
            # Two rows with one title, sometimes the same in everything people typed.
            one, other = self.dice.sample(range(count), 2)
            until = 4 if self.dice.random() < 0.4 else 2
            rows[other][:until] = rows[one][:until]
        return rows

    def _row(self, number: int) -> list[Any]:
        filled = self.dice.random() < 0.7
        before: Any = (number + 1) / 1000 if filled else None
        if self.dice.random() < 0.08:
            before = f"=C{number + 2}*2"
        word = f"word {number}" if filled else None
        return [f"O{number % 3}", f"KR {number}", number * 10 + 1, 500 + number, before, word]

    def _book(self, columns: int) -> Book:
        book = self.desk.book({TAB: [row[:columns] for row in (HEADER, *self.rows)]})
        book.tab(TAB).resize(30, 12)
        return book

    def _add_columns(self) -> None:
        """The columns as a first sync adds them, then filled as by an earlier run."""
        snapshot = self.desk.read(self.book)
        self.desk.connector.ensure_columns(snapshot, new_columns(snapshot.tables[0], 1))
        with self.book.changing("earlier"):
            tab = self.book.tab(TAB)
            for number, row in enumerate(self.rows, start=1):
                for column in (4, 5):
                    old = tab.cell(number, column)
                    new = old.holding(as_cell(self.book, row[column]).entered)
                    self.book.write(tab, number, column, new)

    # --- people and bad luck

    def plan_people(self) -> None:
        for _ in range(self.dice.choice([0, 1, 1, 1, 2, 3])):
            done = [self.people.action for _ in range(self.dice.choice([1, 1, 2]))]
            self.desk.google.faults.before_write(*done)

    def plan_faults(self) -> None:
        for _ in range(self.dice.choice([0, 0, 1, 1, 2, 4])):
            on, fault = self.dice.choice(["read", "write", "write"]), self._fault()
            self.story.append(f"fault: {fault.name} applied={fault.applied} on {on}")
            self.desk.google.faults.next(fault, on=on)  # type: ignore[arg-type] # one of the words

    def _fault(self) -> Fault:
        applied = self.dice.random() < 0.5
        return self.dice.choice(
            [
                faults.rate_limited(),
                faults.rate_limited(self.dice.randint(1, 90)),
                faults.unavailable(applied=applied),
                faults.internal(applied=applied),
                faults.dropped(applied=applied),
                faults.html(applied=applied),
                faults.cut_off(applied=applied),
                faults.cut_off(applied=applied, short=True),
            ]
        )

    # --- one run

    def run(self) -> str:
        """A read, and a write of it. The outcome: converged, moved, unreachable."""
        snapshot = self.desk.read(self.book)
        changes = self._changes(snapshot.tables[0])
        self.plan_people()
        self.plan_faults()
        before = self.desk.counted()
        try:
            receipt = self.desk.connector.write(snapshot, changes)
        except Moved as error:
            return f"moved: {error.message}"
        except Unreachable as error:
            return f"unreachable: {error.message}"
        except ConnectorError as error:
            return f"{error.code}: {error.message}"
        finally:
            self.desk.google.faults.clear()
        assert self.desk.counted() == before + receipt.calls
        self._hear(receipt, changes, snapshot)
        return "converged"

    def _hear(self, receipt: Receipt, changes: Sequence[Change], snapshot: Snapshot) -> None:
        told = [skip for skip in receipt.skipped if skip.reason == COVERED]
        assert len(receipt.written) + len(receipt.skipped) - len(told) == len(changes)
        self.told = bool(told or receipt.notes)
        header = list(snapshot.tables[0].rows[0].values)
        self.skipped = {
            (str(skip.row - 2), MANAGED.index(str(header[skip.column])))
            for skip in receipt.skipped
            if skip.reason != COVERED
        }
        if self.marked:
            assert not receipt.notes, "a column of people's was covered"

    def _changes(self, table: Table) -> list[Change]:
        """A new value for most rows, and the same in both columns of it."""
        columns = {str(value): index for index, value in enumerate(table.rows[0].values)}
        made = []
        for row in table.rows[1:]:
            if self.dice.random() < 0.2:
                continue
            name = str(row.number - 2)
            after = Decimal(self.dice.randint(2000, 9000)) / 10000, f"say {name}"
            self.will[name] = (float(after[0]), after[1])
            cells: list[tuple[str, Decimal | str, Shown]] = [
                (PROGRESS, after[0], Shown.PERCENT),
                (STATUS, after[1], Shown.TEXT),
            ]
            for header, value, shown in cells:
                at = columns[header]
                identity = (columns[TITLE],)
                old = row.value(at)
                made.append(Change(table.key, row.number, at, old, value, shown, identity))
        return made

    # --- what must hold

    def wrong(self, outcome: str) -> list[str]:
        """What is not as it must be: people's cells, and managed cells of another row.

        Where columns without marks moved, and people are told to look at them, all may be.
        """
        if not self.marked and outcome.startswith("moved: columns of the tab"):
            return []
        tab, top = self.people.tab, header_row(self.shadow, self.people.tab)
        mine, theirs = _cells(self.book, tab), _cells(self.shadow, tab)
        header = theirs[top - 1]
        found = []
        for row in range(max(len(mine), len(theirs))):
            width = max(len(_line(mine, row)), len(_line(theirs, row)))
            for column in range(width):
                value, expected = _at(mine, row, column), _at(theirs, row, column)
                name = _at([header], 0, column)
                ours = name in MANAGED and row != top - 1
                if ours and value in self._allowed(row, MANAGED.index(name), outcome, expected):
                    continue
                if self._same_formula(value, expected):
                    continue
                if value == expected or (not ours and self._may_be_lost(value, expected)):
                    continue
                found.append(f"row {row + 1} column {column}: {value!r}, not {expected!r}")
        return found

    def _same_formula(self, value: Any, expected: Any) -> bool:
        """Whether two formulas are the same but for rows: those of sorted ones Google rewrites
        as only it knows, and one that people typed over comes back."""
        formulas = [str(each) for each in (value, expected) if str(each).startswith("=")]
        if not formulas or str(value) not in formulas:
            return False
        if len(formulas) == 1:
            return bool(expected == 0.7777)
        one, other = (re.sub(r"[A-Z][0-9]+|#REF!", "", each) for each in formulas)
        return self.people.mixed and one == other

    def _may_be_lost(self, value: Any, expected: Any) -> bool:
        """Whether a cell of people's may differ: in a sheet without marks, where people changed
        columns, were told, and typed this during the run or in a row that can't be told."""
        typed = expected == 700 or (isinstance(expected, int) and expected > 9000)
        return self.told and not self.marked and (typed or value is None)

    def _allowed(self, row: int, which: int, outcome: str, expected: Any) -> list[Any]:
        """What a managed cell may hold."""
        names = self._twins(row)
        copies = [self.rows[int(name.rstrip(COPY))][:4] for name in names if name.endswith(COPY)]
        if copies:  # what a copy says, others may have said at first
            names += [f"{n}{COPY}" for n, each in enumerate(self.rows) if each[:4] in copies]
        own = [each for name in names for each in self._own(name, which, outcome, expected)]
        if not names:
            own = [expected]
        return [*own, None] if self._vague(row, names) or outcome != "converged" else own

    def _vague(self, row: int, names: Sequence[str]) -> bool:
        """Whether a row is new, renamed or one of several with its title: left blank until the
        next run, if need be."""
        titles = [line[1] for line in self.rows]
        first = {titles[int(name.rstrip(COPY))] for name in names}
        now = self.people.title(row)
        return not names or any(t != now or titles.count(t) > 1 for t in first) or self.copied(now)

    def copied(self, title: Any) -> bool:
        """Whether people made a copy of the row with this title."""
        return any(
            name.endswith(COPY) and self.people.title(number) == title
            for number, name in self.people.names().items()
        )

    def _own(self, name: str, which: int, outcome: str, expected: Any) -> list[Any]:
        copy = name.endswith(COPY)
        name = name.rstrip(COPY)
        will, was = self.will.get(name), self.was[name][which]
        if isinstance(was, str) and was.startswith("="):
            return [expected]
        if copy:  # which of the two is the row that was, nobody can tell
            return [was, expected, *([will[which]] if will else [])]
        if will is None:
            return [expected] if expected == was else [expected, was]
        if outcome == "converged" and (name, which) not in self.skipped:
            return [will[which]]
        return [will[which], was, expected]

    def _twins(self, row: int) -> list[str]:
        """The row's own name; once people sorted or copied rows, those that say the same too."""
        names: Mapping[int, str] = self.people.names()
        if not self.people.mixed:
            return [names[row]] if row in names else []
        said = self.people.said(row)
        return [name for number, name in names.items() if self.people.said(number) == said]


def _line(cells: Sequence[Sequence[Any]], row: int) -> Sequence[Any]:
    return cells[row] if row < len(cells) else ()


def _at(cells: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    line = _line(cells, row)
    return line[column] if column < len(line) else None


def _cells(book: Book, tab: str) -> Sequence[Sequence[Any]]:
    rows = book.tab(tab).rows
    return [
        [c.entered.text if isinstance(c.entered, Formula) else c.entered for c in row]
        for row in rows
    ]
