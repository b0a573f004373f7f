"""Killed at any instant, the next run converges, and what was written can be taken back."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from okrsync import pipeline as door
from okrsync.pipeline import Options, RunLine
from okrsync.state import open_state
from tests.pipeline import killed
from tests.pipeline.killer import Killer
from tests.pipeline.sandbox import HEADER, ROWS, YES, Sandbox
from tests.state.locking import is_free

LATER = "2026-05-08"
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


def csv_sheet(box: Sandbox) -> None:
    box.write()


def csv_changed(box: Sandbox) -> None:
    csv_sheet(box)
    box.sync()
    text = box.file.read_text(encoding="utf-8")
    box.file.write_text(text.replace(",25,", ",70,").replace(",9,", ",12,"), encoding="utf-8")


def workbook(box: Sandbox) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADER, *ROWS):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(box.file)


def bytes_of(path: Path) -> object:
    return path.read_bytes()


def values_of(path: Path) -> object:
    return [[c.value for c in row] for row in openpyxl.load_workbook(path).worksheets[0].rows]


@dataclass(frozen=True)
class Scene:
    """A sheet before a run that writes, and what is compared of it."""

    name: str
    file: str
    prepare: Callable[[Sandbox], None]
    content: Callable[[Path], object]


FIRST_CSV = Scene("a first run on CSV", "plan.csv", csv_sheet, bytes_of)
LATER_CSV = Scene("a later run on CSV", "plan.csv", csv_changed, bytes_of)
FIRST_BOOK = Scene("a first run on a workbook", "plan.xlsx", workbook, values_of)
SCENES = (FIRST_CSV, LATER_CSV, FIRST_BOOK)


class Stage:
    """One folder that is set back to how it was before each kill: its path is remembered."""

    def __init__(self, scene: Scene, folder: Path, action: str) -> None:
        self.scene, self.action = scene, action
        self.folder, self.model = folder / "here", folder / "model"
        self.folder.mkdir()
        self.box = Sandbox(self.folder, name=scene.file)
        scene.prepare(self.box)
        self.box.today = LATER
        if action == "undo":
            self.box.sync()
        elif action == "apply":
            door.save_plan(self.box.plan(), self.folder / killed.PLAN)
        shutil.copytree(self.folder, self.model)

    def again(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.model, self.folder)

    def content(self) -> object:
        return self.scene.content(self.box.file)


def play(killer: Killer, stage: Stage, *, every: bool) -> None:
    """Kill at each boundary; and for each state of things that a kill can leave, go on."""
    before = stage.content()
    alive = killer.run(stage.box, stage.action, 0, every=every)
    assert alive["code"] == 0
    assert alive["count"] > 15
    after = stage.content()
    assert after != before
    reached, known = set(), set()
    for deadly in range(1, alive["count"] + 1):
        stage.again()
        assert killer.run(stage.box, stage.action, deadly, every=every)["code"] == -signal.SIGKILL
        found = stage.content()
        assert found in (before, after), f"half written at {deadly}"
        reached.add(found == after)
        left = remains(stage.box, found == after)
        assert "landed before the sheet was asked" not in left
        if left not in known:
            known.add(left)
            GOES_ON[stage.action](stage, before, after)
    assert reached == {True, False}, "kills both before and after the file was replaced"


def remains(box: Sandbox, *more: object) -> tuple[object, ...]:
    """What a kill left that the next run can see, without what is random in it."""
    leftovers = sum(path.name.startswith(".okrsync-") for path in box.folder.iterdir())
    if not (box.folder / "state.db").exists():
        return (*more, leftovers)
    found: list[object] = [*more, leftovers]
    with closing(sqlite3.connect(box.folder / "state.db")) as state:
        names = [name for (name,) in state.execute("SELECT name FROM sqlite_master ORDER BY name")]
        tables = [name for name in names if not name.startswith(("sqlite", "runs_by"))]
        count = "SELECT COUNT(*) FROM "
        found += [(name, *state.execute(count + name).fetchone()) for name in tables]
        if "runs" in names:
            found += state.execute("SELECT id, state, counts, undone_by FROM runs").fetchall()
            landed = (
                "SELECT r.state FROM runs r JOIN run_changes c ON c.run = r.id WHERE landed = 1"
            )
            states = {text for (text,) in state.execute(landed)}
            found += ["landed before the sheet was asked"] if "begun" in states else []
    return tuple(found)


def settled(box: Sandbox) -> None:
    """Nothing is left to do, to clean up or to end."""
    assert box.sync(Options()).calls.write == 0
    assert not [p for p in box.folder.iterdir() if p.name.startswith(".okrsync-")]
    with open_state(box.environment["OKRSYNC_STATE"]) as state:
        (workspace,) = state.workspaces.all()
        assert not state.runs.unfinished(workspace.id)
        assert is_free(state, workspace.id, box.clock.now())


def sync_goes_on(stage: Stage, before: object, after: object) -> None:
    found, box = stage.content(), stage.box
    result = box.sync()
    assert result.exit_code == 0
    assert (result.written == 0) == (found == after)
    assert stage.content() == after
    settled(box)
    assert box.undo().undid is not None
    assert stage.content() == before


def apply_goes_on(stage: Stage, before: object, after: object) -> None:
    found, box = stage.content(), stage.box
    done, left = ended(box)
    if done and not left:
        # Killed when all was given back: nothing tells that from a plan that is applied twice.
        assert found == after
        for options in (DRY, YES):
            with pytest.raises(door.PlanRefused):
                door.apply(stage.folder / killed.PLAN, options, job=box.job())
    else:
        dry = door.apply(stage.folder / killed.PLAN, DRY, job=box.job())
        assert stage.content() == found
        result = door.apply(stage.folder / killed.PLAN, YES, job=box.job())
        assert [c.cell for c in dry.changes] == [c.cell for c in result.changes]
        assert [n for n in dry.notes if "carried out" in n] == [
            n for n in result.notes if "carried out" in n
        ]
        assert (result.exit_code, result.written == 0) == (0, found == after)
        assert any("already carried out" in note for note in result.notes) == (found == after)
        assert result.run_id is not None
    assert stage.content() == after
    settled(box)
    assert box.undo().undid is not None
    assert stage.content() == before


def undo_goes_on(stage: Stage, before: object, after: object) -> None:
    """The same run is taken back, whole, and no other; what it wrote can be written again."""
    found, box = stage.content(), stage.box
    target = max((r.run_id for r in runs(box) if r.command != "undo"), key=int)
    assert box.undo().undid == (None if found == after else target)
    assert stage.content() == after
    assert next(r for r in runs(box) if r.run_id == target).undone_by is not None
    assert box.sync().exit_code == 0
    assert stage.content() == before
    settled(box)


def runs(box: Sandbox) -> Sequence[RunLine]:
    return door.runs(environment=box.environment, folder=box.folder)


def ended(box: Sandbox) -> tuple[bool, bool]:
    """Whether the killed command's run came to its end all the same, and whether its lock is
    still there."""
    if not (box.folder / "state.db").exists():
        return False, False
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        last, spaces = state.runs.of()[:1], state.workspaces.all()
        left = any(state.locks.left_behind(w.id, box.clock.now()) for w in spaces)
        return bool(last and last[0].command == "sync --apply" and last[0].state == "done"), left


DRY = door.Options(dry_run=True)
GOES_ON = {"sync": sync_goes_on, "apply": apply_goes_on, "undo": undo_goes_on}


@pytest.mark.parametrize("action", GOES_ON)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_kill_at_every_boundary(
    scene: Scene, action: str, killer: Killer, tmp_path: Path
) -> None:
    play(killer, Stage(scene, tmp_path, action), every=False)


@pytest.mark.soak
@pytest.mark.parametrize("action", GOES_ON)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_kill_at_every_statement(
    scene: Scene, action: str, killer: Killer, tmp_path: Path
) -> None:
    play(killer, Stage(scene, tmp_path, action), every=True)
