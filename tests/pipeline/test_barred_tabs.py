"""A service that refuses one tab of a document and writes the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from okrsync import connector
from okrsync import pipeline as door
from okrsync.connector import Location, Receipt, Snapshot, registry
from okrsync.i18n import verbatim
from okrsync.pipeline import SyncResult
from okrsync.sources import fetch as fetching
from okrsync.sources import open as opening
from okrsync.state import open_state
from okrsync.table import Barred, Change, NewColumn
from tests.connectors.memory import Document, MemoryConnector
from tests.pipeline.sandbox import YES, Sandbox

KEYS = ["Objective", "Key result", "Start", "Target", "Current"]
GRANT = "let robot@example.org edit it"


class Guarded(MemoryConnector):
    """Bars one tab: when columns are added where `early`, else when it is written."""

    closed, early = "Shop", False

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        if not self.early:
            return super().ensure_columns(snapshot, columns)
        free = [column for column in columns if column.table != self.closed]
        return replace(super().ensure_columns(snapshot, free), barred=[self._bar()])

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        free = [change for change in changes if change.table != self.closed]
        receipt = super().write(snapshot, free, to=to)
        return receipt if len(free) == len(changes) else replace(receipt, barred=[self._bar()])

    def _bar(self) -> Barred:
        return Barred(
            self.closed, verbatim(f"The tab {self.closed} is protected."), verbatim(GRANT)
        )


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Guarded:
    made, real, claims = Guarded(), connector.load, connector.claims()
    for module in (registry, opening):
        monkeypatch.setattr(module, "claims", lambda: {**claims, "memory": "memory"})
    for module in (registry, fetching):
        monkeypatch.setattr(module, "load", lambda name: made if name == "memory" else real(name))
    tabs: dict[str, list[list[Any]]] = {
        "Goals": [["Objective", "Owner"], ["Sell bread", "Ada"], ["Earn trust", "Bo"]],
        "Shop": [list(KEYS), ["Sell bread", "Loaves a day", 0, 100, 20]],
        "Care": [list(KEYS), ["Earn trust", "Complaints a week", 12, 4, 9]],
    }
    made.service["okrs"] = Document(tabs)
    return made


def sync(box: Sandbox) -> SyncResult:
    return box.sync(YES, door.SILENT, "memory:okrs")


def ours(service: Guarded, tab: str, width: int) -> list[list[Any]]:
    return [row[width:] for row in service.service["okrs"].tabs[tab]]


def test_a_tab_that_is_barred_before_the_write(box: Sandbox, service: Guarded) -> None:
    service.early = True
    result = sync(box)
    assert result.exit_code == 3
    assert "The tab Shop is protected." in result.undone[0]
    assert GRANT in result.undone
    assert {c.tab for c in result.changes} == {"Goals", "Care"}
    assert {c.tab for source in result.sources for c in source.columns_added} == {"Goals", "Care"}
    assert ours(service, "Shop", 5) == [[], []]
    # What has terms on it waits; the other objective does not.
    progress = [row[0] if row else None for row in ours(service, "Goals", 2)[1:]]
    assert (progress[0] in (None, ""), progress[1] in (None, "")) == (True, False)
    service.early, service.closed = False, ""
    again = sync(box)
    assert (again.exit_code, again.undone) == (0, [])
    assert {c.tab for c in again.changes} == {"Goals", "Shop"}


def test_a_tab_that_is_barred_by_the_write(box: Sandbox, service: Guarded) -> None:
    result = sync(box)
    assert result.exit_code == 3
    assert "The tab Shop is protected." in result.undone[0]
    assert {c.tab for c in result.changes} == {"Goals", "Care"}
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        landed = {c.tab: c.landed for c in state.runs.changes("1")}
        assert landed == {"Goals": True, "Shop": False, "Care": True}
        (workspace,) = state.workspaces.all()
        written = {w.entity.split("-")[1] for w in state.runs.written(workspace.id)}
        assert "loaves" not in written
    assert sync(box).exit_code == 3
