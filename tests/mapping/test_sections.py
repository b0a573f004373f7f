"""Lines that head the rows below them: objectives on a row of their own, or above the header."""

from __future__ import annotations

import pytest

from okrsync.mapping.reading import Reading
from tests.mapping.sheets import read_cells

HEADER = ["Key Result", "Owner", "Start", "Target", "Current"]
BREAD = ["Loaves sold a day", "Ann", 20, 45, 33]
WASTE = ["Bread thrown away", "Bob", "9%", "4%", "6%"]
SHOPS = ["Shops that open late", "Ann", 2, 9, 4]


def tree(reading: Reading) -> dict[str, list[str]]:
    """Objective → the titles of its key results."""
    titles = {each.id: each.title for each in reading.plan.objectives}
    found: dict[str, list[str]] = {title: [] for title in titles.values()}
    for each in reading.plan.key_results:
        found.setdefault(titles.get(each.objective_id or "", "-"), []).append(each.title)
    return found


BAKERY = {
    "Nobody goes hungry": ["Loaves sold a day", "Bread thrown away"],
    "The north knows us": ["Shops that open late"],
}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["Objective 1: Nobody goes hungry"], ["Objective 2: The north knows us"]),
        (["O1 - Nobody goes hungry"], ["O2 - The north knows us"]),
        (["Doel: Nobody goes hungry"], ["Doel: The north knows us"]),
        (["OKR 1 : Nobody goes hungry"], ["OKR 2 : The north knows us"]),
        (["Objective", "Nobody goes hungry"], ["Objective", "The north knows us"]),
        (["Ziel 1:", "Nobody goes hungry"], ["Ziel 2:", "The north knows us"]),
    ],
)
@pytest.mark.parametrize("again", [True, False])
def test_a_marked_line_is_the_objective_of_what_follows(
    first: list[object], second: list[object], *, again: bool
) -> None:
    rows = [first, HEADER, BREAD, WASTE, [], second, *([HEADER] if again else []), SHOPS]
    reading = read_cells(rows)
    assert tree(reading) == BAKERY
    assert [each.source and each.source.row for each in reading.plan.objectives] == [1, 6]


def test_without_a_mark_the_header_that_comes_again_tells_headings() -> None:
    rows = [
        ["OKRs Q2 2026"], ["Nobody goes hungry"], HEADER, BREAD, WASTE,
        ["The north knows us"], HEADER, SHOPS,
    ]  # fmt: skip
    reading = read_cells(rows)
    assert tree(reading) == BAKERY
    assert reading.plan.period is not None
    assert reading.plan.period.label == "2026-Q2"


def test_without_either_headings_and_rows_take_turns() -> None:
    rows = [HEADER, ["Nobody goes hungry"], BREAD, WASTE, ["The north knows us"], SHOPS]
    assert tree(read_cells(rows)) == BAKERY


def test_a_key_result_that_nobody_filled_in_is_no_heading() -> None:
    rows = [HEADER, BREAD, ["Neighbours who greet us"], WASTE, SHOPS]
    assert tree(read_cells(rows)) == {
        "-": [BREAD[0], "Neighbours who greet us", WASTE[0], SHOPS[0]]
    }


def test_lines_between_say_whose_it_is_and_what_it_is_about() -> None:
    rows = [
        ["Objective 1: Nobody goes hungry"], ["**Owner** : Cleo"], ["We bake for all"], HEADER,
        BREAD, WASTE, ["Objective 2: The north knows us"], HEADER, SHOPS,
    ]  # fmt: skip
    reading = read_cells(rows)
    assert tree(reading) == BAKERY
    first = reading.plan.objectives[0]
    assert (first.owner, first.description) == ("Cleo", "We bake for all")


def test_a_label_and_its_text_above_the_table() -> None:
    rows = [
        ["Objective", "Nobody goes hungry"], ["Owner", "Cleo"], ["Quarter", "Q2 2026"], [], HEADER,
        BREAD,
    ]  # fmt: skip
    reading = read_cells(rows)
    assert tree(reading) == {"Nobody goes hungry": ["Loaves sold a day"]}
    assert reading.plan.objectives[0].owner == "Cleo"


def test_an_objective_above_the_header_has_no_cell_for_its_status() -> None:
    reading = read_cells([["Objective 1: Nobody goes hungry"], HEADER, BREAD])
    assert [ref.row for ref in reading.tables[0].rows] == [3]


def test_groups_of_kpis_are_left_out_and_said() -> None:
    rows = [
        ["KPI", "Target", "Actual"], ["Money"], ["Revenue", 100, 80], ["Margin", "20%", "18%"],
        ["Guests"], ["Visits", 45, 33],
    ]  # fmt: skip
    reading = read_cells(rows)
    assert [each.title for each in reading.plan.kpis] == ["Revenue", "Margin", "Visits"]
    assert any("rows 2, 5 left out as headings" in note.say() for note in reading.notes)


def test_codes_in_a_column_and_their_objective_above_the_header() -> None:
    rows = [
        ["Objective 1", "Nobody goes hungry"], ["", *HEADER], ["KR1", *BREAD], ["KR2", *WASTE],
        ["Objective 2", "The north knows us"], ["", *HEADER], ["KR1", *SHOPS],
    ]  # fmt: skip
    assert tree(read_cells(rows)) == BAKERY


def test_rows_that_begin_further_right_stand_under_the_line_above_them() -> None:
    rows = [
        ["What", "Target", "Current"], ["More bread", None, None], ["  Loaves a day", 45, 33],
        ["  Waste", "4%", "6%"], ["More shops", None, None], ["  Open late", 9, 4],
    ]  # fmt: skip
    assert tree(read_cells(rows, "OKRs")) == {
        "More bread": ["Loaves a day", "Waste"], "More shops": ["Open late"],
    }  # fmt: skip


def test_a_milestones_date_is_when_it_is_due() -> None:
    rows = [
        ["Milestone", "Date", "Status", "Objective"],
        ["Oven stands", "2026-05-31", "open", "Bake"],
    ]
    (found,) = read_cells(rows).plan.initiatives
    assert (found.title, str(found.due)) == ("Oven stands", "2026-05-31")
