"""What can't be read ends in one clear error, and stays as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from okrsync.connector import Denied, Malformed
from tests.connectors.bad_file import BadFile
from tests.connectors.excel.bad_files import BAD_FILES
from tests.connectors.excel.books import book, save, sheet
from tests.connectors.excel.reading import read


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_with_a_reason(bad: BadFile, tmp_path: Path) -> None:
    path = bad.build(tmp_path)
    before = _bytes(path)
    assert bad.error is not None
    with pytest.raises(bad.error) as caught:
        read(path, bad.tab)
    assert type(caught.value) is bad.error
    assert path.name in str(caught.value.message)
    assert bad.names in str(caught.value.message)
    assert caught.value.hint
    assert _bytes(path) == before


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len({bad.name for bad in BAD_FILES}) == len(BAD_FILES) >= 60


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read every file"
)
def test_a_file_that_may_not_be_read_is_denied(tmp_path: Path) -> None:
    path = save(tmp_path, book(sheet()))
    path.chmod(0)
    with pytest.raises(Denied, match="may not read"):
        read(path)


def test_a_file_whose_opening_is_denied_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, book(sheet()))

    def deny(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    with pytest.raises(Denied, match="may not read"):
        read(path)


def test_a_sheet_of_too_many_cells_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.excel.read.worksheet._LONG", 100)
    monkeypatch.setattr("connectors.excel.read.worksheet._MANY", 19)
    path = save(tmp_path, book(sheet()))
    with pytest.raises(Malformed, match="more cells than can be read"):
        read(path)
    monkeypatch.setattr("connectors.excel.read.worksheet._MANY", 20)
    assert read(path).tables


def _bytes(path: Path) -> bytes | None:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return None
    return path.read_bytes() if regular else None
