"""What is true of every file that okrsync replaces."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from connectors import files
from okrsync.connector import (
    Busy,
    Denied,
    Location,
    Malformed,
    Missing,
    Moved,
    Refused,
    Unreachable,
)

OLD, NEW = b"old", b"new"
REVISION = files.revision(OLD)
needs_posix = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "plan.csv"
    found.write_bytes(OLD)
    return found


def _at(path: Path) -> Location:
    return Location(str(path), "csv", str(path))


def _leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(".okrsync-*"))


def test_a_file_is_replaced_and_nothing_is_left(path: Path) -> None:
    assert files.replace(path, NEW, REVISION) == files.revision(NEW)
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


@needs_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_its_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    files.replace(path, NEW, REVISION)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)
def test_its_owner_is_kept(path: Path) -> None:
    os.chown(path, 12345, 23456)
    files.replace(path, NEW, REVISION)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_it_is_new_to_who_looks_at_the_time(path: Path) -> None:
    os.utime(path, (1_000_000_000, 1_000_000_000))
    files.replace(path, NEW, REVISION)
    assert path.stat().st_mtime > 1_000_000_000


@needs_posix
def test_the_folder_is_flushed_after_the_replacement(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut could take the new name back."""
    order: list[str] = []
    fsync, rename = os.fsync, os.replace

    def flushing(handle: int) -> None:
        folder = os.path.samestat(os.fstat(handle), path.parent.stat())
        order.append("folder" if folder else "file")
        fsync(handle)

    def replacing(source: str, target: Path) -> None:
        order.append("replace")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(os, "replace", replacing)
    files.replace(path, NEW, REVISION)
    assert order == ["file", "replace", "folder"]


@needs_posix
def test_links_are_kept_and_their_target_is_replaced(path: Path) -> None:
    folder = path.parent / "links"
    folder.mkdir()
    (folder / "second.csv").symlink_to("../plan.csv")
    (folder / "first.csv").symlink_to("second.csv")
    files.replace(folder / "first.csv", NEW, REVISION)
    assert (folder / "first.csv").is_symlink()
    assert (folder / "second.csv").is_symlink()
    assert path.read_bytes() == NEW


def test_it_is_on_the_disk_before_it_takes_the_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, rename = os.fsync, os.replace

    def flushing(handle: int) -> None:
        order.append("flush")
        fsync(handle)

    def replacing(source: str, target: Path) -> None:
        assert Path(source).read_bytes() == NEW
        order.append("replace")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(os, "replace", replacing)
    files.replace(path, NEW, REVISION)
    assert order[:2] == ["flush", "replace"]


REPLACE = """
import sys
from pathlib import Path
from connectors import files
files.replace(Path(sys.argv[1]), b"new", files.revision(b"old"))
"""


