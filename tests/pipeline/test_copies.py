"""A changed copy: the sheet itself is as it was, and so is what is remembered of it."""

from __future__ import annotations

import pytest

from okrsync import pipeline as door
from okrsync.pipeline import ConsentNeeded, Options
from okrsync.state import CellChange, ColumnAdded, SeenDocument, WrittenCell, open_state
from tests.pipeline.sandbox import HEADER, PROGRESS, STATUS, YES, Sandbox


def copy(box: Sandbox) -> door.SyncResult:
    return box.sync(Options(to=str(box.folder / "copy.csv")))


def type_in(box: Sandbox, row: int, header: str, text: str) -> None:
    top, *rows = box.read()
    rows[row][top.index(header)] = text
    box.write(rows, top)


def fixed(box: Sandbox) -> dict[str, object]:
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        return state.workspaces.fixed(workspace.id)


def written(box: Sandbox) -> dict[tuple[str, str], object]:
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        found: list[WrittenCell] = state.runs.written(workspace.id)
        return {(cell.entity, cell.field): cell.value for cell in found}


def document(box: Sandbox) -> SeenDocument:
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        (found,) = state.workspaces.documents(workspace.id)
        return found


def recorded(box: Sandbox, run: str) -> tuple[list[CellChange], list[ColumnAdded]]:
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        return state.runs.changes(run), state.runs.columns(run)


def test_the_first_copy_settles_nothing_and_counts_as_nothing_written(box: Sandbox) -> None:
    toml = '[workspace]\nname = "Acme"\n'
    box.configure(toml)
    before = box.file.read_bytes()
    assert copy(box).written == 6
    assert written(box) == {}
    assert not {"headers", "words"} & fixed(box).keys()
    assert recorded(box, "1") == ([], [])
    assert box.file.read_bytes() == before
    assert (box.folder / "okrsync.toml").read_text(encoding="utf-8") == toml


def test_a_copy_is_no_consent_for_the_sheet_itself(box: Sandbox) -> None:
    copy(box)
    with pytest.raises(ConsentNeeded):
        box.sync(Options())
    result = box.sync(YES)
    assert [c.header for c in result.sources[0].columns_added] == [PROGRESS, STATUS]
    assert result.written == 6


def test_there_is_nothing_to_undo_in_the_sheet_after_a_copy(box: Sandbox) -> None:
    box.sync()
    type_in(box, 0, "Current", "70")
    assert copy(box).written == 2
    assert recorded(box, "2") == ([], [])
    assert box.undo().undid == "1"
    assert box.read()[0] == list(HEADER)


def test_what_was_last_written_stays_what_the_sheet_holds(box: Sandbox) -> None:
    box.configure('[write_back]\non_manual_edit = "keep"\n')
    box.sync()
    before, place = written(box), document(box)
    type_in(box, 0, "Current", "70")
    assert copy(box).written == 2
    assert written(box) == before
    # What is remembered of the document is what was read of it, not what the copy became.
    assert document(box).address == place.address
    assert document(box).revision == box.status().snapshots[box.job().documents[0].key].revision
    result = box.sync()
    assert (result.written, result.sources[0].skipped) == (2, [])


def test_what_is_remembered_of_the_sheet_is_what_it_became(box: Sandbox) -> None:
    before = box.status().snapshots[box.job().documents[0].key].revision
    box.sync()
    assert document(box).revision == box.status().snapshots[box.job().documents[0].key].revision
    assert document(box).revision != before


def test_a_row_that_has_ended_is_not_closed_by_a_copy(box: Sandbox) -> None:
    box.sync()
    box.today = "2026-07-01"
    assert copy(box).written == 3
    assert box.sync().written == 3
    assert box.column(STATUS) == ["missed", "partial", "missed"]


def test_a_copy_after_a_copy_is_written_whole(box: Sandbox) -> None:
    assert copy(box).written == 6
    (box.folder / "copy.csv").unlink()
    assert copy(box).written == 6
