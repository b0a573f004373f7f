"""Several files and tabs, read as one workbook: joined, written, counted and undone each."""

from __future__ import annotations

import openpyxl
import pytest

from okrsync import pipeline as door
from okrsync.connector import Calls, Missing, UnknownTab
from okrsync.i18n import verbatim
from okrsync.pipeline import SeveralFailed, explain
from tests.pipeline.faults import going_wrong, raising
from tests.pipeline.sandbox import HEADER, ROWS, YES, Sandbox, as_csv

BOTH = ("plan.csv", "team.csv")


@pytest.fixture
def two(box: Sandbox) -> Sandbox:
    text = as_csv([HEADER, ("Earn trust", "Refunds a week", "9", "5", "1")])
    (box.folder / "team.csv").write_text(text, encoding="utf-8")
    return box


def workbook(box: Sandbox, **tabs: list[tuple[str, ...]]) -> None:
    box.name = "plan.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        for row in (HEADER, *rows):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(box.file)


def header(box: Sandbox, tab: str) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(box.file)[tab][1]]


def test_two_files_are_one_workspace(two: Sandbox) -> None:
    result = two.sync(YES, door.SILENT, *BOTH)
    assert [(s.name, s.read, s.written) for s in result.sources] == [
        ("plan", 3, 6),
        ("team", 1, 2),
    ]
    assert result.calls == Calls(read=4, write=2)
    assert [s.calls.write for s in result.sources] == [1, 1]
    homes = [[column.source for column in s.columns_added] for s in result.sources]
    assert homes == [["plan", "plan"], ["team", "team"]]
    assert {o.title for o in result.evaluation.plan.objectives} == {
        "Grow the community",
        "Earn trust",
    }
    again = two.sync(YES, door.SILENT, *BOTH)
    assert (again.written, again.calls) == (0, Calls(read=2))
    assert [s.unchanged for s in again.sources] == [6, 2]


def test_two_files_are_undone_together(two: Sandbox) -> None:
    before = [(two.folder / name).read_bytes() for name in BOTH]
    two.sync(YES, door.SILENT, *BOTH)
    result = two.undo()
    assert {c.source for c in result.columns_dropped} == {"plan", "team"}
    assert [(two.folder / name).read_bytes() for name in BOTH] == before


def test_a_plan_over_two_files_is_applied(two: Sandbox) -> None:
    path = two.folder / "plan.json"
    door.save_plan(two.plan(*BOTH), path)
    assert door.apply(path, YES, job=two.job(*BOTH)).written == 8


def test_the_second_file_fails_after_the_first_was_written(two: Sandbox) -> None:
    count = [0]

    def second() -> None:
        count[0] += 1
        if count[0] == 2:
            raising(Missing(verbatim("the disk went away")))()

    with going_wrong(before=second):
        result = two.sync(YES, door.SILENT, *BOTH)
    assert (result.exit_code, [s.written for s in result.sources]) == (3, [6, 0])
    assert "the disk went away" in result.undone[0]
    result = two.sync(YES, door.SILENT, *BOTH)
    assert [s.written for s in result.sources] == [0, 2]
    assert two.undo("1").undid == "1"
    assert two.undo("2").undid == "2"
    assert two.read()[0] == list(HEADER)


def test_all_files_that_cant_be_read_are_named(two: Sandbox) -> None:
    with pytest.raises(SeveralFailed) as failed:
        two.sync(YES, door.SILENT, "no.csv", "nothing.csv")
    outcome = explain(failed.value)
    assert outcome.exit_code == 3
    assert "no.csv" in outcome.message
    assert "nothing.csv" in outcome.message
    result = two.sync(YES, door.SILENT, "plan.csv", "no.csv", "nothing.csv")
    assert result.exit_code == 3
    assert [name in " ".join(result.undone) for name in ("no.csv", "nothing.csv")] == [True, True]


