"""One writer a workspace, and no lock outlives its holder."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrsync.state import Locked, State, open_state
from okrsync.state import locks as module
from tests.state.locking import is_free

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)

HOLD = """
import sys
from datetime import UTC, datetime
from okrsync.state import open_state
with open_state(sys.argv[1]) as state:
    state.locks.take("w", datetime(2026, 4, 20, 9, 0, tzinfo=UTC), 600)
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_told_who_and_since_when(state: State) -> None:
    token = state.locks.take("w", NOW, 600)
    with pytest.raises(Locked) as locked:
        state.locks.take("w", NOW + timedelta(seconds=5), 600)
    assert f"process {os.getpid()}" in str(locked.value.message)
    assert f"@{platform.node()}" in str(locked.value.message)
    assert "since 2026-04-20T09:00:00+00:00" in str(locked.value.message)
    assert locked.value.exit_code == 75
    state.locks.release("w", token)
    state.locks.take("w", NOW, 600)


def test_workspaces_dont_wait_for_each_other(state: State) -> None:
    state.locks.take("w", NOW, 600)
    state.locks.take("v", NOW, 600)
    assert not is_free(state, "w", NOW)
    assert is_free(state, "x", NOW)


def test_a_lease_that_is_over_is_taken_over_and_not_given_back(state: State) -> None:
    first = state.locks.take("w", NOW, 600)
    later = NOW + timedelta(seconds=601)
    assert is_free(state, "w", later)
    state.locks.take("w", later, 600)
    state.locks.release("w", first)
    assert not is_free(state, "w", later)
    with pytest.raises(Locked):
        state.locks.renew("w", first, later, 600)


def test_a_renewed_lease_lasts_longer(state: State) -> None:
    token = state.locks.take("w", NOW, 600)
    state.locks.renew("w", token, NOW + timedelta(seconds=500), 600)
    with pytest.raises(Locked):
        state.locks.take("w", NOW + timedelta(seconds=700), 600)


def test_a_lock_that_was_erased_is_no_longer_ours(state: State) -> None:
    token = state.locks.take("w", NOW, 600)
    state.locks.release("w", token)
    with pytest.raises(Locked):
        state.locks.renew("w", token, NOW, 600)


def test_a_process_before_us_with_our_number_is_gone(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.locks.take("w", NOW, 600)
    monkeypatch.setattr(module, "_HELD", set())
    state.locks.take("w", NOW, 600)


def test_a_process_elsewhere_is_believed(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    state.locks.take("w", NOW, 600)
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    with pytest.raises(Locked):
        state.locks.take("w", NOW, 600)


def test_two_processes(tmp_path: Path) -> None:
    path = str(tmp_path / "state.db")
    with open_state(path):
        pass
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline().strip() == "held"
        with open_state(path) as state:
            with pytest.raises(Locked, match=f"process {other.pid}"):
                state.locks.take("w", NOW, 600)
            other.kill()
            other.wait()
            state.locks.take("w", NOW, 600)


def test_the_number_of_a_process_elsewhere_says_nothing_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "state.db")
    subprocess.run([sys.executable, "-c", HOLD, path], input="", text=True, check=True)
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    with open_state(path) as state:
        with pytest.raises(Locked):
            state.locks.take("w", NOW, 600)
        state.locks.take("w", NOW + timedelta(seconds=601), 600)


def test_a_process_of_somebody_else_is_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says no to who asks about it, which it does of living ones only."""

    def denied(pid: int, signal: int) -> None:
        raise PermissionError(pid, signal)

    path = str(tmp_path / "state.db")
    subprocess.run([sys.executable, "-c", HOLD, path], input="", text=True, check=True)
    monkeypatch.setattr("os.kill", denied)
    with open_state(path) as state, pytest.raises(Locked):
        state.locks.take("w", NOW, 600)
