"""Seeded runs of reads and writes over several rounds, with colleagues and bad luck in between.

Each round reads with what the last good one remembered, as the core does, and writes to each row
what its `Current` comes to. A judge looks at each round and at the end: the quiet rounds must
converge and then write nothing, what an incremental read gives is what is there, each row holds
its own value, and each added row is there once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from okrsync.connector import ConnectorError, Memory, Moved, Snapshot, Unreachable
from okrsync.table import Change, NewColumn, Scalar, Shown, Table
from tests.connectors.notion.desk import Desk
from tests.connectors.notion.judging import OURS, PROGRESS, STATUS, Judge, Round
from tests.servers.notion import faults, people
from tests.servers.notion.faults import Action, Fault

WORDS = {"on track": "good", "off track": "bad"}
ROWS = (1, 4, 9, 105, 130)
PLAN = {"Name": "title", "Current": "number", "Note": "rich_text", "Twice": "formula"}


@dataclass
class Schedule:
    """One seed: the database, what people do when, and which requests fail.

    In half of them the database stands beside another one on a page, and sums up its numbers.
    """

    desk: Desk
    seed: int
    story: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    tried: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 -- a test's dice
        notion, self.goals = self.desk.notion, None
        self.archive = notion.database("Archive", {"Name": "title"})
        if self.dice.random() < 0.5:
            self.table = notion.database("Plan", PLAN)
            self.place = self.table.database.id
        else:
            self.place = notion.page("Home")
            self.goals = notion.database(
                "Goals", {"Name": "title", "Target": "number"}, parent=self.place
            )
            more = {"Goal": "relation:Goals", "Level": "rollup:Goal.Target.sum"}
            self.table = notion.database("Plan", PLAN | more, parent=self.place)
        self.current = self.table.property("Current")
        self.table.compute("Twice", self._twice)
        self.judge = Judge(notion, self.table, self.current)
        self._fill()
        self.desk.later(self.dice.choice([0, 1, 3, 30]))

    def _twice(self, page: Any) -> float | None:
        current = page.values.get(self.current.id)
        return None if current is None else 2 * current

    def _fill(self) -> None:
        goals = (
            [self.goals.add({"Name": f"goal {n}", "Target": n}) for n in (1, 2)]
            if (self.goals)
            else []
        )
        for number in range(self.dice.choice(ROWS)):
            row: dict[str, Any] = {"Name": f"row {number}", "Current": number}
            if goals:
                row["Goal"] = self.dice.sample(goals, self.dice.randint(0, 2))
            self.table.add(row)

    # --- people and bad luck

    def _action(self) -> Action:
        rows, dice, table = self.table.rows, self.dice, self.table
        if dice.random() < 0.25:
            return self._rare()
        title = self.judge.title.name
        if not rows:
            return people.add(table, {title: "first", self.current.name: 1})
        row = dice.choice(rows).id
        value = dice.choice([None, dice.randint(-50, 150)])
        return dice.choice(
            [
                people.edit(table, row, {self.current.name: value}),
                people.edit(table, row, {self.current.name: value}),
                people.edit(table, row, {title: f"renamed {value}"}),
                people.touch(row),
                people.add(table, {title: f"their {value}", self.current.name: value}),
                self._unsteady(row, people.trash(row)),
                self._unsteady(row, people.move(row, self.archive)),
                self._unsteady(row, people.share_page(row, shared=False)),
                self._typed_over(row),
            ]
        )

    def _rare(self) -> Action:
        """What comes back, changes of the properties, and the other database's numbers."""
        table, dice = self.table, self.dice
        back = [page for page in self.desk.notion.ws.pages.values() if page.in_trash]
        moved = [page for page in self.archive.rows if not page.in_trash]
        hidden = [page for page in table.rows if not page.shared]
        found: list[Action] = [self._schema()]
        if back and back[0].parent == table.id:
            found.append(self._unsteady(back[0].id, people.trash(back[0].id, back=True)))
        if moved:
            found.append(self._unsteady(moved[0].id, people.move(moved[0].id, table)))
        if hidden:
            shown = people.share_page(hidden[0].id, shared=True)
            act = people.all_of(shown, people.touch(hidden[0].id))
            found.append(self._unsteady(hidden[0].id, act))
        if self.goals:
            goal = dice.choice(self.goals.rows).id
            found.append(people.edit(self.goals, goal, {"Target": dice.randint(0, 99)}))
        return dice.choice(found)

    def _schema(self) -> Action:
        """A change of people's own properties or of ours."""
        table, names = self.table, {p.name for p in self.table.source.properties.values()}
        new = f"{self.dice.randint(0, 10**6)}"
        found = [
            people.add_property(table, f"New {new}", "rich_text"),
            people.rename_property(table, self.current.name, f"Current {new}"),
            people.rename_property(table, self.judge.title.name, f"Name {new}"),
        ]
        if "Note" in names:
            found.append(people.retype_property(table, "Note", "number"))
            found.append(people.delete_property(table, "Note"))
        if names >= OURS:
            found.append(people.delete_property(table, self.dice.choice([PROGRESS, STATUS])))
            found.append(people.retype_property(table, STATUS, "rich_text"))
            if table.property(STATUS).option("off track"):
                found.append(people.delete_option(table, STATUS, "off track"))
            if table.property(STATUS).option("on track"):
                found.append(people.rename_option(table, STATUS, "on track", f"fine {new}"))
        return self.dice.choice(found)

    def _typed_over(self, row: str) -> Action:
        """Somebody types into a column of ours."""

        def act(space: Any) -> None:
            if self.table.source.named(PROGRESS):
                self.table.put(row, {PROGRESS: 0.99})

        return act

    def _unsteady(self, row: str, action: Action) -> Action:
        def act(space: Any) -> None:
            self.judge.unsteady.add(row)
            action(space)

        return act

    def _disturb(self) -> None:
        for _ in range(self.dice.choice([0, 1, 2, 3])):
            self._lazily(self.desk.notion.ws)
        for _ in range(self.dice.choice([0, 1, 1, 2])):
            kind = self.dice.choice(["read", "write"])
            self.desk.notion.faults.before_next(self._lazily, on=kind)  # type: ignore[arg-type] # one of the words
        for _ in range(self.dice.choice([0, 0, 1, 2, 4])):
            kind, fault = self.dice.choice(["read", "write", "write"]), self._fault()
            self.story.append(f"fault: {fault.name} applied={fault.applied} on {kind}")
            self.desk.notion.faults.next(fault, on=kind)  # type: ignore[arg-type] # one of the words

    def _lazily(self, space: Any) -> None:
        self.judge.learn()
        action = self._action()
        if self.dice.random() < 0.2:
            action = people.late(action, self.dice.randint(1, 2))
        action(space)
        self.judge.learn()

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
                faults.html(200, applied=applied),
                faults.cut_off(),
                faults.committed(),
                faults.committed(told=False),
                faults.lost_cursor(),
                faults.short_page(self.dice.randint(1, 9)),
                faults.repeated(2),
                faults.unknown_fields(),
                faults.capped(),
                faults.dropping(self.current.name),
                faults.dropping(self.dice.choice([PROGRESS, STATUS]), rows=100),
            ]
        )

    # --- rounds

    def run(self) -> str:
        """Some rounds with trouble, then quiet ones. The outcome of the last one."""
        for _ in range(self.dice.randint(2, 4)):
            self._disturb()
            self.story.append(self._round())
            self.desk.notion.faults.clear()
            self._pass(self.dice.choice([0, 0.5, 2, 4, 60, 1500]))
        self._pass(2)
        for _ in range(4):
            outcome = self._round(quiet=True)
            self.desk.later(10)
        self._end()
        return outcome

    def _pass(self, minutes: float) -> None:
        """Time goes by; in two minutes queries have caught up with everything."""
        self.desk.later(minutes)
        if minutes >= 2:
            self.desk.notion.ws.index.behind.clear()
            self.desk.notion.ws.version += 1

    def _round(self, *, quiet: bool = False) -> str:
        before, one = self.desk.counted(), self.judge.begin()
        try:
            snapshot = self._ensured(self.desk.read(self.place, self.memory))
            calls, memory = self._written(snapshot, one)
            if not quiet and self.dice.random() < 0.3:
                calls, memory = self._append(snapshot, memory, calls)
        except (Moved, Unreachable) as error:
            self.wrong += self.judge.wrong_in(one)
            return f"{error.code}: {error.message}"
        self.memory = memory
        assert self.desk.counted() == before + calls, "requests were counted wrong"
        self.wrong += self.judge.wrong_in(one)
        return "converged"

    def _written(self, snapshot: Snapshot, one: Round) -> tuple[Any, Memory]:
        one.table = next(t for t in snapshot.tables if t.key == self.table.id)
        one.sent = self._changes(one.table)
        try:
            one.receipt = self.desk.connector.write(snapshot, one.sent)
        except ConnectorError as error:
            one.receipt = error.receipt
            raise
        one.ended = True
        return snapshot.calls + one.receipt.calls, one.receipt.memory

    def _append(self, snapshot: Snapshot, memory: Memory, calls: Any) -> tuple[Any, Memory]:
        self.tried += 1
        name = f"added {self.tried}"
        new: Mapping[int, Scalar] = {0: name, self._at(snapshot): self.tried}
        now = replace(snapshot, memory=memory)
        receipt = self.desk.connector.append(now, self.table.id, [new])
        self.added.append(name)
        return calls + receipt.calls, receipt.memory

    def _at(self, snapshot: Snapshot) -> int:
        table = next(t for t in snapshot.tables if t.key == self.table.id)
        return next(one.index for one in table.columns if one.key == self.current.id)

    def _ensured(self, snapshot: Snapshot) -> Snapshot:
        key = self.table.id
        new = [
            NewColumn(key, "progress", PROGRESS, 0, 1, 1, Shown.PERCENT),
            NewColumn(key, "status", STATUS, 0, 1, 1, Shown.TEXT, WORDS),
        ]
        return self.desk.connector.ensure_columns(snapshot, new)

    def _changes(self, table: Table) -> list[Change]:
        at = {one.key: one.index for one in table.columns}
        ours = {one.title: one.index for one in table.columns}
        found = []
        for row in table.rows:
            for title, after in wanted(row.value(at[self.current.id])).items():
                before = row.value(ours[title])
                if before != (float(after) if isinstance(after, Decimal) else after):
                    shown = Shown.PERCENT if title == PROGRESS else Shown.TEXT
                    change = Change(table.key, row.number, ours[title], before, after, shown, (0,))
                    found.append(change)
        return found

    # --- the end

    def _end(self) -> None:
        """What is not as it should be after the quiet rounds, and on the next day."""
        self._quiet()
        self.wrong += [f"stale: {key}" for key in self._stale()]
        for _ in range(2):
            self.desk.later(25 * 60)
            self._round(quiet=True)  # properties that changed show at the latest now
        self._quiet()
        self.wrong += self.judge.wrong_after(wanted)
        made = self.judge.made()
        self.wrong += [f"{name} was added and isn't there" for name in self.added if not made[name]]

    def _quiet(self) -> None:
        """A run of nothing: one query for each database, and no write."""
        before = self.desk.counted()
        outcome = self._round(quiet=True)
        spent = self.desk.counted()
        asked = (spent.read - before.read, spent.write - before.write)
        if asked != (2 if self.goals else 1, 0):
            self.wrong.append(f"{outcome}: a run of nothing asked for {asked}")

    def _stale(self) -> list[str | None]:
        """Rows that an incremental read gives otherwise than a full one, as far as both have
        the property."""
        known, fresh = (self._by_key(self.desk.read(self.place, m)) for m in (self.memory, {}))
        return [
            key
            for key, values in fresh.items()
            if any(known.get(key, values).get(one, value) != value for one, value in values.items())
            or key not in known
        ]

    def _by_key(self, snapshot: Snapshot) -> dict[str | None, dict[str | None, Scalar]]:
        table = next(t for t in snapshot.tables if t.key == self.table.id)
        columns = [one for one in table.columns if one.title != STATUS]  # options are renamed
        return {r.key: {c.key: r.value(c.index) for c in columns} for r in table.rows}


def wanted(current: Any) -> Mapping[str, str | Decimal | None]:
    """What a row is to hold."""
    if current is None:
        return {PROGRESS: None, STATUS: None}
    word = "on track" if current >= 50 else "off track"
    return {PROGRESS: Decimal(str(current)) / 100, STATUS: word}