def test_one_that_cant_be_read_keeps_its_own_words(two: Sandbox) -> None:
    with pytest.raises(Missing):
        two.sync(YES, door.SILENT, "no.csv")
    with pytest.raises(Missing):
        two.status("plan.csv", "no.csv")
    result = two.sync(YES, door.SILENT, "plan.csv", "no.csv")
    assert (result.exit_code, two.column("OKR status")) == (
        3,
        ["needs attention", "on track", "on track"],
    )


def test_two_tabs_of_one_file_are_read_and_written_once(box: Sandbox) -> None:
    workbook(box, One=list(ROWS), Two=[("Trust", "Refunds a week", "9", "5", "1")])
    places = ("plan.xlsx#One", "plan.xlsx#Two")
    result = box.sync(YES, door.SILENT, *places)
    assert [(s.read, s.written) for s in result.sources] == [(3, 6), (1, 2)]
    assert result.calls.write == 1
    assert [s.calls.write for s in result.sources] == [1, 0]
    assert box.sync(YES, door.SILENT, *places).calls == Calls(read=1)


def test_one_tab_of_several_is_left_alone(box: Sandbox) -> None:
    workbook(box, One=list(ROWS), Two=[("Trust", "Refunds a week", "9", "5", "1")])
    box.sync(YES, door.SILENT, "plan.xlsx#One")
    assert len(header(box, "One")) == 7
    assert header(box, "Two") == list(HEADER)


def test_a_tab_that_isnt_there_is_wrong_usage(box: Sandbox) -> None:
    workbook(box, One=list(ROWS))
    with pytest.raises(UnknownTab) as unknown:
        box.sync(YES, door.SILENT, "plan.xlsx#Other")
    assert explain(unknown.value).exit_code == 2
    with pytest.raises(UnknownTab):
        box.sync(YES, door.SILENT, "plan.xlsx#One", "plan.xlsx#Other")


def test_a_tab_that_was_renamed_is_found_again(box: Sandbox) -> None:
    box.configure('[workspace]\nname = "Acme"\n[sources.all]\nlocation = "plan.xlsx#One"\n')
    workbook(box, One=list(ROWS), Two=[("Trust", "Refunds a week", "9", "5", "1")])
    box.sync(YES, door.SILENT, "all")
    book = openpyxl.load_workbook(box.file)
    book["One"].title = "OKRs 2026"
    book["OKRs 2026"]["D2"] = 70
    book.save(box.file)
    result = box.sync(YES, door.SILENT, "all")
    assert (result.exit_code, result.written) == (0, 2)
    assert len(header(box, "OKRs 2026")) == 7


def test_a_tab_that_never_was_there_is_not_taken_for_a_renamed_one(box: Sandbox) -> None:
    box.sync()
    with pytest.raises(UnknownTab):
        box.status("plan.csv#other")
    workbook(box, One=list(ROWS))
    box.sync(YES, door.SILENT, "plan.xlsx")
    with pytest.raises(UnknownTab):
        box.sync(YES, door.SILENT, "plan.xlsx#Other")


def test_a_copy_leaves_the_original_alone(box: Sandbox) -> None:
    before = box.file.read_bytes()
    result = box.sync(door.Options(to=str(box.folder / "copy.csv")))
    assert (result.written, result.copied_to) == (6, str(box.folder / "copy.csv"))
    assert box.file.read_bytes() == before
    copy = Sandbox(box.folder, name="copy.csv")
    assert copy.column("OKR status") == ["needs attention", "on track", "on track"]
    assert box.undo().undid is None
    assert box.sync().written == 6


def test_a_copy_onto_itself_or_of_two_files_is_wrong_usage(two: Sandbox) -> None:
    with pytest.raises(door.Usage, match="the sheet itself"):
        two.sync(door.Options(yes=True, to=str(two.file)))
    with pytest.raises(door.Usage, match="one file"):
        two.sync(door.Options(yes=True, to="copy.csv"), door.SILENT, *BOTH)
