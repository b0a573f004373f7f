"""The columns that are ours: known in every language, never input."""

from __future__ import annotations

import pytest

from okrsync.mapping.fields import MANAGED
from okrsync.mapping.vocabulary.words import LANGUAGES, load
from tests.mapping.sheets import configured, read_cells, shown

HEADER = ["Objective", "Key Result", "Target", "Current"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", MANAGED)
def test_each_is_known_by_its_header_in_every_language(language: str, field: str) -> None:
    header = load(language).managed[field]
    reading = read_cells([[*HEADER, header], ["Win", "Revenue", 10, 5, None]])
    (table,) = reading.tables
    assert dict(table.managed) == {field: 4}
    assert dict(table.managed_headers) == {field: header}


def test_they_are_never_input_and_human_columns_are() -> None:
    reading = read_cells(
        [
            [*HEADER, "Progress", "Status", "OKR progress", "OKR status", "OKR measures"],
            ["Win", "Revenue", 10, 5, "60%", "good", 0.5, "on track", "output"],
        ]
    )
    (key_result,) = reading.plan.key_results
    assert shown(str(key_result.reported_progress)) == ("0.60",)
    assert (key_result.reported_status, key_result.measures) == ("good", None)
    assert key_result.extra == {}
    assert set(reading.tables[0].managed) == {"progress", "status", "measures"}


def test_a_second_column_for_one_field_is_no_input_either() -> None:
    reading = read_cells(
        [[*HEADER, "OKR progress", "OKR voortgang"], ["Win", "Revenue", 10, 5, 0.5, 0.2]]
    )
    assert dict(reading.tables[0].managed) == {"progress": 4}
    assert reading.plan.key_results[0].reported_progress is None
    assert reading.plan.key_results[0].extra == {}


def test_headers_of_the_configuration_and_remembered_ones_are_ours() -> None:
    cells = [[*HEADER, "How far", "Mood"], ["Win", "Revenue", 10, 5, 0.5, "fine"]]
    config = configured({"write_back": {"columns": {"progress": "How far"}}})
    reading = read_cells(cells, config=config, remembered={"status": "Mood"})
    assert dict(reading.tables[0].managed) == {"progress": 4, "status": 5}
    assert reading.plan.key_results[0].extra == {}


def test_a_human_okr_id_column_is_no_column_of_ours() -> None:
    reading = read_cells([["OKR_ID", "Objective"], ["O1", "Win"], ["O2", "Be loved"]])
    assert [each.id for each in reading.plan.objectives] == ["O1", "O2"]
    assert not reading.tables[0].managed


def test_what_stands_in_them_beside_blank_rows_says_nothing_about_the_table() -> None:
    row = ["Win", "Revenue", 10, 5, 0.5, "on track"]
    strays = [[None, None, None, None, None, "99%"] for _ in range(6)]
    reading = read_cells([[*HEADER, "OKR progress", "OKR status"], row, *strays])
    assert [each.title for each in reading.plan.key_results] == ["Revenue"]


@pytest.mark.parametrize("stray", ["done", "Status", "Owner"])
def test_a_word_typed_into_one_of_them_below_the_header_is_no_header(stray: str) -> None:
    reading = read_cells(
        [
            [*HEADER, "OKR progress", "OKR status"],
            [None, None, None, None, stray],
            ["Win", "Revenue", 10, 5, 0.5, "on track"],
        ]
    )
    (table,) = reading.tables
    assert (table.header_row, dict(table.managed)) == (1, {"progress": 4, "status": 5})
    assert reading.plan.key_results[0].objective_id is not None


def test_numbers_typed_below_a_list_do_not_hide_it() -> None:
    strays = [[None, None, None, 22] for _ in range(6)]
    reading = read_cells([HEADER, ["Win", "Revenue", 10, 5], *strays])
    assert [each.title for each in reading.plan.key_results] == ["Revenue"]
