"""Whatever people and the network do: converged, or said so, and nothing on a wrong row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.connectors.google_sheets.desk import signed_in
from tests.connectors.google_sheets.schedules import Schedule
from tests.servers.google.server import GoogleServer

QUICK = range(200)
LONG = range(1_000, 11_000)
FOUND = (1767, 30080, 34406)
"""Rare ones that once went wrong: a sort by a column that was covered, headers cleared."""
KNOWN = ("converged", "moved", "unreachable")


def run(seeds: Iterable[int], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    with GoogleServer() as google:
        for seed in seeds:
            google.books.clear()
            google.log.clear()
            with signed_in(google, folder, monkeypatch) as desk:
                schedule = Schedule(desk, seed)
                outcome = schedule.run()
                outcomes[outcome.partition(":")[0]] += 1
                story = "\n".join([f"seed {seed}: {outcome}", *schedule.story])
                assert outcome.startswith(KNOWN), story
                assert schedule.wrong(outcome) == [], story
            assert google.crashes == []
    return outcomes


def test_nothing_lands_on_a_wrong_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = run(QUICK, tmp_path, monkeypatch)
    assert outcomes["converged"] > len(QUICK) / 2


def test_what_once_went_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(FOUND, tmp_path, monkeypatch).total() == len(FOUND)


@pytest.mark.soak
def test_nothing_ever_lands_on_a_wrong_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = run(LONG, tmp_path, monkeypatch)
    assert outcomes["converged"] > len(LONG) / 2
