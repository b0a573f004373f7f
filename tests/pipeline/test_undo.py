"""Undo puts back what a run changed, as far as it still holds what the run wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from okrsync import pipeline as door
from okrsync.connector import Moved
from okrsync.i18n import verbatim
from okrsync.pipeline import ConsentNeeded, Guard, GuardStop, Options, Usage
from okrsync.state import open_state
from tests.pipeline.faults import going_wrong
from tests.pipeline.sandbox import HEADER, PROGRESS, ROWS, STATUS, YES, Person, Sandbox


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


def test_a_second_undo_names_the_run_before(changed: Sandbox) -> None:
    """Said twice it is done once: who only repeats a command loses no more than one run."""
    changed.undo()
    before = changed.file.read_bytes()
    again = changed.undo()
    assert again.undid is None
    assert again.notes == [
        "Run 2 was taken back already, by run 3.",
        "To take back the run before it: okrsync undo 1",
    ]
    assert changed.file.read_bytes() == before
    first = changed.undo("1")
    assert (first.undid, first.emptied) == ("1", 6)
    assert changed.read()[0] == list(HEADER)
    assert changed.undo().notes == ["Run 2 was taken back already, by run 3."]


def test_undo_after_undo_takes_back_what_a_saved_plan_did(box: Sandbox) -> None:
    path = box.folder / "saved.json"
    door.save_plan(box.plan(), path)
    door.apply(path, YES, job=box.job())
    type_in(box, 0, "Current", "70")
    box.sync()
    assert box.undo().undid == "2"
    assert "okrsync undo 1" in box.undo().notes[-1]
    assert box.undo("1").undid == "1"
    assert box.read()[0] == list(HEADER)


def test_a_run_is_taken_back_once(changed: Sandbox) -> None:
    """Undo, sync, then undo the first run: what the third run wrote is not the first one's."""
    changed.undo("1")
    changed.sync()
    before = changed.file.read_bytes()
    result = changed.undo("1")
    assert result.undid is None
    assert result.notes == ["Run 1 was taken back already, by run 3."]
    assert changed.file.read_bytes() == before
    assert changed.undo().undid == "4"


def test_the_first_run_after_the_second_was_undone_and_done_again(changed: Sandbox) -> None:
    """What run 4 wrote stays and holds its column; the rest of run 1 is taken back."""
    changed.undo()
    changed.sync()
    result = changed.undo("1")
    assert result.undid == "1"
    assert not result.columns_dropped
    assert changed.column(STATUS) == ["on track", "", ""]
    assert [s.tab for s in result.skipped] == ["plan"] * len(result.skipped)
    assert changed.undo().undid == "4"
    assert changed.undo().notes == ["Run 4 was taken back already, by run 6."]


def test_what_is_back_already_is_not_named(changed: Sandbox) -> None:
    type_in(changed, 0, STATUS, "needs attention")
    result = changed.undo()
    assert [c.cell for c in result.restored] == ["F2"]
    assert not result.skipped


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


def moving_once(meanwhile: Callable[[], object] = lambda: None) -> Callable[[], None]:
    attempts: list[str] = []

    def once() -> None:
        attempts.append("written")
        if len(attempts) == 1:
            meanwhile()
            raise Moved(verbatim("the file is another"))

    return once


def test_a_yes_holds_for_all_attempts(changed: Sandbox) -> None:
    person = Person()
    with going_wrong(before=moving_once()):
        result = changed.undo(options=Options(), dialogue=person)
    assert (result.undid, len(result.restored)) == ("2", 2)
    assert len(person.questions) == 1


def test_what_went_at_an_earlier_attempt_counts(box: Sandbox) -> None:
    """The columns went, and then the file seemed to be another: the next look finds all done."""
    box.sync()
    with going_wrong(after=moving_once()):
        result = box.undo()
    assert (result.undid, result.emptied) == ("1", 6)
    assert [c.header for c in result.columns_dropped] == [PROGRESS, STATUS]
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert not state.runs.written(workspace.id)


def test_a_column_that_a_person_wrote_in_between_two_attempts_stays(box: Sandbox) -> None:
    box.sync()
    with going_wrong(before=moving_once(lambda: type_in(box, 0, STATUS, "my own words"))):
        result = box.undo()
    assert [c.header for c in result.columns_dropped] == [PROGRESS]
    assert (result.emptied, len(result.restored)) == (3, 2)
    assert box.column(STATUS) == ["my own words", "", ""]


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
    assert [(s.cell, s.name) for s in result.skipped] == [("G2", "")]
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
    assert result.notes == [
        "Nothing that run 2 wrote is still there to take back.",
        "To take back the run before it: okrsync undo 1",
    ]


def test_nothing_is_put_back_without_a_yes(changed: Sandbox) -> None:
    before = changed.file.read_bytes()
    with pytest.raises(ConsentNeeded, match="2 cells") as needed:
        changed.undo(options=Options())
    assert "okrsync undo 2 --yes" in (str(needed.value.hint) or "")
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
    assert "okrsync undo 2 --accept mapping" in (str(stop.value.hint) or "")
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
    again = changed.undo(undone.run_id)
    assert again.undid is None
    assert "okrsync sync" in again.notes[0]


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


def test_a_run_of_configured_sources_is_undone_from_any_folder(
    box: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    box.configure('[workspace]\nname = "A"\n[sources.company]\nlocation = "plan.csv"\n')
    before = box.file.read_bytes()
    box.sync(YES, door.SILENT, "company")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    work = door.open_undo(environment=box.environment, folder=elsewhere, clock=box.clock)
    assert door.undo(work, YES).undid == "1"
    assert box.file.read_bytes() == before


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


def test_what_stands_below_the_table_is_no_hindrance_and_stays(box: Sandbox) -> None:
    box.sync()
    top, *rows = box.read()
    blank = [""] * len(top)
    box.write([*rows, blank, [*blank[:-2], "green is good", ""]], top)
    result = box.undo()
    assert [c.header for c in result.columns_dropped] == [PROGRESS, STATUS]
    assert not result.skipped
    assert box.read()[0][: len(HEADER)] == list(HEADER)
    assert PROGRESS not in box.read()[0]
    assert box.read()[-1][len(HEADER)] == "green is good"
