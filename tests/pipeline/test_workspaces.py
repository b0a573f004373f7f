"""A workspace is known by its name or its documents, and never by a path alone."""

from __future__ import annotations

import shutil

from okrsync import pipeline as door
from okrsync.pipeline import Evaluation
from okrsync.state import open_state
from tests.pipeline.sandbox import ROWS, Sandbox

HISTORY = '[workspace]\nname = "Acme"\n'


def workspaces(box: Sandbox) -> list[str]:
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        return [workspace.identity for workspace in state.workspaces.all()]


def move(box: Sandbox, name: str) -> None:
    box.file.rename(box.folder / name)
    box.name = name


def remembers(box: Sandbox, found: Evaluation | None = None) -> bool:
    """Whether a run knows the check-ins of an earlier one."""
    return not (found or box.status()).first


def test_a_file_that_was_renamed_keeps_its_history(box: Sandbox) -> None:
    ids = {k.id for k in box.sync().evaluation.plan.key_results}
    move(box, "plan 2026.csv")
    assert remembers(box)
    box.today = "2026-05-08"
    result = box.sync()
    assert result.written == 0
    assert {k.id for k in result.evaluation.plan.key_results} == ids
    assert len(workspaces(box)) == 1
    assert remembers(box)


def test_a_file_that_was_renamed_and_edited_is_known_by_its_rows(box: Sandbox) -> None:
    box.sync()
    move(box, "q3.csv")
    text = box.file.read_text(encoding="utf-8")
    box.file.write_text(text.replace("Complaints", "Refunds"), encoding="utf-8")
    assert remembers(box)


def test_another_file_in_its_place_elsewhere_is_another_workspace(box: Sandbox) -> None:
    box.sync()
    move(box, "other.csv")
    box.write([("Grow", f"Something new {n}", "0", "1", "9") for n in range(5)])
    assert not remembers(box)
    box.sync()
    assert len(workspaces(box)) == 2


def test_a_copy_beside_the_original_is_another_workspace(box: Sandbox) -> None:
    box.sync()
    shutil.copy(box.file, box.folder / "copy.csv")
    box.name = "copy.csv"
    assert not remembers(box)
    box.sync()
    assert len(workspaces(box)) == 2


def test_an_edited_file_in_the_same_place_is_the_same(box: Sandbox) -> None:
    box.sync()
    box.write(ROWS[:1])
    assert remembers(box)


def test_a_link_is_the_file_that_it_leads_to(box: Sandbox) -> None:
    box.sync()
    (box.folder / "link.csv").symlink_to(box.file)
    box.name = "link.csv"
    assert remembers(box)


def test_a_name_is_enough(box: Sandbox) -> None:
    box.configure(HISTORY + '[sources.company]\nlocation = "plan.csv"\n')
    box.sync()
    assert workspaces(box) == ["name:Acme"]
    move(box, "moved.csv")
    box.configure(HISTORY + '[sources.company]\nlocation = "moved.csv"\n')
    assert remembers(box)
    result = box.sync()
    assert result.written == 0
    assert workspaces(box) == ["name:Acme"]


def test_the_same_path_under_another_name_is_another_workspace(box: Sandbox) -> None:
    for name in ("Acme", "Beta"):
        box.configure(f'[workspace]\nname = "{name}"\n[sources.company]\nlocation = "plan.csv"\n')
        box.sync()
    assert workspaces(box) == ["name:Acme", "name:Beta"]


def test_a_stray_file_beside_a_named_workspace_is_on_its_own(box: Sandbox) -> None:
    box.configure(HISTORY + '[sources.company]\nlocation = "plan.csv"\n')
    box.sync()
    box.name = "stray.csv"
    box.write([("Trust", "Refunds a week", "9", "5", "1")])
    box.sync()
    identities = workspaces(box)
    assert len(identities) == 2
    assert "name:Acme" in identities


def test_part_of_a_workspace_leaves_the_rest_remembered(box: Sandbox) -> None:
    (box.folder / "team.csv").write_text(
        "Objective,Key result,Start,Current,Target\nTrust,Refunds,9,5,1\n", encoding="utf-8"
    )
    box.configure(
        HISTORY
        + '[sources.company]\nlocation = "plan.csv"\n[sources.team]\nlocation = "team.csv"\n'
    )
    everything = door.open_sources(folder=box.folder, environment=box.environment, clock=box.clock)
    door.sync(everything, door.Options(yes=True))
    result = door.sync(box.job("team"), door.Options())
    assert [source.name for source in result.sources] == ["team"]
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert len(state.workspaces.documents(workspace.id)) == 2
    assert door.sync(everything, door.Options()).written == 0
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        last = state.runs.of(workspace.id)[0]
        assert len(state.memories.plan(workspace.id, last.id).key_results) == 4


def test_any_past_run_can_be_computed_again(box: Sandbox) -> None:
    first = box.sync().evaluation
    text = box.file.read_text(encoding="utf-8").replace(",25,", ",70,")
    box.file.write_text(text, encoding="utf-8")
    box.today = "2026-06-01"
    box.sync()
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        run = state.runs.get("1")
        assert run is not None
        plan = state.memories.plan(workspace.id, "1")
    assert run.checker.startswith("okrsync ")
    assert run.settings["scoring"]["on_track"] == "0.10"  # type: ignore[index] # a mapping
    again = {k.id: k.metric for k in plan.key_results}
    assert again == {k.id: k.metric for k in first.plan.key_results}
    assert run.as_of == first.as_of
