"""Tabs and files joined into one Plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import pytest

from okrsync.config import Config
from okrsync.mapping import read
from okrsync.mapping.reading import Kind, Reading
from okrsync.table import Address, Table
from tests.mapping.sheets import TODAY, configured, read_cells, read_tabs, shown, source, tab

OBJECTIVES = [["ID", "Objective", "Owner"], ["O1", "Win", "Ann"], ["O2", "Be loved", "Bob"]]
RESULTS = [
    ["ID", "Objective ID", "Key Result", "Target", "Current"],
    ["K1", "O1", "Revenue", 100, 40],
    ["K2", "O2", "NPS", 50, 30],
]


def workbook(actions: list[list[object]]) -> Reading:
    """Objectives, key results and actions on tabs of their own."""
    return read_tabs(
        tab(OBJECTIVES, "Objectives"),
        tab(RESULTS, "Key Results"),
        tab(actions, "Actions"),
        tab([["KPI", "Target", "Actual", "Frequency"], ["Visits", 9, 8, "weekly"]], "KPIs"),
    )


def test_tabs_joined_by_id_title_or_code() -> None:
    reading = workbook(
        [
            ["Action", "Key Result", "Due"],
            ["By id", "K1", "2026-05-01"],
            ["By title", "  nps ", "2026-05-01"],
            ["Both", "K1, K2", "2026-05-01"],
        ]
    )
    assert [each.supports for each in reading.plan.initiatives] == [("K1",), ("K2",), ("K1", "K2")]
    assert [each.objective_id for each in reading.plan.key_results] == ["O1", "O2"]
    assert [table.kind for table in reading.tables] == [
        Kind.OBJECTIVES,
        Kind.KEY_RESULTS,
        Kind.INITIATIVES,
        Kind.KPIS,
    ]
    assert not reading.problems


def test_a_broken_reference_names_the_nearest_title() -> None:
    reading = workbook(
        [["Action", "Key Result"], ["Right", "Revenue"], ["Slip", "Revenu"], ["Far", "Zebra"]]
    )
    broken = [each for each in reading.problems if each.code == "DAT06"]
    assert [(each.cell, each.shown) for each in broken] == [("B3", "Revenu"), ("B4", "Zebra")]
    assert broken[0].detail is not None
    assert "Revenue" in broken[0].detail.say()
    assert broken[1].detail is None
    assert len(reading.plan.key_results) == 2


def test_a_child_table_alone_keeps_its_references_and_invents_no_objective() -> None:
    reading = read_cells(
        [["id", "objective_id", "title", "baseline", "target"], [7.0, 1064.0, "Revenue", 0, 9]]
    )
    (key_result,) = reading.plan.key_results
    assert (key_result.id, key_result.objective_id) == ("7", "1064")
    assert not reading.plan.objectives
    assert not reading.problems
    assert any("no objectives" in note.say() for note in reading.notes)


def test_features_of_an_objective_elsewhere() -> None:
    reading = read_cells(
        [
            ["Feature_ID", "OKR_ID", "Title", "PM_Owner", "Progress_Percent"],
            ["F1", "O1", "Track rollbacks", "Sarah", 80],
            ["F2", "O1", "Dashboard", None, 0],
        ]
    )
    assert [shown(each.id, each.supports, each.progress) for each in reading.plan.initiatives] == [
        ("F1", ("O1",), Decimal("0.8")),
        ("F2", ("O1",), Decimal(0)),
    ]


def test_actions_for_key_results_that_are_in_no_file_here() -> None:
    reading = read_cells(
        [
            ["Task", "KR", "Assigned to", "Completed", "% done"],
            ["Call", "KR1", "Ann", "Yes", "100%"],
            ["Write", "KR2", "Bob", "No", "20%"],
        ]
    )
    assert [each.supports for each in reading.plan.initiatives] == [("KR1",), ("KR2",)]
    assert [each.done for each in reading.plan.initiatives] == [True, False]
    assert not reading.plan.key_results
    assert not reading.problems


def test_tables_that_number_their_rows_alike_are_told_apart() -> None:
    reading = read_tabs(
        tab([["ID", "Objective"], [1, "Win"], [2, "Be loved"]], "Objectives"),
        tab(
            [["ID", "Objective ID", "Key Result", "Target"], [1, 2, "NPS", 5], [3, 1, "Sales", 5]],
            "Key Results",
        ),
        tab([["Action", "Key result ID"], ["Call", 3]], "Actions"),
    )
    assert [each.id for each in reading.plan.objectives] == ["1", "2"]
    assert [(each.id, each.objective_id) for each in reading.plan.key_results] == [
        ("kr-1", "2"),
        ("kr-3", "1"),
    ]
    assert reading.plan.initiatives[0].supports == ("kr-3",)


def test_a_tab_a_team() -> None:
    cells = [["Objective", "Key Result", "Target", "Current"], ["Grow", "Revenue", 10, 5]]
    reading = read_tabs(tab(cells, "Sales"), tab(cells, "Marketing"), tab([["Read me"]], "Info"))
    assert [(each.title, each.team) for each in reading.plan.key_results] == [
        ("Revenue", "Sales"),
        ("Revenue", "Marketing"),
    ]
    assert len({each.id for each in reading.plan.objectives}) == 2
    assert not reading.problems


def test_a_tab_a_quarter() -> None:
    cells = [["Objective", "Key Result", "Target", "Current"], ["Grow", "Revenue", 10, 5]]
    reading = read_tabs(tab(cells, "Q1 2026"), tab(cells, "Q2 2026"))
    periods = [each.period.label for each in reading.plan.key_results if each.period]
    assert periods == ["2026-Q1", "2026-Q2"]
    assert reading.plan.period is None
    assert not reading.problems


def test_title_cells_name_the_period_the_north_star_and_the_theme() -> None:
    reading = read_cells(
        [
            ["OKRs Q2 2026"],
            ["Poolster: 100 founders vrij"],
            ["Thema", None, "Verkoop via social"],
            [],
            ["Doel", "Kernresultaat", "Doelwaarde", "Huidig"],
            ["Groeien", "Omzet", 10, 5],
        ]
    )
    assert reading.plan.period is not None
    assert reading.plan.period.label == "2026-Q2"
    assert (reading.plan.north_star, reading.plan.theme) == (
        "100 founders vrij",
        "Verkoop via social",
    )
    assert reading.plan.key_results[0].period is None


def test_the_configuration_beats_the_sheet() -> None:
    config = configured({"workspace": {"period": "2026-Q3", "north_star": "Free", "theme": "T"}})
    reading = read_cells(
        [["North star: other"], ["Q1 2026"], ["Objective", "Key Result"], ["A", "B"]], config=config
    )
    assert reading.plan.period is not None
    assert (reading.plan.period.label, reading.plan.north_star) == ("2026-Q3", "Free")


def test_a_row_has_its_own_period_and_a_year_column_completes_it() -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", "Quarter", "Year"],
            ["A", "B", "Q1", 2025],
            ["A", "C", "2026-Q2", None],
        ]
    )
    assert [each.period.label for each in reading.plan.key_results if each.period] == [
        "2025-Q1",
        "2026-Q2",
    ]


def test_several_sources_are_one_workbook() -> None:
    first = source(tab(OBJECTIVES, "objectives"), name="a")
    second = source(tab(RESULTS, "key_results"), name="b")
    reading = read([first, second], Config(), TODAY)
    assert [each.objective_id for each in reading.plan.key_results] == ["O1", "O2"]
    assert [table.source for table in reading.tables] == ["a", "b"]


def test_a_log_becomes_check_ins_and_the_last_value_is_the_current_one() -> None:
    reading = read_tabs(
        tab([["ID", "Key Result", "Start", "Target"], ["K1", "Revenue", 0, 100]], "Key Results"),
        tab(
            [
                ["id", "key_result_id", "date", "value", "confidence", "comment"],
                [1, "K1", "2026-04-20", 30, 5, "ok"],
                [2, "K1", "2026-04-06", 10, 7, None],
                [3, "K1", "2026-05-01", 40, 8, "good"],
                [4, "K9", "2026-05-01", 1, 8, None],
            ],
            "Check-ins",
        ),
    )
    assert [shown(each.on.isoformat(), each.value) for each in reading.plan.check_ins] == [
        ("2026-04-06", 10),
        ("2026-04-20", 30),
        ("2026-05-01", 40),
    ]
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    assert shown(metric.current) == (40,)
    assert [table.table.name for table in reading.tables] == ["Key Results"]
    assert any("belong to no row" in note.say() for note in reading.notes)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026-05-01 09:15:00", "2026-05-01 17:40:12"),
        ("4/21/2026 9:15 AM", "4/21/2026 5:40 PM"),
        (datetime(2026, 5, 1, 9, 15), datetime(2026, 5, 1, 17, 40)),
    ],
)
def test_of_a_days_check_ins_the_last_moment_counts_wherever_it_stands(
    earlier: object, later: object
) -> None:
    reading = read_tabs(
        tab([["ID", "Key Result", "Start", "Target"], ["K1", "Orders", 0, 100]], "Key Results"),
        tab(
            [["key_result_id", "date", "value"], ["K1", later, 42], ["K1", earlier, 24]],
            "Check-ins",
        ),
    )
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    assert shown(metric.current) == (42,)


def test_an_objectives_name_beside_its_ambition_is_its_title() -> None:
    reading = read_cells(
        [
            ["goal_id", "title", "theme", "ambition"],
            ["G1", "Clean streets", "city", "Every street is swept twice a week, all year round"],
            ["G2", "Safe bridges", "city", "By 2032 no bridge is closed for repairs in summer"],
            ["G3", "Green roofs", "city", "One roof in five holds rain water and lets moss grow"],
        ]
    )
    assert [each.title for each in reading.plan.objectives] == [
        "Clean streets", "Safe bridges", "Green roofs",
    ]  # fmt: skip


def test_a_task_below_another_task_supports_what_that_one_does() -> None:
    reading = read_tabs(
        tab([["OKR_ID", "Objective"], ["O1", "Win"]], "okrs"),
        tab([["Feature_ID", "OKR_ID", "Title"], ["F1", "O1", "Tracking"]], "features"),
        tab([["Story_ID", "Feature_ID", "Title"], ["S1", "F1", "Tag deploys"]], "stories"),
    )
    assert [each.supports for each in reading.plan.initiatives] == [("O1",), ("O1",)]
    assert reading.plan.initiatives[1].extra == {"Feature_ID": "F1"}


def test_the_language_is_that_of_the_titles_before_that_of_the_headers() -> None:
    english = [["Objective", "Key Result", "Target"], ["Win the market", "More of the sales", 5]]
    dutch = [
        ["Objective", "Key Result", "Target"],
        ["We winnen de markt met het beste product", "Meer omzet uit de webshop", 5],
        ["We winnen de markt met het beste product", "De klant is blij met ons", 5],
    ]
    assert read_cells(english).language == "en"
    assert read_cells(dutch).language == "nl"
    assert read_cells([["Ziel", "Schlüsselergebnis"], ["Wachsen", "Umsatz"]]).language == "de"


def test_an_objective_that_names_itself_as_its_parent_is_its_own_parent() -> None:
    for parent in ("O1", "Win"):
        reading = read_cells(
            [["ID", "Objective", "Parent"], ["O1", "Win", parent], ["O2", "Sell", "O1"]]
        )
        assert [each.parent_id for each in reading.plan.objectives] == ["O1", "O1"]
        assert not reading.problems


def test_a_parent_of_oneself_does_not_change_a_derived_id() -> None:
    alone = read_cells([["Objective", "Parent"], ["Win", None], ["Sell", None]])
    itself = read_cells([["Objective", "Parent"], ["Win", "Win"], ["Sell", None]])
    first = itself.plan.objectives[0]
    assert first.id == alone.plan.objectives[0].id == first.parent_id


NUMBERED: list[list[object]] = [["ID", "Objective"], [1, "Win"], [2, "Be loved"]]
ZEROS = {(row, 0): "000" for row in (2, 3)}


def results(ids: list[object], formats: Mapping[Address, str] | None = None) -> Table:
    """Key results that refer to objectives by these ids."""
    rows = [[each, f"NPS of {each}", 10, 20, 15] for each in ids]
    header = ["Objective ID", "Key Result", "Start", "Target", "Current"]
    return tab([header, *rows], "Key Results", formats=formats)


def joined(*tables: Table) -> tuple[list[str | None], list[str]]:
    """Each key result's objective, by title, and the cells of broken references."""
    reading = read_tabs(*tables)
    titles = {each.id: each.title for each in reading.plan.objectives}
    found = [titles.get(each.objective_id or "") for each in reading.plan.key_results]
    return found, [each.cell for each in reading.problems if each.code == "DAT06"]


