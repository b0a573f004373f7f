"""Seeded runs of one sync's reads and writes, with colleagues and bad luck in between.

A shadow of the spreadsheet gets what people do and nothing of ours: at the end people's cells
must be the same in both, and each managed cell its own row's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from connectors.google_sheets.aims import COVERED
from okrsync.connector import ConnectorError, Moved, Unreachable
from okrsync.table import Change, Shown
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.plan import PROGRESS, STATUS, TITLE
from tests.servers.google import faults, people
from tests.servers.google.book import Book
from tests.servers.google.cells import Formula
from tests.servers.google.faults import Action, Fault

TAB = "OKRs"
HEADER = ["Objective", TITLE, "Current", "Target", PROGRESS, STATUS]
MANAGED = (PROGRESS, STATUS)
WORDS = ("on track", "needs attention", "off track")


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
        count = self.dice.randint(3, 9)
        self.rows = [self._row(n) for n in range(count)]
        self.book = self._book()
        self.shadow = self._book()
        self.made = count
        self.tab = TAB
        self.was = {row[1]: (row[4], row[5]) for row in self.rows}
        self.will: dict[str, tuple[Decimal, str]] = {}

    def _row(self, number: int) -> list[Any]:
        filled = self.dice.random() < 0.7
        before = (number + 1) / 1000 if filled else None
        word = f"word {number}" if filled else None
        return [f"O{number % 3}", f"KR {number}", number * 10 + 1, 500 + number, before, word]

    def _book(self) -> Book:
        book = self.desk.book({TAB: [HEADER, *self.rows]})
        book.tab(TAB).resize(30, 12)
        return book

    # --- what people do

    def plan_people(self) -> None:
        for _ in range(self.dice.choice([0, 1, 1, 1, 2, 3])):
            done = [self._both(self._action) for _ in range(self.dice.choice([1, 1, 2]))]
            self.desk.google.faults.before_write(*done)

    def _both(self, choose: Callable[[], tuple[str, Action]]) -> Action:
        """An action that is chosen when it happens, and happens to the shadow too."""

        def act(book: Book) -> None:
            name, action = choose()
            self.story.append(f"people: {name}")
            action(book)
            action(self.shadow)

        return act

    def _action(self) -> tuple[str, Action]:
        dice, last = self.dice, len(self.shadow.tab(self.tab).rows)
        first = self._header_row(self.shadow) + 1  # nobody takes the header away
        row = dice.randint(first, max(first, last))
        self.made += 1
        new = [f"O{self.made % 3}", f"KR {self.made}", 7, 700]
        title = self._letter(TITLE)
        kinds = "insert insert blank delete sort sort edit title column move rename above"
        kind = dice.choice(kinds.split())
        match kind:
            case "insert" if self._letter("Objective") == "A" and title == "B":
                return f"insert row {row}", people.insert_row(self.tab, row, new)
            case "insert" | "blank":
                return f"insert blank row {row}", people.insert_row(self.tab, row)
            case "delete":
                return f"delete row {row}", people.delete_row(self.tab, row)
            case "sort":
                return self._sort(last)
            case "edit":
                cell = f"{self._letter('Target')}{row}"
                return f"edit {cell}", people.edit(self.tab, cell, 9000 + self.made)
            case "title":
                return self._rename(title, row)
            case "column":
                at = dice.choice("ABCDEF")
                return f"insert column {at}", people.insert_column(
                    self.tab, at, f"Note {self.made}"
                )
            case "move":
                return "move column C before B", people.move_column(self.tab, "C", "B")
            case "rename":
                old, self.tab = self.tab, f"Tab {self.made}"
                return "rename tab", people.rename_tab(old, self.tab)
        return "insert row 1", people.insert_row(self.tab, 1)

    def _rename(self, letter: str, row: int) -> tuple[str, Action]:
        """Another title. What was computed for the row stays its own."""
        new, cells = f"New {self.made}", _cells(self.shadow, self.tab)
        column = "ABCDEFGHIJKLMNOP".index(letter)
        old = cells[row - 1][column] if row <= len(cells) and column < len(cells[row - 1]) else None
        if old == TITLE:
            return "nothing", lambda book: None
        if old in self.will:
            self.will[new] = self.will[old]
        return f"rename {letter}{row}", people.edit(self.tab, f"{letter}{row}", new)

    def _sort(self, last: int) -> tuple[str, Action]:
        by, down = self._letter(self.dice.choice([TITLE, "Current"])), self.dice.random() < 0.7
        first = self._header_row(self.shadow) + 1
        if last <= first:
            return "nothing", lambda book: None
        cells = f"A{first}:L{last}"
        return f"sort {cells} by {by}", people.sort_rows(self.tab, cells, by, descending=down)

    def _header_row(self, book: Book) -> int:
        for number, row in enumerate(book.tab(self.tab).rows, start=1):
            if any(cell.entered == TITLE for cell in row):
                return number
        raise AssertionError("the header is never taken away")

    def _letter(self, header: str) -> str:
        row = self.shadow.tab(self.tab).rows[self._header_row(self.shadow) - 1]
        return "ABCDEFGHIJKLMNOP"[[cell.entered for cell in row].index(header)]

    # --- bad luck

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
        told = [skip for skip in receipt.skipped if skip.reason == COVERED]
        assert len(receipt.written) + len(receipt.skipped) - len(told) == len(changes)
        self.told = bool(told or receipt.notes)
        return "converged"

    def _changes(self, table: Any) -> list[Change]:
        header = next(row for row in table.rows if TITLE in row.values)
        columns = {str(value): index for index, value in enumerate(header.values) if value}
        made = []
        for row in table.rows:
            title = row.value(columns[TITLE])
            if row.number <= header.number or not title or self.dice.random() < 0.2:
                continue
            after = Decimal(self.dice.randint(2000, 9000)) / 10000, f"say {title}"
            self.will[str(title)] = after
            cells: list[tuple[str, Decimal | str, Shown]] = [
                (PROGRESS, after[0], Shown.PERCENT),
                (STATUS, after[1], Shown.TEXT),
            ]
            for name, value, shown in cells:
                at = columns[name]
                change = Change(
                    table.key, row.number, at, row.value(at), value, shown, (columns[TITLE],)
                )
                made.append(change)
        return made

    # --- what must hold

    def wrong(self) -> list[str]:
        """What is not as it must be: people's cells, and managed cells of another row."""
        mine, theirs = _cells(self.book, self.tab), _cells(self.shadow, self.tab)
        header = theirs[self._header_row(self.shadow) - 1]
        managed = {header.index(name) for name in MANAGED}
        found = []
        for number in range(max(len(mine), len(theirs))):
            one = mine[number] if number < len(mine) else []
            other = theirs[number] if number < len(theirs) else []
            for column in range(max(len(one), len(other))):
                value = one[column] if column < len(one) else None
                expected = other[column] if column < len(other) else None
                if value == expected:
                    continue
                title = other[header.index(TITLE)] if len(other) > header.index(TITLE) else None
                if self.told and self._typed_meanwhile(expected):
                    continue
                if column in managed and self._own(title, header[column], value):
                    continue
                found.append(f"row {number + 1} column {column}: {value!r}, not {expected!r}")
        return found

    def _typed_meanwhile(self, value: Any) -> bool:
        """Whether people typed this during the run: covered by a write of ours, it can't be
        known, so that telling them is all there is."""
        return value == 700 or (isinstance(value, int) and value > 9000)

    def _own(self, title: Any, header: Any, value: Any) -> bool:
        """Whether a managed value is one that we computed for this very row."""
        if title not in self.will:
            return value is None
        after = self.will[title][MANAGED.index(header)]
        return value == (float(after) if isinstance(after, Decimal) else after) or value is None


def _cells(book: Book, tab: str) -> Sequence[Sequence[Any]]:
    rows = book.tab(tab).rows
    return [
        [c.entered.text if isinstance(c.entered, Formula) else c.entered for c in row]
        for row in rows
    ]