def test_the_name_is_on_the_disk_too(path: Path) -> None:
    """As the system sees it: the new content is flushed, takes the place, and then the folder
    that holds the name is flushed."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("needs strace")
    log = path.parent / "log"
    calls = "trace=fsync,?rename,?renameat,?renameat2"
    watched = [strace, "-f", "-y", "-e", calls, "-o", str(log)]
    watched += [sys.executable, "-c", REPLACE, str(path)]
    done = subprocess.run(watched, capture_output=True, text=True, check=False)
    if done.returncode and "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    seen = [line.split(None, 1)[1] for line in log.read_text(encoding="utf-8").splitlines()]
    kinds = [
        "content" if files.TEMPORARY in line else "folder" if f"<{path.parent}>" in line else "?"
        for line in seen
        if line.startswith("fsync")
    ]
    assert kinds == ["content", "folder"]
    steps = [line.split("(")[0] for line in seen if line.startswith(("fsync", "rename"))]
    assert [step[:6] for step in steps] == ["fsync", "rename", "fsync"]


@pytest.mark.parametrize("lock", ["~$plan.csv", ".~lock.plan.csv#"])
def test_a_file_that_is_open_elsewhere_is_busy(path: Path, lock: str) -> None:
    (path.parent / lock).touch()
    with pytest.raises(Busy, match=r"plan\.csv") as caught:
        files.replace(path, NEW, REVISION)
    assert lock in (str(caught.value.hint) or "")
    assert path.read_bytes() == OLD


@needs_posix
def test_a_lock_beside_the_target_of_a_link_counts(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    (path.parent / "~$plan.csv").touch()
    with pytest.raises(Busy):
        files.check_free(link)


def test_a_file_that_changed_is_moved(path: Path) -> None:
    path.write_bytes(b"edited")
    with pytest.raises(Moved):
        files.replace(path, NEW, REVISION)
    with pytest.raises(Moved):
        files.read_again(_at(path), REVISION)
    assert path.read_bytes() == b"edited"
    assert not _leftovers(path.parent)


def test_a_change_at_the_last_moment_is_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def edited_meanwhile(handle: int) -> None:
        path.write_bytes(b"edited")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", edited_meanwhile)
    with pytest.raises(Moved):
        files.replace(path, NEW, REVISION)
    assert path.read_bytes() == b"edited"


def test_a_file_that_went_away_is_moved(path: Path) -> None:
    path.unlink()
    with pytest.raises(Moved):
        files.replace(path, NEW, REVISION)
    with pytest.raises(Moved):
        files.read_again(_at(path), REVISION)


@needs_posix
def test_a_read_only_file_is_left_alone(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(Denied, match="read-only"):
        files.replace(path, NEW, REVISION)
    copy = path.with_name("copy.csv")
    for _ in range(2):  # the copy is not read-only: it can be written again
        files.replace(path, NEW, REVISION, copy)
    assert (path.read_bytes(), copy.read_bytes()) == (OLD, NEW)


def _raising(error: OSError) -> Callable[..., NoReturn]:
    def raising(*_: object) -> NoReturn:
        raise error

    return raising


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, Unreachable), (errno.EROFS, Denied), (errno.EACCES, Denied)],
)
def test_what_the_system_says_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    monkeypatch.setattr(files, "_WINDOWS", False)
    monkeypatch.setattr(os, "replace", _raising(OSError(number, "no")))
    with pytest.raises(error):
        files.replace(path, NEW, REVISION)
    assert path.read_bytes() == OLD
    assert not _leftovers(path.parent)


def test_on_windows_a_held_file_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(os, "replace", _raising(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(Busy):
        files.replace(path, NEW, REVISION)
    monkeypatch.setattr(Path, "read_bytes", _raising(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(Busy):
        files.read_bytes(_at(path))


def test_on_windows_access_denied_is_a_held_file_only_where_it_is_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same number means a missing right where a file is opened."""
    error = PermissionError(errno.EACCES, "no access")
    error.winerror = 5  # type: ignore[attr-defined] # as on Windows
    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(os, "replace", _raising(error))
    with pytest.raises(Busy):
        files.replace(path, NEW, REVISION)
    monkeypatch.setattr(Path, "read_bytes", _raising(error))
    with pytest.raises(Denied):
        files.read_bytes(_at(path))


def test_what_a_killed_run_left_is_removed_for_this_file_only(path: Path) -> None:
    other = path.with_name("other.csv")
    other.write_bytes(OLD)
    names = {}
    for file in (path, other):
        names[file] = Path(files._write_temporary(file, file, NEW))
    files.remove_leftovers(path)
    assert not names[path].exists()
    assert names[other].exists()
    assert names[other].name.startswith(".okrsync-")


def test_a_copy_is_written_beside_and_replaced_by_the_next(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.csv"
    files.replace(path, NEW, REVISION, copy)
    files.replace(path, b"newer", REVISION, copy)
    assert (path.read_bytes(), copy.read_bytes()) == (OLD, b"newer")
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(path.stat().st_mode)


def test_a_copy_goes_nowhere_else(path: Path, tmp_path: Path) -> None:
    for target, error in (
        (path, Refused),
        (tmp_path, Refused),
        (tmp_path / "no folder" / "copy.csv", Missing),
    ):
        with pytest.raises(error):
            files.replace(path, NEW, REVISION, target)
    assert path.read_bytes() == OLD


@needs_posix
def test_a_device_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.csv"
    os.mkfifo(pipe)
    with pytest.raises(Malformed, match="regular"):
        files.read_bytes(_at(pipe))


def test_a_file_that_is_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILE", 2)
    with pytest.raises(Malformed, match="MB"):
        files.read_bytes(_at(path))


def test_an_impossible_path_is_missing() -> None:
    with pytest.raises(Missing):
        files.read_bytes(_at(Path("a\0b.csv")))
