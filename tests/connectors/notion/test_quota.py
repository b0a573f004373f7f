"""The minute's quota is used up and never passed, on clocks that really run, only faster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from okrsync.http import Waiter, using
from tests.connectors.notion.desk import Desk, ServerTime
from tests.connectors.notion.test_writing import PROGRESS, plan
from tests.servers.google.clock import Clock
from tests.servers.notion import faults
from tests.servers.notion.server import NotionServer

SCALE = 20.0


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A service and a client whose minutes take three seconds."""
    with NotionServer(clock=Clock(scale=SCALE)) as server:
        monkeypatch.setenv("NOTION_TOKEN", server.token)
        monkeypatch.setenv("OKRSYNC_NOTION_API_URL", server.url)
        with using(Waiter(3600, scale=SCALE)):
            yield Desk(server, ServerTime(server))


def written(desk: Desk, rows: int) -> float:
    """The service's seconds that a write of so many rows takes."""
    table = plan(desk, rows)
    snapshot = desk.read(table)
    began = desk.notion.clock.now()
    receipt = desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, rows + 1)})
    took = desk.notion.clock.now() - began
    assert len(receipt.written) == rows
    assert receipt.calls.write == rows
    assert desk.notion.limit.refused == 0
    return took


def test_the_quota_is_kept(fast: Desk) -> None:
    assert written(fast, 200) >= 60


@pytest.mark.parametrize(("said", "pause"), [(30, 30), (None, 60)], ids=["as said", "a minute"])
def test_one_pause_for_all(fast: Desk, said: int | None, pause: int) -> None:
    table = plan(fast, 40)
    snapshot = fast.read(table)
    fast.notion.faults.next(faults.rate_limited(said), name="pages.update")
    fast.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 41)})
    refused = next(request for request in fast.notion.log if request.fault == "429")
    meanwhile = [r for r in fast.notion.log if refused.when < r.when < refused.when + pause - 1]
    assert len(meanwhile) <= 2 * 3  # what the three others had begun


@pytest.mark.soak
def test_two_thousand_rows_use_what_the_limit_allows(fast: Desk) -> None:
    assert 11 * 60 / written(fast, 2000) >= 0.95
