"""What all tests share: where the material beside the project is, and what may be skipped."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
REQUIRED = frozenset(os.environ.get("OKRSYNC_REQUIRE", "").split())
"""Markers whose tests must run: a program that can be installed is no reason to skip."""

# A busy machine is no failure, and what fails here must fail at the next run too.
SLOW = [HealthCheck.too_slow]
settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("soak", deadline=None, max_examples=1_000, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with real sheets and labelled texts."""
    if not SHARED.is_dir():
        pytest.skip("the material beside the project (../shared) is not here")
    return SHARED


@pytest.fixture
def no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk is most of a run's time, and no test pulls the plug."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    monkeypatch.setattr("okrsync.state.sqlite.DURABILITY", "OFF")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skip of a test that `OKRSYNC_REQUIRE` names is a failure."""
    report = yield
    if report.skipped and any(item.get_closest_marker(name) for name in REQUIRED):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but {', '.join(REQUIRED)} must be here"
    return report
