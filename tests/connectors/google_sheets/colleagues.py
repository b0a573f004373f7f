"""What people do to a plan at the moment of a write, chosen by dice, and done to a shadow too."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.connectors.plan import PROGRESS, STATUS, TITLE
from tests.servers.google import people
from tests.servers.google.book import Book
from tests.servers.google.cells import Cell
from tests.servers.google.faults import Action

HEADER = ["Objective", TITLE, "Current", "Target", PROGRESS, STATUS]
COPY = "*"
"""What the name of a copied row ends with."""
MANAGED = (PROGRESS, STATUS)
LETTERS = "ABCDEFGHIJKLMNOP"
KINDS = (
    *("insert",) * 3,
    *("delete", "sort", "column") * 2,
    *("blank", "edit", "title", "move", "rename", "above", "copy", "typed", "dropped", "ours"),
)
Chosen = tuple[str, Action]


def _nothing(book: Book) -> None:
    """Not possible just now."""


def header_row(book: Book, tab: str) -> int:
    """Where the header stands now, counted as the sheet shows it."""
    for number, row in enumerate(book.tab(tab).rows, start=1):
        if any(cell.entered == TITLE for cell in row):
            return number
    raise AssertionError("the header is never taken away")


class Colleagues:
    """Each `action` is chosen when it happens, from how the shadow looks then."""

    def __init__(self, dice: random.Random, shadow: Book, tab: str, story: list[str]) -> None:
        self.dice, self.shadow, self.tab, self.story = dice, shadow, tab, story
        self.made = 9
        self.mixed = False

    def action(self, book: Book) -> None:
        """Do something, to the book and to the shadow: to that one first, since people sort
        by what they see in the book."""
        name, action = self._choose(book)
        self.story.append(f"people: {name}")
        action(self.shadow)
        action(book)

    def names(self) -> Mapping[int, str]:
        """Row index → the name of the row that it was at first."""
        column = LETTERS.index(self._letter(TITLE))
        return {
            number: cell.note
            for number, row in enumerate(self.shadow.tab(self.tab).rows)
            for at, cell in enumerate(row)
            if at == column and cell.note
        }

    def title(self, row: int) -> Any:
        """What stands in the title's column."""
        rows = self.shadow.tab(self.tab).rows
        cells = rows[row] if row < len(rows) else []
        column = LETTERS.index(self._letter(TITLE))
        return cells[column].entered if column < len(cells) else None

    def said(self, row: int) -> list[Any]:
        """What people's cells of a row say."""
        ours = {LETTERS.index(self._letter(name)) for name in MANAGED if self._has(name)}
        rows = self.shadow.tab(self.tab).rows
        cells = rows[row] if row < len(rows) else ()
        found = [c.entered for at, c in enumerate(cells) if at not in ours]
        while found and found[-1] is None:
            found.pop()
        return found

    def _headers(self) -> list[Any]:
        row = self.shadow.tab(self.tab).rows[header_row(self.shadow, self.tab) - 1]
        return [cell.entered for cell in row]

    def _letter(self, header: str) -> str:
        return LETTERS[self._headers().index(header)]

    def _has(self, header: str) -> bool:
        return header in self._headers()

    def _choose(self, book: Book) -> Chosen:
        last = len(self.shadow.tab(self.tab).rows)
        first = header_row(self.shadow, self.tab) + 1  # nobody takes the header away
        row = self.dice.randint(first, max(first, last))
        self.made += 1
        kind = self.dice.choice(KINDS)
        if kind in {"insert", "blank", "delete", "copy", "sort"}:
            return self._rows(book, kind, row, (first, last))
        if kind in {"edit", "title", "typed"}:
            return self._cells(kind, row)
        return self._grid(kind)

    def _rows(self, book: Book, kind: str, row: int, of: tuple[int, int]) -> Chosen:
        first, last = of
        match kind:
            case "insert" if self._letter("Objective") == "A" and self._letter(TITLE) == "B":
                new = [f"O{self.made % 3}", f"KR {self.made}", 7, 700]
                return f"insert row {row}", people.insert_row(self.tab, row, new)
            case "delete":
                return f"delete row {row}", people.delete_row(self.tab, row)
            case "copy" if row <= last:
                self.mixed = True
                return f"copy row {row}", self._copied(row)
            case "sort" if first < last:
                self.mixed = True
                header = self.dice.choice([TITLE, "Current"])
                by = self._letter(header if self._has(header) else TITLE)
                down = self.dice.random() < 0.7
                cells = f"A{first}:L{last}"
                sort = people.sort_rows(self.tab, cells, by, descending=down, seen=book)
                return f"sort {cells} by {by}", sort
        return f"insert blank row {row}", people.insert_row(self.tab, row)

    def _copied(self, row: int) -> Action:
        """The same row once more. In the shadow its name goes along, as a copy's."""
        cells: list[Cell] = list(self.shadow.tab(self.tab).rows[row - 1])
        insert = people.insert_row(self.tab, row + 1, [cell.entered for cell in cells])

        def act(book: Book) -> None:
            insert(book)
            if book is self.shadow:
                new = book.tab(self.tab).rows[row]
                for at, cell in enumerate(cells):
                    if cell.note:
                        new[at] = replace(new[at], note=cell.note.rstrip(COPY) + COPY)

        return act

    def _cells(self, kind: str, row: int) -> Chosen:
        header = {"edit": "Target", "title": TITLE, "typed": PROGRESS}[kind]
        if not self._has(header):
            return "nothing", _nothing
        cell = f"{self._letter(header)}{row}"
        new: dict[str, int | float | str] = {
            "edit": 9000 + self.made,
            "title": f"New {self.made}",
            "typed": 0.7777,
        }
        value = new[kind]
        return f"{kind} {cell}", people.edit(self.tab, cell, value)

    def _grid(self, kind: str) -> Chosen:
        match kind:
            case "column":
                at = self.dice.choice("ABCDEF")
                note = people.insert_column(self.tab, at, f"Note {self.made}")
                return f"insert column {at}", note
            case "move":
                start, to = self.dice.choice([("C", "B"), ("F", "B"), ("B", "F"), ("E", "A")])
                return f"move {start} before {to}", people.move_column(self.tab, start, to)
            case "rename":
                old, self.tab = self.tab, f"Tab {self.made}"
                return "rename tab", people.rename_tab(old, self.tab)
            case "dropped" if self._has("Current"):
                at = self._letter("Current")
                return f"delete column {at}", people.delete_column(self.tab, at)
            case "ours" if self._has(STATUS) and self.dice.random() < 0.2:
                at = self._letter(STATUS)
                return f"delete column {at}", people.delete_column(self.tab, at)
        return "insert row 1", people.insert_row(self.tab, 1)
