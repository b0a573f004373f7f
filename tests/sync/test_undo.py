"""Undo puts back what a run changed, as far as it still holds what the run wrote."""

from __future__ import annotations

import pytest

from okrsync import sync as door
from okrsync.sync import ConsentNeeded, Guard, GuardStop, Options, Usage
from tests.sync.sandbox import HEADER, PROGRESS, ROWS, STATUS, Person, Sandbox


def type_in(box: Sandbox, row: int, header: str, text: str) -> None:
    top, *rows = box.read()
    rows[row][top.index(header)] = text
    box.write(rows, top)


@pytest.fixture
def changed(box: Sandbox) -> Sandbox:
    """Two runs: one that added the columns, one that changed two cells."""
    box.sync()
    type_in(box, 0, "Current", "70")
    assert box.sync().written == 2
    return box


def test_the_last_run_is_undone(changed: Sandbox) -> None:
    result = changed.undo()
    assert result.undid == "2"
    assert [(c.cell, c.after) for c in result.restored] == [
        ("F2", "16.67%"),
        ("G2", "needs attention"),
    ]
    assert changed.column("Current")[0] == "70"
    assert changed.column(STATUS)[0] == "needs attention"


def test_a_second_undo_has_nothing_to_undo(changed: Sandbox) -> None:
    changed.undo()
    before = changed.file.read_bytes()
    assert changed.undo().undid is None
    assert changed.file.read_bytes() == before


def test_sync_does_it_again_and_undo_takes_that_back_too(changed: Sandbox) -> None:
    changed.undo()
    assert changed.sync().written == 2
    assert changed.undo().undid == "4"


def test_a_first_run_is_undone_to_the_byte(box: Sandbox) -> None:
    before = box.file.read_bytes()
    box.sync()
    result = box.undo()
    assert [c.header for c in result.columns_dropped] == [PROGRESS, STATUS]
    assert box.file.read_bytes() == before


def test_rows_are_found_again_after_a_sort(changed: Sandbox) -> None:
    top, *rows = changed.read()
    changed.write(reversed(rows), top)
    result = changed.undo()
    assert [c.cell for c in result.restored] == ["F4", "G4"]
    assert changed.column(STATUS)[2] == "needs attention"


def test_what_a_person_changed_since_is_left_alone(changed: Sandbox) -> None:
    type_in(changed, 0, STATUS, "my own words")
    result = changed.undo()
    assert [c.cell for c in result.restored] == ["F2"]
    assert [s.cell for s in result.skipped] == ["G2"]
    assert "no longer" in result.skipped[0].reason
    assert changed.column(STATUS)[0] == "my own words"


def test_a_column_that_a_person_wrote_in_stays(box: Sandbox) -> None:
    box.sync()
    type_in(box, 1, STATUS, "my own words")
    result = box.undo()
    assert [c.header for c in result.columns_dropped] == [PROGRESS]
    assert box.read()[0] == [*HEADER, STATUS]
    assert box.column(STATUS) == ["", "my own words", ""]


def test_an_older_run_leaves_what_later_ones_wrote(changed: Sandbox) -> None:
    result = changed.undo("1")
    assert not result.columns_dropped
    assert len(result.restored) == 4
    assert changed.column(STATUS) == ["on track", "", ""]


def test_a_row_that_is_gone_is_skipped(changed: Sandbox) -> None:
    top, *rows = changed.read()
    changed.write(rows[1:], top)
    result = changed.undo()
    assert result.undid is None
    assert [s.reason for s in result.skipped] == ["its row is gone"] * 2


def test_nothing_is_put_back_without_a_yes(changed: Sandbox) -> None:
    before = changed.file.read_bytes()
    with pytest.raises(ConsentNeeded, match="2 cells") as needed:
        changed.undo(options=Options())
    assert "okrsync undo 2 --yes" in (needed.value.hint or "")
    with pytest.raises(ConsentNeeded):
        changed.undo(options=Options(), dialogue=Person((False,)))
    assert changed.file.read_bytes() == before
    person = Person((True,))
    assert changed.undo(options=Options(), dialogue=person).undid == "2"
    assert "2 cells" in person.questions[0]


def test_the_guards_hold_for_undo_too(changed: Sandbox) -> None:
    text = changed.file.read_text(encoding="utf-8").replace("Current", "Actual")
    changed.file.write_text(text, encoding="utf-8")
    with pytest.raises(GuardStop) as stop:
        changed.undo()
    assert "okrsync undo 2 --accept mapping" in (stop.value.hint or "")
    changed.undo(options=Options(yes=True, accept=[Guard.MAPPING]))


def test_a_run_that_wrote_nothing_is_passed_over(changed: Sandbox) -> None:
    changed.sync()
    assert changed.undo().undid == "2"


def test_an_unknown_run_is_wrong_usage(changed: Sandbox) -> None:
    for run in ("99", "two"):
        with pytest.raises(Usage, match="there is no run"):
            changed.undo(run)


def test_an_undo_cannot_be_undone(changed: Sandbox) -> None:
    undone = changed.undo()
    assert changed.undo(undone.run_id).undid is None


def test_without_a_state_there_is_nothing_to_undo(box: Sandbox) -> None:
    assert box.undo().undid is None


def test_the_undo_is_a_run_of_its_own(changed: Sandbox) -> None:
    result = changed.undo()
    runs = door.runs(environment=changed.environment, folder=changed.folder)
    assert [(r.run_id, r.command, r.written) for r in runs][:2] == [
        ("3", "undo", 2),
        ("2", "sync", 2),
    ]
    assert runs[1].undone_by == result.run_id


def test_a_run_is_undone_from_any_folder(
    changed: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    work = door.open_undo(environment=changed.environment)
    assert door.undo(work, Options(yes=True)).undid == "2"


def test_the_run_of_another_sheet_is_refused(changed: Sandbox) -> None:
    (changed.folder / "other.csv").write_text(
        "Objective,Key result,Start,Current,Target\nTrust,Refunds,9,5,1\n", encoding="utf-8"
    )
    changed.sync(Options(yes=True), door.SILENT, "other.csv")
    work = door.open_undo(
        "2", ["other.csv"], environment=changed.environment, folder=changed.folder
    )
    with pytest.raises(Usage, match="not of these sources"):
        door.undo(work, Options(yes=True))


def test_what_was_there_before_comes_back(box: Sandbox) -> None:
    """Columns that people filled before okrsync came: their texts return."""
    box.write(
        [(*row, text, "later") for row, text in zip(ROWS, ("soon", "12", "40%"), strict=True)],
        (*HEADER, PROGRESS, STATUS),
    )
    before = box.file.read_bytes()
    box.sync()
    result = box.undo()
    assert len(result.restored) == 6
    assert box.file.read_bytes() == before
