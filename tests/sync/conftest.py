"""A sheet of three key results and a state of its own."""

from pathlib import Path

import pytest

from tests.sync.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk is most of a run's time, and no test pulls the plug."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    monkeypatch.setattr("okrsync.history.sqlite.DURABILITY", "OFF")


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    made = Sandbox(tmp_path)
    made.write()
    return made
