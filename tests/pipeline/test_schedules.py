"""Any order of edits, days and faults: nothing lost, doubled, misplaced or overwritten.

The sheet is a real CSV file, the connector the real one. What people typed is kept beside it
as they typed it; after each run the file without our columns must be that to the letter.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from okrsync.connector import Moved, Unreachable
from okrsync.i18n import verbatim
from okrsync.pipeline import Guard, GuardStop, Options, SyncResult
from okrsync.state import open_state
from okrsync.table import letters
from tests.pipeline.faults import Killed, going_wrong, raising
from tests.pipeline.sandbox import HEADER, PROGRESS, STATUS, Sandbox, as_csv, trimmed
from tests.state.locking import is_free

TITLES = tuple(f"Result number {n}" for n in range(1, 15))
OBJECTIVES = ("Grow the community", "Earn trust")
NUMBERS = st.integers(0, 120).map(str)
PERIOD_START = date(2026, 4, 1)


class Schedule(RuleBasedStateMachine):
    """People, okrsync and bad luck, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="schedule-"))
        self.day = PERIOD_START + timedelta(days=20)
        self.box = Sandbox(self.folder, today=self.day.isoformat())
        self.rows: list[list[str]] = []
        self.header: list[str] = list(HEADER)
        self.runs = 0
        self.left = b""
        """The file as people left it, or as it stood when a run began."""
        self.converged: date | None = None

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(count=st.integers(1, 8), data=st.data())
    def begin(self, count: int, data: st.DataObject) -> None:
        self.rows = [self._row(title, data) for title in TITLES[:count]]
        self._save()

    # what people do

    @rule(data=st.data(), value=NUMBERS | st.just("") | st.just("n.v.t."))
    def type_a_value(self, data: st.DataObject, value: str) -> None:
        self._load()
        data.draw(st.sampled_from(self.rows))[self.header.index("Current")] = value
        self._save()

    @rule(data=st.data(), at=st.integers(0, 14))
    def insert_a_row(self, data: st.DataObject, at: int) -> None:
        self._load()
        left = [t for t in TITLES if t not in {self._title(row) for row in self.rows}]
        if left:
            row = [""] * len(self.header)
            for name, cell in zip(HEADER, self._row(left[0], data), strict=True):
                row[self.header.index(name)] = cell
            self.rows.insert(at, row)
            self._save()

    @rule(at=st.integers(0, 14))
    def leave_a_blank_row(self, at: int) -> None:
        self._load()
        if sum(not any(row) for row in self.rows) < 2:
            self.rows.insert(at, [""] * len(self.header))
            self._save()

    @precondition(lambda self: len(self.rows) > 1)
    @rule(data=st.data())
    def delete_a_row(self, data: st.DataObject) -> None:
        self._load()
        titled = [row for row in self.rows if self._title(row)]
        if len(titled) > 1:
            self.rows.remove(data.draw(st.sampled_from(titled)))
            self._save()

    @rule(order=st.randoms(use_true_random=False))
    def sort_the_rows(self, order: object) -> None:
        self._load()
        order.shuffle(self.rows)  # type: ignore[attr-defined] # a Random
        self._save()

    @rule(order=st.randoms(use_true_random=False))
    def move_the_columns(self, order: object) -> None:
        self._load()
        places = list(range(len(self.header)))
        order.shuffle(places)  # type: ignore[attr-defined] # a Random
        self.header = [self.header[place] for place in places]
        self.rows = [[row[place] for place in places] for row in self.rows]
        self._save()

    @rule(data=st.data(), text=st.sampled_from(["", "done", "=1+1", "99%", "on track"]))
    def type_over_ours(self, data: st.DataObject, text: str) -> None:
        self._load()
        ours = [name for name in (PROGRESS, STATUS) if name in self.header]
        if ours:
            name = data.draw(st.sampled_from(ours))
            data.draw(st.sampled_from(self.rows))[self.header.index(name)] = text
            self._save()

    @rule(days=st.integers(1, 15))
    def sleep(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.box.today = self.day.isoformat()

    # what okrsync does

    @rule()
    def sync(self) -> None:
        self._checked(self._run())

    @rule(days=st.integers(1, 9))
    def sync_later(self, days: int) -> None:
        self.sleep(days)
        self._checked(self._run())

    @rule(data=st.data(), value=NUMBERS)
    def sync_what_was_typed(self, data: st.DataObject, value: str) -> None:
        self.type_a_value(data, value)
        self._checked(self._run())

    @rule(order=st.randoms(use_true_random=False))
    def sync_what_was_sorted(self, order: object) -> None:
        self.sort_the_rows(order)
        self._checked(self._run())

    @rule(after=st.booleans())
    def sync_and_fail(self, after: bool) -> None:
        error = raising(Unreachable(verbatim("the disk went away")))
        with going_wrong(after=error) if after else going_wrong(before=error):
            self._refused(Unreachable)

    @rule(after=st.booleans())
    def sync_and_die(self, after: bool) -> None:
        error = raising(Killed())
        with going_wrong(after=error) if after else going_wrong(before=error):
            self._refused(Killed)

    @rule(data=st.data(), value=NUMBERS, times=st.integers(1, 4))
    def sync_while_somebody_types(self, data: st.DataObject, value: str, times: int) -> None:
        left = [times]

        def type_now() -> None:
            if left[0]:
                left[0] -= 1
                self.type_a_value(data, value)
                self.sort_the_rows(data.draw(st.randoms(use_true_random=False)))

        with going_wrong(before=type_now):
            try:
                self._checked(self._run())
            except Moved:
                assert times >= 3

    @precondition(lambda self: self.runs)
    @rule()
    def undo(self) -> None:
        try:
            self.box.undo()
        except GuardStop as stop:
            self.box.undo(options=Options(yes=True, accept=[stop.guard]))
        self.converged = None

    # what must hold

    @invariant()
    def people_keep_what_they_typed(self) -> None:
        if not self.rows:
            return
        ours = [i for i, name in enumerate(self.header) if name in (PROGRESS, STATUS)]
        meant = [
            trimmed([cell for i, cell in enumerate(row) if i not in ours])
            for row in (self.header, *self.rows)
        ]
        assert self.box.without_ours() == meant

    def _run(self) -> SyncResult | None:
        """A sync; a guard that stops it is looked at, and let pass or not."""
        accepted: set[Guard] = set()
        while True:
            self.left = self.box.file.read_bytes()
            try:
                result = self.box.sync(Options(yes=True, accept=frozenset(accepted)))
            except GuardStop as stop:
                asked = stop.guard
            else:
                return result
            assert self.box.file.read_bytes() == self.left
            assert asked not in accepted
            accepted.add(asked)

    def _refused(self, expected: type[BaseException]) -> None:
        try:
            result = self._run()
        except expected:
            self.converged = None
        else:
            assert result is not None
            assert result.written == 0

    def _checked(self, result: SyncResult | None) -> None:
        assert result is not None
        self.runs += 1
        assert result.exit_code == 0
        self._every_cell_is_right(result)
        self._nothing_is_left_beside()
        before = self.box.file.read_bytes()
        again = self.box.sync(Options())
        assert (again.written, again.calls.write) == (0, 0)
        assert self.box.file.read_bytes() == before
        self._tomorrow(result)
        self._remembered(result)
        self.converged = self.day

    def _every_cell_is_right(self, result: SyncResult) -> None:
        scores = result.evaluation.scores.key_results
        by_title = {k.title: scores[k.id] for k in result.evaluation.plan.key_results}
        header, *rows = self.box.read()
        skipped = {skip.cell for source in result.sources for skip in source.skipped}
        place = {name: header.index(name) for name in header}
        for number, row in enumerate(rows, start=2):
            cells = {n: row[i] if i < len(row) else "" for n, i in place.items()}
            if not cells["Key result"]:
                continue
            score = by_title[cells["Key result"]]
            for name, meant in (
                (STATUS, score.status.value.replace("_", " ")),
                (PROGRESS, self._progress(cells)),
            ):
                if f"{letters(place[name])}{number}" in skipped:
                    assert cells[name].startswith("=")
                elif not score.frozen:
                    assert self._shown(cells[name]) == meant, (name, cells)

    @staticmethod
    def _progress(cells: dict[str, str]) -> str | Decimal:
        """Worked out here once more, from the row's own cells."""
        if cells["Current"] in ("", "n.v.t."):
            return ""
        start, now, target = (Decimal(cells[n]) for n in ("Start", "Current", "Target"))
        return round((now - start) / (target - start), 4)

    @staticmethod
    def _shown(text: str) -> str | Decimal:
        return round(Decimal(text[:-1]) / 100, 4) if text.endswith("%") else text

    def _tomorrow(self, today: SyncResult) -> None:
        """Nothing is written tomorrow unless a status moves."""
        ahead = Sandbox(self.folder, today=(self.day + timedelta(days=1)).isoformat())
        planned = ahead.plan()
        after = ahead.status().scores.key_results
        before = today.evaluation.scores.key_results
        moved = any(after[key].status is not before[key].status for key in before)
        assert moved or not planned.changes

    def _remembered(self, result: SyncResult) -> None:
        plan = result.evaluation.plan
        with open_state(self.box.environment["OKRSYNC_STATE"]) as state:
            (workspace,) = state.workspaces.all()
            last = {c.entity_id: c for c in state.memories.check_ins(workspace.id)}
            assert not state.runs.unfinished(workspace.id)
            assert is_free(state, workspace.id, self.box.clock.now())
        for key_result in plan.key_results:
            metric = key_result.metric
            score = result.evaluation.scores.key_results[key_result.id]
            if metric is not None and metric.current is not None and not score.frozen:
                assert last[key_result.id].value == metric.current

    def _nothing_is_left_beside(self) -> None:
        assert not [p for p in self.folder.iterdir() if p.name.startswith(".okrsync-")]

    def _row(self, title: str, data: st.DataObject) -> list[str]:
        start = data.draw(st.integers(0, 40))
        target = start + data.draw(st.integers(1, 80))
        return [
            data.draw(st.sampled_from(OBJECTIVES)),
            title,
            str(start),
            data.draw(NUMBERS),
            str(target),
        ]

    def _title(self, row: list[str]) -> str:
        return row[self.header.index("Key result")]

    def _load(self) -> None:
        self.header, *self.rows = self.box.read()
        width = len(self.header)
        self.rows = [[*row, *[""] * (width - len(row))] for row in self.rows]

    def _save(self) -> None:
        self.box.file.write_text(as_csv([self.header, *self.rows]), encoding="utf-8")
        self.left = self.box.file.read_bytes()
        self.converged = None


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def test_schedules() -> None:
    run_state_machine_as_test(Schedule, settings=_settings(8))


@pytest.mark.soak
def test_a_thousand_schedules() -> None:
    examples = int(os.environ.get("OKRSYNC_SCHEDULES", "1000"))
    run_state_machine_as_test(Schedule, settings=_settings(examples))
