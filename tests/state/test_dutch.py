"""A Dutch person meets no English sentence where the state can't be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from okrsync.errors import OkrsyncError
from okrsync.state import State, open_state
from okrsync.state.schema import VERSION
from tests.dutch import dutch

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


def torn(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


def newer(path: Path) -> None:
    _changed(path, "UPDATE okrsync_state SET version = ?", VERSION + 1)


def another(path: Path) -> None:
    path.unlink()
    _changed(path, "CREATE TABLE photos (name TEXT)")


def senseless(path: Path) -> None:
    _changed(path, "INSERT INTO fixed (workspace, name, value) VALUES ('w', 'period', '{')")


def _changed(path: Path, sql: str, *values: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(sql, values)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (torn, "is beschadigd, of is niet van okrsync"),
        (senseless, "is beschadigd, of is niet van okrsync"),
        (newer, "is geschreven door een nieuwere okrsync"),
        (another, "is een database, maar niet van okrsync"),
    ],
)
def test_a_state_that_cant_be_read(
    tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "state.db"
    with open_state(str(path)):
        pass
    spoil(path)
    with pytest.raises(OkrsyncError) as stopped, open_state(str(path)) as state:
        state.workspaces.fixed("w")
    assert words in dutch(stopped.value)


@pytest.mark.parametrize(
    ("where", "words"), [("postgresql://db/x", "PostgreSQL"), ("s3://x", "op s3:// kan")]
)
def test_a_place_that_is_no_file(where: str, words: str) -> None:
    with pytest.raises(OkrsyncError) as stopped, open_state(where):
        pass
    assert words in dutch(stopped.value)


def test_a_state_that_cant_be_written(tmp_path: Path) -> None:
    path = str(tmp_path / "state.db")
    with open_state(path):
        pass
    with open_state(path, write=False) as state, pytest.raises(OkrsyncError) as stopped:
        state.workspaces.create("name:Acme", "Acme", "2026-04-01")
    assert "kan niet worden geschreven" in dutch(stopped.value)
    (tmp_path / "file").touch()
    with pytest.raises(OkrsyncError) as stopped, open_state(str(tmp_path / "file" / "x")):
        pass
    assert "kan niet worden gemaakt" in dutch(stopped.value)


def test_a_workspace_that_is_locked(state: State) -> None:
    token = state.locks.take("w", NOW, 600)
    with pytest.raises(OkrsyncError) as stopped:
        state.locks.take("w", NOW, 600)
    assert "is sinds 2026-04-20T09:00:00+00:00 met deze werkruimte bezig" in dutch(stopped.value)
    state.locks.release("w", token)
    with pytest.raises(OkrsyncError) as stopped:
        state.locks.renew("w", token, NOW, 600)
    assert "een andere run heeft deze werkruimte overgenomen" in dutch(stopped.value)


def test_somebody_who_writes_just_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrsync.state.sqlite.BUSY_SECONDS", 0.05)
    path = str(tmp_path / "state.db")
    with (
        open_state(path) as one,
        open_state(path) as other,
        one.together(),
        pytest.raises(OkrsyncError) as stopped,
    ):
        other.workspaces.create("name:Acme", "Acme", "2026-04-01")
    assert "schrijft op dit moment" in dutch(stopped.value)
