"""Seeded runs of reads and writes over several rounds, with colleagues and bad luck in between.

Each round reads with what the last good one remembered, as the core does, and writes to each row
what its `Current` comes to. At the end the quiet rounds must converge: what an incremental read
gives is what is there, each row holds its own value, and each added row is there once.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from okrsync.connector import Memory, Moved, Refused, Snapshot, Unreachable
from okrsync.table import Change, NewColumn, Scalar, Shown, Table
from tests.connectors.notion.desk import Desk, column
from tests.servers.notion import faults, people
from tests.servers.notion.faults import Action, Fault

PROGRESS, STATUS = "OKR progress", "OKR status"
OURS = {PROGRESS, STATUS}
WORDS = {"on track": "good", "off track": "bad"}


@dataclass
class Schedule:
    """One seed: the database, what people do when, and which requests fail."""

    desk: Desk
    seed: int
    story: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=dict)
    added: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 -- a test's dice
        self.table = self.desk.notion.database(
            "Plan", {"Name": "title", "Current": "number", "Note": "rich_text"}
        )
        self.archive = self.desk.notion.database("Archive", {"Name": "title"})
        for number in range(self.dice.choice([1, 4, 9, 105, 130])):
            self.table.add({"Name": f"row {number}", "Current": number})
        self.desk.later(self.dice.choice([0, 1, 3, 30]))

    # --- people and bad luck

    def _action(self) -> Action:
        rows = self.table.rows
        if not rows:
            return people.add(self.table, {"Name": "first", "Current": 1})
        row, dice = self.dice.choice(rows).id, self.dice
        value = dice.choice([None, dice.randint(-50, 150)])
        return dice.choice(
            [
                people.edit(self.table, row, {"Current": value}),
                people.edit(self.table, row, {"Current": value}),
                people.edit(self.table, row, {"Note": f"note {value}"}),
                people.edit(self.table, row, {"Name": f"renamed {value}"}),
                people.touch(row),
                people.add(self.table, {"Name": f"their {value}", "Current": value}),
                people.trash(row),
                people.move(row, self.archive),
                people.share_page(row, shared=False),
            ]
        )

    def _disturb(self) -> None:
        for _ in range(self.dice.choice([0, 1, 2, 3])):
            self._action()(self.desk.notion.ws)
        for _ in range(self.dice.choice([0, 1, 1, 2])):
            kind = self.dice.choice(["read", "write"])
            self.desk.notion.faults.before_next(self._lazily, on=kind)  # type: ignore[arg-type] # one of the words
        for _ in range(self.dice.choice([0, 0, 1, 2, 4])):
            kind, fault = self.dice.choice(["read", "write", "write"]), self._fault()
            self.story.append(f"fault: {fault.name} applied={fault.applied} on {kind}")
            self.desk.notion.faults.next(fault, on=kind)  # type: ignore[arg-type] # one of the words

    def _lazily(self, space: Any) -> None:
        self._action()(space)

    def _fault(self) -> Fault:
        applied = self.dice.random() < 0.5
        return self.dice.choice(
            [
                faults.rate_limited(),
                faults.rate_limited(self.dice.randint(1, 90)),
                faults.overloaded(5),
                faults.conflict(),
                faults.unavailable(applied=applied),
                faults.internal(applied=applied),
                faults.gateway_timeout(applied=applied),
                faults.dropped(applied=applied),
                faults.html(applied=applied),
                faults.cut_off(),
                faults.committed(),
                faults.lost_cursor(),
                faults.short_page(self.dice.randint(1, 9)),
                faults.repeated(2),
            ]
        )

    # --- rounds

    def run(self) -> str:
        """Some rounds with trouble, then quiet ones. The outcome of the last one."""
        for _ in range(self.dice.randint(2, 4)):
            self._disturb()
            self.story.append(self._round())
            self.desk.notion.faults.clear()
            self.desk.later(self.dice.choice([0, 0.5, 2, 4, 60, 1500]))
        for _ in range(3):
            outcome = self._round(quiet=True)
            self.desk.later(10)
        return outcome

    def _round(self, *, quiet: bool = False) -> str:
        before = self.desk.counted()
        try:
            snapshot = self._ensured(self.desk.read(self.table, self.memory))
            receipt = self.desk.connector.write(snapshot, self._changes(snapshot.tables[0]))
            calls = snapshot.calls + receipt.calls
            memory = receipt.memory
            if not quiet and self.dice.random() < 0.3:
                calls, memory = self._append(snapshot, memory, calls)
        except (Moved, Unreachable, Refused) as error:
            return f"{error.code}: {error.message}"
        self.memory = memory
        assert self.desk.counted() == before + calls, "requests were counted wrong"
        return "converged"

    def _append(self, snapshot: Snapshot, memory: Memory, calls: Any) -> tuple[Any, Memory]:
        new: Mapping[int, Scalar] = {0: f"added {self.added}", 1: self.added}
        self.added += 1
        now = replace(snapshot, memory=memory)
        receipt = self.desk.connector.append(now, self.table.id, [new])
        return calls + receipt.calls, receipt.memory

    def _ensured(self, snapshot: Snapshot) -> Snapshot:
        key = self.table.id
        new = [
            NewColumn(key, "progress", PROGRESS, 0, 1, 1, Shown.PERCENT),
            NewColumn(key, "status", STATUS, 0, 1, 1, Shown.TEXT, WORDS),
        ]
        return self.desk.connector.ensure_columns(snapshot, new)

    def _changes(self, table: Table) -> list[Change]:
        found = []
        for row in table.rows:
            current = row.value(column(table, "Current"))
            for title, after in wanted(current).items():
                at = column(table, title)
                before = row.value(at)
                if before != (float(after) if isinstance(after, Decimal) else after):
                    shown = Shown.PERCENT if title == PROGRESS else Shown.TEXT
                    found.append(Change(table.key, row.number, at, before, after, shown, (0,)))
        return found

    # --- what must hold

    def wrong(self) -> list[str]:
        """What is not as it should be after the quiet rounds."""
        found = []
        for page in self.seen():
            current = self.table.value(page, "Current")
            for title, after in wanted(current).items():
                value: object = (
                    self.table.value(page, title)
                    if title == PROGRESS
                    else self.table.text(page, title) or None
                )
                if value != (float(after) if isinstance(after, Decimal) else after):
                    found.append(f"{self.table.text(page, 'Name')}: {title} is {value}")
        space, us = self.desk.notion.ws, self.desk.notion.bot
        made = Counter(
            w.after[0]["plain_text"] for w in space.history.by(us) if w.property == "Name"
        )
        found += [f"{name} was added {times} times" for name, times in made.items() if times > 1]
        ours = {page.id for page in space.pages.values() if page.created_by == us}
        outside = space.history.outside(OURS, who=us)
        found += [f"written outside: {one}" for one in outside if one.page not in ours]
        return found + self._stale()

    def seen(self) -> list[str]:
        """The rows that the integration may see."""
        return [page.id for page in self.table.rows if page.shared]

    def _stale(self) -> list[str]:
        """Rows that an incremental read gives otherwise than a full one."""
        known = _by_title(self.desk.read(self.table, self.memory).tables[0])
        fresh = _by_title(self.desk.read(self.table).tables[0])
        return [f"stale: {key}" for key, values in fresh.items() if known.get(key) != values]


def _by_title(table: Table) -> dict[str | None, dict[str, Scalar]]:
    return {r.key: {c.title: r.value(c.index) for c in table.columns} for r in table.rows}


def wanted(current: Any) -> Mapping[str, str | Decimal | None]:
    """What a row is to hold."""
    if current is None:
        return {PROGRESS: None, STATUS: None}
    word = "on track" if current >= 50 else "off track"
    return {PROGRESS: Decimal(str(current)) / 100, STATUS: word}