def test_an_id_shown_with_zeros_is_the_text_that_it_looks_like() -> None:
    objectives = tab(NUMBERED, "Objectives", formats=ZEROS)
    assert joined(objectives, results(["001", "002"])) == (["Win", "Be loved"], [])
    assert joined(objectives, results(["001", 2])) == (["Win", "Be loved"], [])
    assert [each.id for each in read_tabs(objectives).plan.objectives] == ["1", "2"]


def test_a_reference_shown_with_zeros_is_the_text_that_it_looks_like() -> None:
    objectives = tab([NUMBERED[0], ["001", "Win"], ["002", "Be loved"]], "Objectives")
    assert joined(objectives, results([1, 2], ZEROS)) == (["Win", "Be loved"], [])


def test_what_only_looks_alike_without_its_zeros_is_no_reference() -> None:
    plain = tab(NUMBERED, "Objectives")
    assert joined(plain, results(["001", 2])) == ([None, "Be loved"], ["A2"])
    shown = tab(NUMBERED, "Objectives", formats=ZEROS)
    assert joined(shown, results(["01", 2])) == ([None, "Be loved"], ["A2"])


def test_of_two_that_are_shown_alike_none_is_meant() -> None:
    twice = tab([*NUMBERED, [1, "Win again"]], "Objectives", formats={**ZEROS, (4, 0): "000"})
    assert joined(twice, results(["001", "002"])) == ([None, "Be loved"], ["A2"])


def test_the_very_text_comes_before_what_is_shown_like_it() -> None:
    both = tab([*NUMBERED, ["001", "Third"]], "Objectives", formats=ZEROS)
    assert joined(both, results(["001", 1])) == (["Third", "Win"], [])


def test_results_that_name_each_other_as_theirs_end() -> None:
    reading = read_cells(
        [
            ["ID", "Type", "Title", "Parent", "Target"],
            ["O1", "Objective", "Win", None, None],
            ["K1", "Key result", "Games won", "K2", 9],
            ["K2", "Key result", "Games played", "K1", 12],
        ]
    )
    assert [each.title for each in reading.plan.key_results] == ["Games won", "Games played"]
