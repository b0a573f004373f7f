"""What is no OKR sheet, and what a configuration gets wrong: said, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from okrsync.errors import ConfigError
from okrsync.mapping.reading import MappingError
from tests.mapping.sheets import Cells, read_cells, read_tabs, tab


def refusal(cells: Cells, **more: Any) -> MappingError:
    """The refusal of a sheet."""
    with pytest.raises(MappingError) as caught:
        read_cells(cells, **more)
    return caught.value


NO_OKRS: list[Cells] = [
    [],
    [[]],
    [["Name", "Email", "Phone"], ["Ann", "a@example.org", "1"]],
    [["Month", "Revenue"], ["Jan", 10], ["Feb", 11]],
    [["OKRs 2026"], ["see the other file"]],
    [[1, 2, 3], [4, 5, 6]],
    [["目标与关键结果", "完成度"], ["获取 10 个新客户", 1.0]],
]


@pytest.mark.parametrize("cells", NO_OKRS)
def test_no_okrs_found_is_an_answer(cells: Cells) -> None:
    error = refusal(cells)
    for language in ("en", "nl"):
        assert "plan.xlsx" in error.message.say(language)
    assert error.hint is not None
    assert "okrsync.toml" in error.hint.say()


@pytest.mark.parametrize("cells", NO_OKRS)
def test_what_is_refused_alone_hinders_no_tab_beside_it(cells: Cells) -> None:
    okrs = tab([["Objective", "Key Result", "Target"], ["Win", "Revenue", 10]], "OKRs")
    reading = read_tabs(tab(cells, "Other"), okrs)
    assert [each.title for each in reading.plan.key_results] == ["Revenue"]
    assert [table.table.name for table in reading.tables] == ["OKRs"]


def test_a_refusal_names_the_headers_that_were_seen_with_their_cells() -> None:
    error = refusal([["Contacts"], [], ["Name", "Owner", "Phone"], ["Ann", "Bob", "1"]])
    assert "Name (A3)" in error.message.say()
    assert "Owner (B3)" in error.message.say("nl")


def test_a_table_turned_on_its_side_is_read_by_its_columns() -> None:
    reading = read_cells(
        [
            ["Objective", "Win the market", "Be loved by all"],
            ["Key Result", "Revenue", "NPS"],
            ["Target", "10 million", "50 points"],
            ["Owner", "Ann", "Bob"],
        ]
    )
    assert [each.title for each in reading.plan.objectives] == ["Win the market", "Be loved by all"]
    results = [(each.title, each.source) for each in reading.plan.key_results]
    assert [(title, place and place.cells["target"]) for title, place in results] == [
        ("Revenue", "B3"),
        ("NPS", "C3"),
    ]
    assert [list(table.rows) for table in reading.tables] == [[]]
    assert any("on its side" in note.say() for note in reading.notes)


def test_a_header_without_rows_is_an_empty_plan() -> None:
    reading = read_cells([["Objective", "Key Result", "Target"]])
    assert reading.plan.empty
    (table,) = reading.tables
    assert (table.header_row, table.first_row, table.last_row, list(table.rows)) == (1, 2, 1, [])


def test_an_override_beats_every_word() -> None:
    cells = [["Objective", "Goal", "Foo"], ["Win", "text", 10], ["Win", "more", 20]]
    reading = read_cells(cells, columns={"key_result": "Goal", "target": "Foo"})
    assert [each.title for each in reading.plan.key_results] == ["text", "more"]
    metric = reading.plan.key_results[1].metric
    assert metric is not None
    assert metric.target is not None
    assert int(metric.target) == 20


def test_an_override_finds_a_header_that_no_language_knows() -> None:
    cells = [["目标", "关键结果", "目标值"], ["Win", "Revenue", 10], ["Win", "Leads", 20]]
    columns = {"objective": "目标", "key_result": "关键结果", "target": "目标值"}
    reading = read_cells(cells, columns=columns)
    assert [each.title for each in reading.plan.key_results] == ["Revenue", "Leads"]


def test_an_override_that_no_tab_has_names_the_nearest_header() -> None:
    error = refusal(
        [["Objective", "Key Result", "Target value"], ["Win", "Revenue", 10]],
        columns={"target": "Target valeu"},
    )
    assert "Target valeu" in error.message.say()
    assert "Target value" in error.message.say()
    assert "Sheet1!C1" in error.message.say("nl")


def test_an_unknown_field_or_mapping_is_a_wrong_configuration() -> None:
    cells = [["Objective", "Key Result"], ["Win", "Revenue"]]
    with pytest.raises(ConfigError, match="target"):
        read_cells(cells, columns={"targt": "Key Result"})
    with pytest.raises(ConfigError, match="notion-tasks"):
        read_cells(cells, mapping="notion-task")


def test_a_level_of_the_configuration_decides_what_rows_are() -> None:
    cells = [["Name", "Owner"], ["Call ten people", "Ann"]]
    reading = read_cells(cells, level="initiative")
    assert [each.title for each in reading.plan.initiatives] == ["Call ten people"]


def test_a_table_that_says_too_little_is_left_out_beside_a_clear_one() -> None:
    reading = read_tabs(
        tab([["Objective", "Key Result"], ["Win", "Revenue"]], "OKRs"),
        tab([["Foo", "Bar"], ["x", 1]], "Other"),
        tab([], "Blank"),
    )
    assert [table.table.name for table in reading.tables] == ["OKRs"]


def test_cells_are_data() -> None:
    nasty = "{0} {owner} \x1b[31mred\x1b[0m =1+1"
    reading = read_tabs(
        tab([["Objective", "Key Result", nasty], [nasty, nasty, 1], [nasty, "Total", 2]], nasty)
    )
    for note in reading.notes:
        assert "\x1b" not in note.say("en")
    assert reading.plan.key_results[0].title == nasty.strip()
