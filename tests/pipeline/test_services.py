"""A service's document: it has an id, adds columns at once, counts its requests, remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from okrsync import connector
from okrsync import pipeline as door
from okrsync.connector import (
    Calls,
    Location,
    Memory,
    Receipt,
    Snapshot,
    Unreachable,
    Want,
    registry,
)
from okrsync.i18n import verbatim
from okrsync.pipeline import Options, SyncResult
from okrsync.sources import fetch as fetching
from okrsync.sources import open as opening
from okrsync.state import open_state
from okrsync.table import Change, NewColumn
from tests.connectors.memory import MAIN, Document, MemoryConnector
from tests.pipeline.sandbox import HEADER, PROGRESS, ROWS, STATUS, YES, Sandbox

SETUP = Calls(write=1)


class Service(MemoryConnector):
    """Adds columns when it is asked to, as services do."""

    def __init__(self) -> None:
        super().__init__()
        self.memories: list[Memory] = []
        self.wants: list[Want] = []
        self.error: Exception | None = None

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        self.memories.append(memory)
        self.wants.append(want)
        found = super().read(location, want, memory)
        return replace(found, document=f"id of {self._document(location)}", memory={"seen": 1})

    def _document(self, location: Location) -> int:
        return id(self.service[location.address])

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        document = self.service[snapshot.location.address]
        for column in columns:
            header = document.tabs[column.table][column.header_row - 1]
            document.put(column.table, column.header_row, len(header), column.header)
        document.bump()
        placed = super().ensure_columns(snapshot, columns)
        calls = snapshot.calls + document.request(SETUP)
        return replace(placed, calls=calls, revision=str(document.revision))

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        if self.error is not None:
            raise self.error
        return replace(super().write(snapshot, changes, to=to), memory={"seen": 2})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made, real, claims = Service(), connector.load, connector.claims()
    known = {**claims, "memory": "memory"}
    for module in (registry, opening):
        monkeypatch.setattr(module, "claims", lambda: known)
    for module in (registry, fetching):
        monkeypatch.setattr(module, "load", lambda name: made if name == "memory" else real(name))
    cells: list[list[Any]] = [list(HEADER), *(list(row) for row in ROWS)]
    made.service["okrs"] = Document({MAIN: cells})
    return made


def sync(box: Sandbox, options: Options = YES) -> SyncResult:
    return box.sync(options, door.SILENT, "memory:okrs")


def test_a_plan_foresees_columns_and_touches_nothing(box: Sandbox, service: Service) -> None:
    planned = box.plan("memory:okrs")
    assert [c.cell for c in planned.changes[:2]] == ["F2", "G2"]
    assert [c.header for c in planned.columns_added] == [PROGRESS, STATUS]
    assert service.service["okrs"].calls == Calls(read=1)
    assert service.service["okrs"].tabs[MAIN][0] == list(HEADER)
    assert not service.wants[0].write


def test_the_fewest_requests(box: Sandbox, service: Service) -> None:
    first = sync(box)
    assert (first.written, first.calls) == (6, Calls(read=1, write=2))
    assert service.wants[0].write
    assert sync(box).calls == Calls(read=1)
    service.service["okrs"].put(MAIN, 2, 3, "70")
    changed = sync(box)
    assert (changed.written, changed.calls) == (2, Calls(read=1, write=1))
    assert service.service["okrs"].calls == first.calls + Calls(read=2, write=1)


def test_what_the_connector_remembers_is_given_back(box: Sandbox, service: Service) -> None:
    sync(box)
    sync(box)
    box.status("memory:okrs")
    assert service.memories == [{}, {"seen": 2}, {"seen": 1}]


def test_a_document_is_known_by_its_id(box: Sandbox, service: Service) -> None:
    sync(box)
    service.service["moved"] = service.service.pop("okrs")
    assert not box.status("memory:moved").first
    assert box.sync(Options(), door.SILENT, "memory:moved").written == 0
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert workspace.identity.startswith("document:memory:")


def test_a_plan_over_a_service_is_applied(box: Sandbox, service: Service) -> None:
    path = box.folder / "plan.json"
    door.save_plan(box.plan("memory:okrs"), path)
    assert door.apply(path, YES, job=box.job("memory:okrs")).written == 6


def test_columns_that_were_added_before_a_failure_are_not_added_again(
    box: Sandbox, service: Service
) -> None:
    service.error = Unreachable(verbatim("the line dropped"))
    with pytest.raises(Unreachable):
        sync(box)
    service.error = None
    assert service.service["okrs"].tabs[MAIN][0] == [*HEADER, PROGRESS, STATUS]
    result = sync(box, Options())
    assert (result.exit_code, result.written) == (0, 6)
    assert service.service["okrs"].tabs[MAIN][0] == [*HEADER, PROGRESS, STATUS]
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        assert [column.landed for column in state.runs.columns("1")] == [True, True]
