"""Whatever people and the network do: converged, or said so, and nothing twice or outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from tests.connectors.notion.desk import signed_in
from tests.connectors.notion.schedules import Schedule
from tests.servers.notion.server import NotionServer

QUICK = range(40)
LONG = range(1_000, 11_000)


def run(seeds: Iterable[int], monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        with NotionServer() as server, signed_in(server, monkeypatch, 1e9) as desk:
            schedule = Schedule(desk, seed)
            outcome = schedule.run()
            outcomes[outcome.partition(":")[0]] += 1
            story = "\n".join([f"seed {seed}: {outcome}", *schedule.story])
            assert outcome == "converged", story
            assert schedule.wrong == [], story
            assert server.crashes == []
    return outcomes


def test_it_converges_and_touches_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(QUICK, monkeypatch)["converged"] == len(QUICK)


@pytest.mark.soak
def test_it_always_converges(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(LONG, monkeypatch)["converged"] == len(LONG)
