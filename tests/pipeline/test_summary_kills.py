"""A summary that is killed at any instant is made by the next one, and can be taken back."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from okrsync.state import open_state
from tests.pipeline.killer import Killer
from tests.pipeline.sandbox import Sandbox
from tests.pipeline.test_kills import bytes_of, csv_sheet, workbook
from tests.state.locking import is_free

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
Content = dict[str, object]


def files(folder: Path) -> Content:
    """Every sheet that stands in the folder, and nothing that was left behind."""
    found: Content = {}
    for path in folder.iterdir():
        if path.suffix == ".csv":
            found[path.name] = bytes_of(path)
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            found |= {
                sheet.title: [[cell.value for cell in row] for row in sheet.rows]
                for sheet in book.worksheets
            }
    return found


def settled(box: Sandbox) -> None:
    """Nothing is left to do, to clean up or to end."""
    assert not box.summary().changed
    with open_state(box.environment["OKRSYNC_STATE"]) as state:
        (workspace,) = state.workspaces.all()
        assert not state.runs.unfinished(workspace.id)
        assert is_free(state, workspace.id, box.clock.now())


def summary_goes_on(box: Sandbox, before: Content, after: Content) -> None:
    found = files(box.folder)
    assert box.summary().changed == (found != after)
    assert files(box.folder) == after
    settled(box)
    assert box.undo().tab is not None
    assert files(box.folder) == before


def undo_goes_on(box: Sandbox, before: Content, after: Content) -> None:
    box.undo()
    assert files(box.folder) == after
    assert box.summary().changed
    assert files(box.folder) == before


GOES_ON = {"summary": summary_goes_on, "undo": undo_goes_on}
SHEETS: dict[str, Callable[[Sandbox], None]] = {"plan.csv": csv_sheet, "plan.xlsx": workbook}


def changed(box: Sandbox) -> None:
    """Somebody typed something since the last summary."""
    if box.file.suffix == ".csv":
        text = box.file.read_text(encoding="utf-8")
        box.file.write_text(text.replace(",25,", ",70,"), encoding="utf-8")
        return
    book = openpyxl.load_workbook(box.file)
    book.worksheets[0]["D2"] = 70
    book.save(box.file)


@pytest.mark.parametrize("again", [False, True], ids=["a new one", "a changed one"])
@pytest.mark.parametrize("action", GOES_ON)
@pytest.mark.parametrize("name", SHEETS)
def test_a_kill_at_every_boundary(
    name: str, action: str, again: bool, killer: Killer, tmp_path: Path
) -> None:
    folder, model = tmp_path / "here", tmp_path / "model"
    folder.mkdir()
    box = Sandbox(folder, name=name)
    SHEETS[name](box)
    if again:
        box.summary()
        changed(box)
    if action == "undo":
        box.summary()
    before = files(folder)
    shutil.copytree(folder, model)
    alive = killer.run(box, action, 0)
    assert alive["code"] == 0
    after = files(folder)
    assert after != before
    reached = set()
    for deadly in range(1, alive["count"] + 1):
        shutil.rmtree(folder)
        shutil.copytree(model, folder)
        assert killer.run(box, action, deadly)["code"] == -signal.SIGKILL
        found = files(folder)
        assert found in (before, after), f"half written at {deadly}"
        reached.add(found == after)
        GOES_ON[action](box, before, after)
        assert not [path for path in folder.iterdir() if path.name.startswith(".okrsync-")]
    assert reached == {True, False}, "kills both before and after the file was replaced"
