"""Where the state is, and what happens when it can't be there."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from okrsync.errors import ConfigError
from okrsync.state import State, StateBusy, StateError, open_state, state_file
from okrsync.state.schema import VERSION

NOT_ROOT = pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="the superuser may write everywhere",
)


def test_without_a_word_it_is_in_the_platforms_folder() -> None:
    assert state_file(None).name == "state.sqlite3"
    assert state_file("").parent == state_file(None).parent
    assert "okrsync" in str(state_file(None).parent)


@pytest.mark.parametrize(
    "where", ["postgresql://db/okrsync", "postgres://db", "mysql://db", "s3://bucket/state"]
)
def test_a_place_that_is_no_file_is_refused_honestly(where: str) -> None:
    with pytest.raises(ConfigError, match="OKRSYNC_STATE") as refused, open_state(where):
        pass
    assert "file" in (str(refused.value.hint) or "")


def test_the_file_and_its_folder_are_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "state.db"
    with open_state(str(path)):
        pass
    assert path.is_file()
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_file_that_others_may_read_is_narrowed_to_its_owner(tmp_path: Path) -> None:
    """Restored from a copy, or made beforehand: what people's cells hold is nobody else's."""
    path = tmp_path / "state.db"
    with open_state(str(path)):
        beside = [path.with_name(f"state.db{end}") for end in ("", "-wal", "-shm")]
        for each in beside:
            each.chmod(0o664)
        with open_state(str(path)):
            assert [stat.S_IMODE(each.stat().st_mode) for each in beside] == [0o600] * 3
    path.chmod(0o640)
    with open_state(str(path), write=False):
        assert stat.S_IMODE(path.stat().st_mode) == 0o640, "reading changes nothing"


def test_a_folder_gets_a_file_in_it(tmp_path: Path) -> None:
    with open_state(str(tmp_path)):
        pass
    assert (tmp_path / "state.sqlite3").is_file()


def test_reading_creates_nothing_and_an_absent_state_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "none" / "state.db"
    with open_state(str(path), write=False) as state:
        assert state.workspaces.all() == []
    assert not path.parent.exists()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = str(tmp_path / "state.db")
    with open_state(path) as state:
        made = state.workspaces.create("name:Acme", "Acme", "2026-04-01")
    with open_state(path, write=False) as state:
        assert state.workspaces.known_by("name:Acme") == made
        with pytest.raises(StateError, match="can't be written"):
            state.workspaces.create("name:Other", "Other", "2026-04-01")


def test_an_empty_file_reads_as_empty_and_becomes_a_state(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.touch()
    with open_state(str(path), write=False) as state:
        assert state.workspaces.all() == []
    assert path.read_bytes() == b""
    with open_state(str(path)) as state:
        state.workspaces.create("name:Acme", "Acme", "2026-04-01")


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_state_is_one_clear_error(tmp_path: Path, content: bytes, write: bool) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(content)
    with pytest.raises(StateError) as damaged, open_state(str(path), write=write) as state:
        state.workspaces.all()
    assert damaged.value.exit_code == 3
    assert str(path) in str(damaged.value.message)
    assert damaged.value.hint
    assert path.read_bytes() == content


@pytest.mark.parametrize("write", [True, False])
def test_a_page_torn_out_later_is_found_when_it_is_read(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "state.db"
    with open_state(str(path)) as state:
        for number in range(200):
            state.workspaces.create(f"name:{number}", "x" * 500, "2026-04-01")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StateError) as damaged, open_state(str(path), write=write) as state:
        state.workspaces.all()
    assert damaged.value.exit_code == 3


@pytest.mark.parametrize("write", [True, False])
def test_another_programs_database_is_left_alone(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "photos.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (name TEXT)")
    connection.close()
    with pytest.raises(StateError, match="not one of okrsync"), open_state(str(path), write=write):
        pass


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_state_is_not_touched(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "state.db"
    with open_state(str(path)):
        pass
    connection = sqlite3.connect(path)
    connection.execute("UPDATE okrsync_state SET version = ?", (VERSION + 1,))
    connection.commit()
    connection.close()
    with (
        pytest.raises(StateError, match="newer okrsync") as newer,
        open_state(str(path), write=write),
    ):
        pass
    assert newer.value.exit_code == 3
    assert "update okrsync" in (str(newer.value.hint) or "")


def test_a_place_that_is_no_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StateError, match="can't be made"), open_state(str(tmp_path / "file" / "x")):
        pass


@NOT_ROOT
def test_a_folder_that_cant_be_written_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "in" / "state.db"
    with open_state(str(path)) as state:
        state.workspaces.create("name:Acme", "Acme", "2026-04-01")
    for beside in path.parent.glob("state.db-*"):
        beside.unlink()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with open_state(str(path), write=False) as state:
            assert [w.name for w in state.workspaces.all()] == ["Acme"]
        with pytest.raises(StateError, match="can't be"), open_state(str(path)) as state:
            state.workspaces.create("name:B", "B", "2026-04-01")
    finally:
        path.parent.chmod(0o700)


def test_a_writer_at_work_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsync.state.sqlite.BUSY_SECONDS", 0.05)
    path = str(tmp_path / "state.db")
    with open_state(path) as one, open_state(path) as other, one.together():
        with pytest.raises(StateBusy) as busy:
            other.workspaces.create("name:Acme", "Acme", "2026-04-01")
        assert busy.value.exit_code == 75
    with open_state(path) as state:
        assert state.workspaces.all() == []


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with open_state(str(tmp_path / "state.db")) as state:
        with pytest.raises(ZeroDivisionError), state.together():
            _create_and_fail(state)
        assert state.workspaces.all() == []
        state.workspaces.create("name:Acme", "Acme", "2026-04-01")
        assert len(state.workspaces.all()) == 1


def _create_and_fail(state: State) -> None:
    state.workspaces.create("name:Acme", "Acme", "2026-04-01")
    raise ZeroDivisionError
