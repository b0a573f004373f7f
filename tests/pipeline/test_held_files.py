"""A file that another program holds, or takes away for a moment while it saves: both kinds alike.

What Windows answers is raised at the door of the system, since no other system answers so.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from okrsync.connector import Busy, Denied, Missing, Moved
from okrsync.http.waiting import OutOfTime
from okrsync.pipeline import explain
from tests.cli import books
from tests.pipeline.faults import going_wrong
from tests.pipeline.sandbox import STATUS, YES, Person, Sandbox

HEADER = ("Objective", "Key Result", "Start", "Target", "Current")
ROWS: list[books.Row] = [
    ("Readers come back", "Readers a week", 0, 100, 40),
    ("Readers come back", "Letters answered", 0, 10, 5),
]
SHARING, ACCESS = 32, 5
PATIENCE = 200
"""More looks than anybody needs: a wait without an end would be no failing test."""


@pytest.fixture(params=["plan.csv", "plan.xlsx"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Sandbox:
    box = Sandbox(tmp_path, name=request.param)
    make = books.book if box.name.endswith("xlsx") else books.text
    make(box.file, ROWS, HEADER)
    return box


def statuses(box: Sandbox) -> list[object]:
    if box.name.endswith("csv"):
        return list(box.column(STATUS))
    top, *rows = openpyxl.load_workbook(box.file).worksheets[0].iter_rows(values_only=True)
    return [row[top.index(STATUS)] for row in rows]


def refusal(winerror: int | None, number: int = errno.EACCES) -> OSError:
    error = OSError(number, "no")
    if winerror is not None:
        error.winerror = winerror  # type: ignore[attr-defined] # as on Windows
    return error


class Held:
    """The system's answer for one file, `times` times, to those who open or replace it."""

    def __init__(self, path: Path, error: OSError, times: int, doors: str) -> None:
        self.path, self.error, self.left, self.doors = path, error, times, doors

    def ask(self, door: str, name: object) -> None:
        if door in self.doors and self.left and str(name) == str(self.path):
            self.left -= 1
            raise self.error


@contextmanager
def held(box: Sandbox, error: OSError, *, times: int, doors: str = "read") -> Iterator[Held]:
    hold = Held(box.file, error, times, doors)
    opening, replacing = io.open, os.replace

    def guarded_open(name: Any, *rest: Any, **more: Any) -> Any:
        hold.ask("read", name)
        return opening(name, *rest, **more)

    def guarded_replace(source: Any, target: Any, **more: Any) -> None:
        hold.ask("replace", target)
        replacing(source, target, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", guarded_open)
        patch.setattr(builtins, "open", guarded_open)
        patch.setattr(os, "replace", guarded_replace)
        yield hold


@pytest.mark.parametrize("doors", ["read", "replace"])
def test_a_file_that_is_held_stops_a_run_that_nobody_watches(desk: Sandbox, doors: str) -> None:
    before = desk.file.read_bytes()
    with held(desk, refusal(SHARING), times=PATIENCE, doors=doors), pytest.raises(Busy) as busy:
        desk.sync()
    assert explain(busy.value).exit_code == 4
    assert desk.name in str(busy.value.message)
    assert desk.file.read_bytes() == before
    assert list(desk.folder.glob(".okrsync-*")) == []


@pytest.mark.parametrize("doors", ["read", "replace"])
def test_in_a_terminal_it_is_waited_for(desk: Sandbox, doors: str) -> None:
    person = Person()
    with held(desk, refusal(SHARING), times=3, doors=doors):
        done = desk.sync(dialogue=person)
    assert done.written > 0
    assert None not in statuses(desk)
    assert desk.clock.waits == [2.0] * 3
    assert len([said for said in person.heard if "Waiting until it is closed" in said]) == 1


def test_it_is_waited_for_until_the_deadline(desk: Sandbox) -> None:
    with held(desk, refusal(SHARING), times=10**6), pytest.raises(OutOfTime) as late:
        desk.sync(dialogue=Person())
    assert explain(late.value).exit_code == 75


@pytest.mark.parametrize("number", [errno.EBUSY, errno.ETXTBSY])
def test_a_network_drive_says_it_in_other_numbers(desk: Sandbox, number: int) -> None:
    with held(desk, refusal(None, number), times=PATIENCE), pytest.raises(Busy):
        desk.sync()


def test_who_may_not_read_is_denied_and_not_asked_to_wait(desk: Sandbox) -> None:
    with held(desk, refusal(ACCESS), times=PATIENCE), pytest.raises(Denied) as no:
        desk.sync(dialogue=Person())
    assert explain(no.value).exit_code == 3
    assert desk.clock.waits == []


def saving_by_renaming(box: Sandbox) -> Callable[[], None]:
    """A program has put the file aside and not yet the new one in its place."""

    def act() -> None:
        box.file.rename(box.folder / "aside")

    return act


def back_after(box: Sandbox, looks: int, patch: pytest.MonkeyPatch) -> list[float]:
    """The new file comes at the so-many-th wait."""
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        box.clock.moment += timedelta(seconds=seconds)
        if len(waits) == looks:
            (box.folder / "aside").rename(box.file)

    patch.setattr(box.clock, "sleep", sleep)
    return waits


def test_a_file_that_is_away_for_a_moment_is_waited_for(
    desk: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, once = back_after(desk, 1, monkeypatch), [saving_by_renaming(desk)]
    with going_wrong(before=lambda: once.pop()() if once else None):
        done = desk.sync()
    assert done.written > 0
    assert None not in statuses(desk)
    assert len(waits) == 1


def test_a_file_that_stays_away_is_left_to_a_human(desk: Sandbox) -> None:
    once = [saving_by_renaming(desk)]
    with (
        going_wrong(before=lambda: once.pop()() if once else None),
        pytest.raises(Moved) as moved,
    ):
        desk.sync(YES)
    assert explain(moved.value).exit_code == 4
    assert 0 < len(desk.clock.waits) < PATIENCE
    assert not desk.file.exists()


def test_a_file_that_never_was_is_missing_at_once(desk: Sandbox) -> None:
    desk.file.unlink()
    with pytest.raises(Missing):
        desk.sync()
    assert desk.clock.waits == []
