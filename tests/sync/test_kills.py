"""Killed at any instant, the next run converges, and what was written can be taken back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from okrsync.history import open_state
from okrsync.sync import Options
from tests.sync.sandbox import HEADER, ROWS, Sandbox

ROOT = Path(__file__).resolve().parents[2]
LATER = "2026-05-08"


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


SCENES = (
    Scene("a first run on CSV", "plan.csv", csv_sheet, bytes_of),
    Scene("a later run on CSV", "plan.csv", csv_changed, bytes_of),
    Scene("a first run on a workbook", "plan.xlsx", workbook, values_of),
)


def run_killed(box: Sandbox, deadly: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.sync.killed", str(box.folder), box.name, box.today]
    return subprocess.run(
        [*command, str(deadly)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def stage(scene: Scene, folder: Path) -> Sandbox:
    folder.mkdir()
    box = Sandbox(folder, name=scene.file)
    scene.prepare(box)
    box.today = LATER
    return box


def play(scene: Scene, tmp_path: Path, *, every: bool) -> None:
    model = stage(scene, tmp_path / "model")
    before = scene.content(model.file)
    alive = run_killed(model, 0)
    assert alive.returncode == 0, alive.stderr
    count, written = map(int, alive.stdout.split())
    assert written > 0
    assert count > 20
    after = scene.content(model.file)
    step = 1 if every else max(1, count // 5)
    reached = set()
    for deadly in range(1, count + 1, step):
        box = stage(scene, tmp_path / f"at{deadly}")
        killed = run_killed(box, deadly)
        assert killed.returncode != 0, killed.stdout
        reached.add(_survives(scene, box, before, after))
        shutil.rmtree(box.folder)
    assert reached == {True, False}, "kills both before and after the file was replaced"


def _survives(scene: Scene, box: Sandbox, before: object, after: object) -> bool:
    """Whole or not at all; then converged, then undone. Whether the file was replaced."""
    found = scene.content(box.file)
    assert found in (before, after)
    result = box.sync()
    assert result.exit_code == 0
    assert (result.written == 0) == (found == after)
    assert scene.content(box.file) == after
    assert box.sync(Options()).calls.write == 0
    assert not [p for p in box.folder.iterdir() if p.name.startswith(".okrsync-")]
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert not state.runs.unfinished(workspace.id)
    assert box.undo().undid is not None
    assert scene.content(box.file) == before
    return found == after


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_kill_now_and_then(scene: Scene, tmp_path: Path) -> None:
    play(scene, tmp_path, every=False)


@pytest.mark.soak
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_kill_at_every_boundary(scene: Scene, tmp_path: Path) -> None:
    play(scene, tmp_path, every=True)
