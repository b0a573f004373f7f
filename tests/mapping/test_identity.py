"""Ids: stable under any order of rows and tabs, and never shared."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.config import Config
from okrsync.mapping import read
from okrsync.mapping.reading import Reading
from tests.mapping.sheets import TODAY, read_cells, read_tabs, source, tab

HEADER = ["Objective", "Key Result", "Owner", "Target", "Current"]
ROWS = [
    ["Win", "Revenue", "Ann", 10, 5],
    ["Win", "Leads", "Bob", 20, 5],
    ["Be loved", "NPS", "Cid", 30, 5],
    ["Be loved", "Revenue", "Ann", 10, 5],
    ["Win", "Leads", "Dan", 20, 5],
    ["Win", "Calls", "Dan", 20, 5],
    ["Win", "Calls", "Dan", 40, 5],
]


def ids(reading: Reading) -> dict[tuple[object, ...], str]:
    """What a row says → its id."""
    objectives = {each.id: each.title for each in reading.plan.objectives}
    return {
        (
            objectives.get(each.objective_id or ""),
            each.title,
            each.owner,
            each.metric and each.metric.target,
        ): each.id
        for each in reading.plan.key_results
    }


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_changes_no_id(random: Random) -> None:
    shuffled = list(ROWS)
    random.shuffle(shuffled)
    assert ids(read_cells([HEADER, *shuffled])) == ids(read_cells([HEADER, *ROWS]))


def test_neither_does_the_order_of_tabs_or_the_files_path() -> None:
    one, two = tab([HEADER, *ROWS[:3]], "A"), tab([HEADER, *ROWS[3:]], "B")
    assert ids(read_tabs(one, two)) == ids(read_tabs(two, one))
    moved = source(one, two)
    elsewhere = read(
        [type(moved)(moved.name, "csv", "/elsewhere/other.csv", moved.tables)], Config(), TODAY
    )
    assert ids(elsewhere) == ids(read_tabs(one, two))


def test_the_source_s_name_is_part_of_an_id() -> None:
    cells = tab([HEADER, *ROWS])
    other = read([source(cells, name="other")], Config(), TODAY)
    assert not {*ids(other).values()} & {*ids(read_tabs(cells)).values()}


def test_spaces_and_case_of_a_title_change_nothing() -> None:
    tidy = read_cells([HEADER, ["Win", "Revenue", "Ann", 10, 5]])
    untidy = read_cells([HEADER, [" win ", "REVENUE\u00a0", "Ann", 10, 5]])
    assert tidy.plan.key_results[0].id == untidy.plan.key_results[0].id


def test_an_id_is_short_and_says_what_it_is() -> None:
    reading = read_cells([HEADER, ["Onze klanten zijn blij", "Één heel lang ding: 100 %", "A", 1]])
    (key_result,) = reading.plan.key_results
    assert key_result.id.startswith("kr-een-heel-lang-ding-")
    assert len(key_result.id) <= 60


def test_equal_titles_are_told_apart_by_owner_and_target() -> None:
    reading = read_cells([HEADER, *ROWS])
    assert len({each.id for each in reading.plan.key_results}) == len(ROWS)
    assert not reading.problems


def test_what_cannot_be_told_apart_is_reported_and_not_written_to() -> None:
    reading = read_cells([HEADER, ROWS[0], ROWS[0], ROWS[1]])
    assert len({each.id for each in reading.plan.key_results}) == 3
    (problem,) = reading.problems
    assert (problem.code, problem.cells) == ("DAT05", ("B2", "B3"))
    blocked = {ref.row: ref.blocked is not None for ref in reading.tables[0].rows}
    assert blocked == {2: True, 3: True, 4: False}


def test_the_id_column_is_the_id_and_a_double_one_blocks_both() -> None:
    reading = read_cells(
        [
            ["ID", "Key Result", "Target"],
            ["A-1", "Revenue", 1],
            [1227.0, "Leads", 1],
            ["a-1", "NPS", 1],
        ]
    )
    assert [each.id for each in reading.plan.key_results][:2] == ["A-1", "1227"]
    (problem,) = reading.problems
    assert (problem.code, problem.shown, problem.cells) == ("DAT05", "A-1", ("A2", "A4"))
    assert [bool(ref.blocked) for ref in reading.tables[0].rows] == [True, False, True]


def test_our_own_id_column_keeps_an_id_when_the_title_changes() -> None:
    header = ["Key Result", "Target", "okrsync ID"]
    before = read_cells([header, ["Revenue", 1, "kr-x"]])
    after = read_cells([header, ["Income", 1, "kr-x"]])
    assert before.plan.key_results[0].id == after.plan.key_results[0].id == "kr-x"
    assert after.tables[0].managed == {"id": 2}


def test_rows_in_a_loop_are_read_all_the_same() -> None:
    reading = read_cells(
        [
            ["ID", "Title", "Parent", "Level"],
            ["A", "One", "B", "Objective"],
            ["B", "Two", "A", "Objective"],
        ]
    )
    assert [(each.id, each.parent_id) for each in reading.plan.objectives] == [
        ("A", "B"),
        ("B", "A"),
    ]
