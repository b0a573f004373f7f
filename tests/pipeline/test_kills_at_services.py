"""Killed at any request to a service, before or after it took effect: the next run converges."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest

from okrsync import pipeline as door
from okrsync.pipeline import Options
from tests.pipeline import killed
from tests.pipeline.killer import Killer
from tests.pipeline.sandbox import HEADER, ROWS, YES, Sandbox
from tests.servers.conftest import google, notion
from tests.servers.google import faults as google_faults
from tests.servers.google import seeding
from tests.servers.google.server import GoogleServer
from tests.servers.notion import faults as notion_faults
from tests.servers.notion.server import NotionServer

__all__ = ["google", "notion"]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


class Service(Protocol):
    """A loopback service with one document after another."""

    environ: dict[str, str]
    server: Any
    faults: Any

    def fresh(self) -> str:
        """A new document's location."""

    def content(self) -> object:
        """What people see of the newest."""


class Google:
    def __init__(self, server: GoogleServer, folder: Path) -> None:
        self.server, self.faults = server, google_faults
        key = folder / "key.json"
        self.who = server.service_account(key)
        self.environ = {
            "GOOGLE_APPLICATION_CREDENTIALS": str(key),
            "OKRSYNC_GOOGLE_API_URL": server.url,
        }

    def fresh(self) -> str:
        self.book = self.server.book("Plan", {"OKRs": [HEADER, *map(_numbers, ROWS)]})
        self.book.roles[self.who] = "writer"
        self.book.tab("OKRs").resize(20, 9)
        return f"gsheets:{self.book.id}"

    def content(self) -> object:
        return seeding.shown(self.book, "OKRs")


class Notion:
    def __init__(self, server: NotionServer, folder: Path) -> None:
        self.server, self.faults = server, notion_faults
        self.environ = {"NOTION_TOKEN": server.token, "OKRSYNC_NOTION_API_URL": server.url}

    def fresh(self) -> str:
        kinds = ("select:Grow the community,Earn trust", "title", "number", "number", "number")
        self.table = self.server.database("OKRs", dict(zip(HEADER, kinds, strict=True)))
        for row in ROWS:
            self.table.add(dict(zip(HEADER, _numbers(row), strict=True)))
        self.server.clock.advance(3600)
        return f"notion:{self.table.database.id}"

    def content(self) -> object:
        names = [one.name for one in self.table.source.properties.values()]
        return [{n: self.table.text(row.id, n) for n in names} for row in self.table.rows]


def _numbers(row: tuple[str, ...]) -> list[Any]:
    shares = [float(cell[:-1]) / 100 if cell.endswith("%") else cell for cell in row]
    return [int(cell) if str(cell).isdigit() else cell for cell in shares]


@pytest.fixture(params=[Google, Notion], ids=["google", "notion"])
def service(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Service:
    kind = request.param
    made: Service = kind(request.getfixturevalue(kind.__name__.lower()), tmp_path)
    for name, value in made.environ.items():
        monkeypatch.setenv(name, value)
    return made


@dataclass
class Kill:
    """Ends a process at its nth request; `applied`: which takes effect all the same."""

    service: Service
    number: int
    applied: bool
    seen: int = 0

    def __post_init__(self) -> None:
        self.known = threading.Event()
        self.lock = threading.Lock()

    def started(self, pid: int) -> None:
        self.pid = pid
        self.known.set()

    def __call__(self, request: object) -> object:
        with self.lock:
            self.seen += 1
            if self.seen != self.number:
                # What a dead process had under way besides is lost with it.
                gone = self.seen > self.number
                return self.service.faults.dropped(applied=False) if gone else None
            assert self.known.wait(60)
            os.kill(self.pid, signal.SIGKILL)
            return self.service.faults.dropped(applied=self.applied)


def prepared(service: Service, folder: Path, action: str) -> tuple[Sandbox, object]:
    """A document as it is before the command, and what it held in the very beginning."""
    folder.mkdir()
    box = Sandbox(folder, name=service.fresh())
    original = service.content()
    if action == "undo":
        box.sync()
    elif action == "apply":
        door.save_plan(box.plan(), folder / killed.PLAN)
    return box, original


def sync_goes_on(service: Service, box: Sandbox, after: object) -> None:
    assert box.sync().exit_code == 0
    assert service.content() == after


def apply_goes_on(service: Service, box: Sandbox, after: object) -> None:
    result = door.apply(box.folder / killed.PLAN, YES, job=box.job())
    assert result.exit_code == 0
    assert service.content() == after


def undo_goes_on(service: Service, box: Sandbox, after: object) -> None:
    found = service.content()
    assert box.undo().undid == (None if found == after else "1")
    assert service.content() == after
    assert box.sync().exit_code == 0


GOES_ON: dict[str, Callable[[Service, Sandbox, object], None]] = {
    "sync": sync_goes_on,
    "apply": apply_goes_on,
    "undo": undo_goes_on,
}


@pytest.mark.parametrize("applied", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("action", GOES_ON)
def test_a_kill_at_every_request(
    service: Service, killer: Killer, tmp_path: Path, action: str, applied: bool
) -> None:
    box, _ = prepared(service, tmp_path / "model", action)
    killed.ACTIONS[action](box)
    after = service.content()
    for number in count(1):
        box, original = prepared(service, tmp_path / f"at{number}", action)
        kill = Kill(service, number, applied)
        service.server.faults.decide = kill
        end = killer.run(box, action, 0, environ=service.environ, started=kill.started)
        service.server.faults.clear()
        if kill.seen < number:
            assert end["code"] == 0
            break
        assert end["code"] == -signal.SIGKILL
        GOES_ON[action](service, box, after)
        assert box.sync(Options()).calls.write == 0
        # Columns may be one run's and what stands in them the next one's.
        for run in door.runs(environment=box.environment, folder=box.folder):
            box.undo(run.run_id)
        assert service.content() == original
    assert number > 3
