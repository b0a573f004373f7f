"""A sheet that moves or is open, a deadline, and other runs at work."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.connector import Busy, Moved
from okrsync.http.waiting import OutOfTime, Waiter, current, using
from okrsync.pipeline import Options, explain
from okrsync.state import Locked, open_state
from tests.pipeline.faults import Killed, going_wrong, raising
from tests.pipeline.sandbox import STATUS, YES, Person, Sandbox, Time

ROOT = Path(__file__).resolve().parents[2]


def opened(box: Sandbox) -> Path:
    """Excel has the file open."""
    beside = box.folder / f"~${box.name}"
    beside.touch()
    return beside


def times(count: int, action: Callable[[], None]) -> Callable[[], None]:
    left = [count]

    def act() -> None:
        if left[0]:
            left[0] -= 1
            action()

    return act


def type_a_value(box: Sandbox) -> Callable[[], None]:
    """Somebody types, at every call something else."""
    values = iter(range(30, 99))

    def act() -> None:
        top, *rows = box.read()
        rows[0][3] = str(next(values))
        box.write(rows, top)

    return act


def test_an_open_file_stops_a_run_that_nobody_watches(box: Sandbox) -> None:
    opened(box)
    before = box.file.read_bytes()
    with pytest.raises(Busy) as busy:
        box.sync()
    assert explain(busy.value).exit_code == 4
    assert box.file.read_bytes() == before


def test_in_a_terminal_it_is_waited_for(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    beside, person, waits = opened(box), Person(), []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            beside.unlink()

    monkeypatch.setattr(box.clock, "sleep", sleep)
    result = box.sync(YES, person)
    assert result.written == 6
    assert len(waits) == 3
    assert len([said for said in person.heard if "Waiting" in said]) == 1


def test_it_is_not_waited_for_longer_than_the_deadline(box: Sandbox) -> None:
    opened(box)
    with pytest.raises(OutOfTime) as late:
        box.sync(YES, Person())
    assert explain(late.value).exit_code == 75
    assert 590 < sum(box.clock.waits) <= 600


def test_a_sheet_that_changes_under_us_is_read_anew(box: Sandbox) -> None:
    with going_wrong(before=times(2, type_a_value(box))):
        result = box.sync()
    assert result.exit_code == 0
    assert box.column("Current")[0] == "31"
    assert result.evaluation.plan.key_results[0].metric.current == 31  # type: ignore[union-attr] # it has one
    assert result.calls.write == 1


def test_a_sheet_that_never_holds_still_is_left_to_a_human(box: Sandbox) -> None:
    with going_wrong(before=type_a_value(box)), pytest.raises(Moved) as moved:
        box.sync()
    assert explain(moved.value).exit_code == 4
    assert STATUS not in box.read()[0]


def test_consent_is_asked_once_however_often_it_is_read(box: Sandbox) -> None:
    person = Person()
    with going_wrong(before=times(2, type_a_value(box))):
        box.sync(Options(), person)
    assert len(set(person.questions)) == len(person.questions)


def test_a_killed_run_lets_go_and_is_looked_at_by_the_next(box: Sandbox) -> None:
    with going_wrong(after=raising(Killed())), pytest.raises(Killed):
        box.sync()
    result = box.sync()
    assert (result.written, result.run_id) == (0, "2")
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        first = state.runs.get("1")
        assert first is not None
        assert first.counts["written"] == 6
        assert all(change.landed for change in state.runs.changes("1"))
    assert box.undo().undid == "1"


HOLDING = """
    import sys
    from pathlib import Path
    from tests.pipeline.faults import going_wrong
    from tests.pipeline.sandbox import Sandbox

    def hold():
        print("writing", flush=True)
        sys.stdin.readline()

    with going_wrong(before=hold):
        print(Sandbox(Path(sys.argv[1])).sync().written, flush=True)
"""


def holding(box: Sandbox) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDING), str(box.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_one_writer_a_workspace(box: Sandbox) -> None:
    with holding(box) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "writing"
        with pytest.raises(Locked, match=f"process {other.pid}") as locked:
            box.sync()
        assert explain(locked.value).exit_code == 75
        assert box.status().first
        assert box.sync(Options(dry_run=True)).dry_run
        assert len(box.plan().changes) == 6
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline().strip() == "6"
    assert box.sync().written == 0


INTERRUPTED = """
    import os, signal, sys
    from pathlib import Path
    from tests.pipeline.faults import going_wrong
    from tests.pipeline.sandbox import Person, Sandbox, YES

    def interrupt():
        for _ in range(int(sys.argv[2])):
            os.kill(os.getpid(), signal.SIGINT)

    person = Person()
    with going_wrong(before=interrupt):
        result = Sandbox(Path(sys.argv[1])).sync(YES, person)
    said = sum("Ctrl-C" in said for said in person.heard)
    print(result.written, result.exit_code, said, flush=True)
"""


def interrupted(box: Sandbox, signals: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED), str(box.folder), str(signals)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a process there can't signal itself so")
def test_a_first_interrupt_finishes_the_write(box: Sandbox) -> None:
    done = interrupted(box, 1)
    assert done.stdout.split() == ["6", "0", "1"], done.stderr
    assert STATUS in box.read()[0]
    assert box.sync().written == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a process there can't signal itself so")
def test_a_second_interrupt_aborts(box: Sandbox) -> None:
    before = box.file.read_bytes()
    aborted = interrupted(box, 2)
    assert "KeyboardInterrupt" in aborted.stderr
    assert aborted.stdout == ""
    assert box.file.read_bytes() == before
    assert box.sync().written == 6


def test_an_interrupt_between_two_files_leaves_the_second_for_the_next_run(box: Sandbox) -> None:
    (box.folder / "team.csv").write_bytes(box.file.read_bytes())
    stop = times(1, lambda: signal.raise_signal(signal.SIGINT))
    job = box.job("plan.csv", "team.csv")
    with going_wrong(after=stop):
        result = door.sync(job, YES)
    assert (result.exit_code, result.written) == (130, 6)
    assert result.undone
    again = door.sync(box.job("plan.csv", "team.csv"), YES)
    assert (again.exit_code, again.written) == (0, 6)


def test_a_wait_is_scaled_and_bounded() -> None:
    clock = Time()
    waiter = Waiter(60, clock, scale=10)
    with using(waiter):
        current().wait(100)
        assert clock.waits == [10]
        assert waiter.remaining == 50
        with pytest.raises(OutOfTime):
            current().wait(501)
    assert clock.waits == [10]
    assert current() is not waiter
