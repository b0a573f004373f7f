"""A quota is kept by everything on one machine, and never stands in the way of the work."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from okrsync.http import OutOfTime, Waiter, alone, calls, limited, shared, using
from okrsync.http.quotas import MOST_OPEN

START = datetime(2026, 5, 4, 9, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that only waiting moves."""

    at: datetime = START
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += timedelta(seconds=seconds)


def ask(times: int, clock: Clock, place: Path, *, scale: float = 1.0, most: int = 3) -> None:
    with using(Waiter(600, clock, scale)), shared(lambda: place):
        for _ in range(times):
            limited(("service", str(place)), most, 60, "the service")


def test_what_fits_into_a_minute_is_not_held_up(tmp_path: Path) -> None:
    clock = Clock()
    ask(3, clock, tmp_path / "quotas")
    assert clock.waits == []


def test_the_next_waits_until_the_oldest_is_a_minute_old(tmp_path: Path) -> None:
    clock = Clock()
    ask(4, clock, tmp_path / "quotas")
    assert 60 <= sum(clock.waits) < 60.1


def test_a_scaled_minute_is_shorter(tmp_path: Path) -> None:
    clock = Clock()
    ask(4, clock, tmp_path / "quotas", scale=100)
    assert 0.6 <= sum(clock.waits) < 0.61


def test_another_process_counts_too(tmp_path: Path) -> None:
    script = (
        "import sys; from datetime import datetime; from pathlib import Path\n"
        "from tests.http.test_quotas import Clock, ask\n"
        "ask(3, Clock(), Path(sys.argv[1]))\n"
    )
    place = tmp_path / "quotas"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script, str(place)], check=True, cwd=root)
    clock = Clock()
    ask(1, clock, place)
    assert 60 <= sum(clock.waits) < 60.1


def test_threads_share_one_count(tmp_path: Path) -> None:
    clock, place = Clock(), tmp_path / "quotas"
    threads = [Thread(target=ask, args=(5, clock, place), kwargs={"most": 20}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.waits == []
    ask(1, clock, place, most=20)
    assert sum(clock.waits) >= 60


def test_a_wait_past_the_deadline_is_not_begun(tmp_path: Path) -> None:
    clock = Clock()
    with using(Waiter(30, clock)), shared(lambda: tmp_path / "quotas"):
        limited(("late",), 1, 60, "the service")
        with pytest.raises(OutOfTime, match="quota of the service"):
            limited(("late",), 1, 60, "the service")
    assert clock.waits == []


def test_a_file_that_is_no_database_does_not_stop_the_work(tmp_path: Path) -> None:
    place = tmp_path / "quotas"
    place.write_bytes(b"not a database at all" * 100)
    clock = Clock()
    ask(4, clock, place)
    assert sum(clock.waits) >= 60
    assert place.read_bytes().startswith(b"not a database")


def test_a_clock_that_was_put_back_frees_the_quota(tmp_path: Path) -> None:
    place = tmp_path / "quotas"
    ask(3, Clock(START + timedelta(days=2)), place)
    clock = Clock()
    ask(1, clock, place)
    assert sum(clock.waits) < 1


def test_a_process_that_meets_many_quotas_keeps_few_of_them_open(tmp_path: Path) -> None:
    """A worker asks with the tokens of many teams; each would keep a file open."""
    clock = Clock()
    ask(2, clock, tmp_path / "first")
    for number in range(2 * MOST_OPEN):
        ask(1, clock, tmp_path / f"quotas{number}")
    if Path("/proc/self/fd").exists():  # each is a file and the two that SQLite keeps beside it
        held = {os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()}
        assert sum(name.startswith(f"{tmp_path}/quotas") for name in held) <= 3 * MOST_OPEN
    assert clock.waits == []
    ask(2, clock, tmp_path / "first")
    assert clock.waits, "what was sent before still counts"


def test_a_document_is_worked_on_by_one_at_a_time_and_then_forgotten() -> None:
    order: list[str] = []

    def second() -> None:
        with alone("notion", "one"):
            order.append("second")

    with alone("notion", "one"), alone("notion", "one"):
        other = Thread(target=second)
        other.start()
        order.append("first")
    other.join()
    assert order == ["first", "second"]
    assert not calls._TURNS
