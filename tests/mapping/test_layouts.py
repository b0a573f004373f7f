"""Flat sheets as teams make them: which rows are what, and what they belong to."""

from __future__ import annotations

import pytest

from okrsync.mapping.reading import Kind, Reading
from okrsync.table import Area, Column, Row, Scalar, Table
from tests.mapping.sheets import read_cells, read_tabs, shown, tab

NUMBERS: list[Scalar] = ["Objective", "Key Result", "Start", "Target", "Current", "Owner"]


def tree(reading: Reading) -> dict[str | None, list[str]]:
    """Objective title → its key results' titles."""
    titles = {each.id: each.title for each in reading.plan.objectives}
    found: dict[str | None, list[str]] = {title: [] for title in titles.values()}
    for each in reading.plan.key_results:
        found.setdefault(titles.get(each.objective_id or ""), []).append(each.title)
    return found


EXPECTED = {"Win the market": ["Revenue", "Leads"], "Be loved": ["NPS"]}


def test_the_objective_repeated_on_each_row() -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", "Revenue", 0, 100, 40, "Ann"],
            ["Win the market", "Leads", 0, 10, 4, "Bob"],
            ["Be loved", "NPS", 20, 50, 30, "Cid"],
        ]
    )
    assert tree(reading) == EXPECTED
    (table,) = reading.tables
    assert table.kind is Kind.KEY_RESULTS
    assert [ref.kind for ref in table.rows] == [Kind.KEY_RESULTS] * 3
    by_title = {each.title: each.id for each in reading.plan.objectives}
    assert table.objective_rows == {
        2: by_title["Win the market"],
        3: by_title["Win the market"],
        4: by_title["Be loved"],
    }


def test_the_objective_filled_down() -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", "Revenue", 0, 100, 40],
            [None, "Leads", 0, 10, 4],
            ["Be loved", "NPS", 20, 50, 30],
        ]
    )
    assert tree(reading) == EXPECTED


def test_the_objective_merged_over_its_rows() -> None:
    cells = [
        NUMBERS,
        ["Win the market", "Revenue", 0, 100, 40, "Ann"],
        [None, "Leads", 0, 10, 4, None],
        ["Be loved", "NPS", 20, 50, 30, "Cid"],
    ]
    merged = tab(cells, merges=[Area(2, 0, 3, 0), Area(2, 5, 3, 5)])
    reading = read_tabs(merged)
    assert tree(reading) == EXPECTED
    assert [each.owner for each in reading.plan.key_results] == ["Ann", "Ann", "Cid"]


def test_the_objective_on_a_row_of_its_own() -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", None, None, None, None, "Zoe"],
            [None, "Revenue", 0, 100, 40, "Ann"],
            [None, "Leads", 0, 10, 4, "Bob"],
            [],
            ["Be loved"],
            [None, "NPS", 20, 50, 30],
        ]
    )
    assert tree(reading) == EXPECTED
    (table,) = reading.tables
    assert {ref.row: ref.kind for ref in table.rows} == {
        2: Kind.OBJECTIVES,
        3: Kind.KEY_RESULTS,
        4: Kind.KEY_RESULTS,
        6: Kind.OBJECTIVES,
        7: Kind.KEY_RESULTS,
    }
    assert not table.objective_rows
    assert reading.plan.objectives[0].owner == "Zoe"


def test_a_blank_objective_among_repeated_ones_is_no_objective() -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", "Revenue", 0, 100, 40],
            ["Win the market", "Leads", 0, 10, 4],
            [None, "Lost", 0, 10, 4],
        ]
    )
    assert tree(reading) == {"Win the market": ["Revenue", "Leads"], None: ["Lost"]}


@pytest.mark.parametrize("heading", ["Second half", "H2", "Marketing"])
def test_a_heading_between_rows_that_repeat_their_objective_is_left_out(heading: str) -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", "Revenue", 0, 100, 40],
            ["Win the market", "Leads", 0, 10, 4],
            [heading],
            ["Be loved", "NPS", 20, 50, 30],
        ]
    )
    assert tree(reading) == EXPECTED
    assert [ref.row for ref in reading.tables[0].rows] == [2, 3, 5]
    assert any("row 4 left out" in note.say() for note in reading.notes)


def test_an_objective_without_key_results_is_no_heading() -> None:
    rows: list[list[Scalar]] = [
        NUMBERS,
        ["Win the market", "Revenue", 0, 100, 40],
        ["Earn trust with our neighbours"],
        ["Learn quickly", None, None, None, None, "Zoe"],
        ["Be loved", "NPS", 20, 50, 30],
        ["Grow"],
    ]
    titles = [each.title for each in read_cells(rows).plan.objectives]
    assert sorted(titles) == sorted(str(row[0]) for row in rows[1:])


def test_a_level_column_in_two_languages() -> None:
    for type_header, levels in (
        ("Type", ("Objective", "Key Result", "KR", "Initiative")),
        ("Soort", ("Doel", "Kernresultaat", "Resultaat", "Actie")),
    ):
        reading = read_cells(
            [
                [type_header, "Naam", "Start", "Target", "Current"],
                [levels[0], "Win the market"],
                [levels[1], "Revenue", 0, 100, 40],
                [levels[3], "Launch ads"],
                [levels[2], "Leads", 0, 10, 4],
                [levels[0], "Be loved"],
                [levels[1], "NPS", 20, 50, 30],
            ]
        )
        assert tree(reading) == EXPECTED
        (action,) = reading.plan.initiatives
        assert action.supports == (reading.plan.key_results[0].id,)
        assert reading.tables[0].kind is Kind.MIXED


def test_a_row_of_an_unknown_level_is_a_problem_and_the_others_go_on() -> None:
    reading = read_cells(
        [
            ["Type", "Name", "Target"],
            ["Objective", "Win"],
            ["KR", "Revenue", 10],
            ["Thingy", "What is this", 5],
            ["KR", "Leads", 10],
            ["KR", "Calls", 10],
        ]
    )
    assert [each.title for each in reading.plan.key_results] == ["Revenue", "Leads", "Calls"]
    (problem,) = reading.problems
    assert (problem.code, problem.cell, problem.shown) == ("DAT01", "A4", "Thingy")


def test_codes_in_a_column_tell_the_levels() -> None:
    reading = read_cells(
        [
            ["#", "OKR", "Start", "Target", "Current"],
            [1.0, "Win the market"],
            [1.1, "Revenue", 0, 100, 40],
            [1.2, "Leads", 0, 10, 4],
            [2.0, "Be loved"],
            [2.1, "NPS", 20, 50, 30],
        ]
    )
    assert tree(reading) == EXPECTED


def test_code_one_ten_is_not_code_one_one() -> None:
    rows = [[float(f"1.{n}"), f"Result {n}", 10, n] for n in range(1, 13)]
    reading = read_cells([["Nr", "OKR", "Target", "Current"], [1.0, "Win"], *rows])
    assert len(reading.plan.key_results) == 12
    action = read_tabs(
        tab([["Nr", "OKR", "Target", "Current"], [1.0, "Win"], *rows], "OKRs"),
        tab([["Action", "Supports"], ["Do it", "1.10"]], "Actions"),
    )
    supported = action.plan.initiatives[0].supports[0]
    assert next(k for k in action.plan.key_results if k.id == supported).title == "Result 10"


def test_codes_before_the_titles_tell_the_levels() -> None:
    reading = read_cells(
        [
            ["OKRs", "Owner", "Target", "Current"],
            ["O1: Win the market", "Ann"],
            ["KR1.1: Revenue", "Ann", 100, 40],
            ["KR1.2: Leads", "Ann", 10, 4],
            ["O2: Be loved", "Ann"],
            ["KR2.1: NPS", "Ann", 50, 30],
        ]
    )
    assert tree(reading) == {
        "O1: Win the market": ["KR1.1: Revenue", "KR1.2: Leads"],
        "O2: Be loved": ["KR2.1: NPS"],
    }


def test_actions_in_a_column_beside_their_key_result() -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", "Target", "Current", "Initiatives"],
            ["Win the market", "Revenue", 100, 40, "Launch ads"],
            [None, None, None, None, "Hire a seller"],
            [None, "Leads", 10, 4, "- Write a post\n- Call ten people"],
        ]
    )
    titles = {each.id: each.title for each in reading.plan.key_results}
    assert [(each.title, titles[each.supports[0]]) for each in reading.plan.initiatives] == [
        ("Launch ads", "Revenue"),
        ("Hire a seller", "Revenue"),
        ("Write a post", "Leads"),
        ("Call ten people", "Leads"),
    ]
    assert [(ref.row, ref.kind) for ref in reading.tables[0].rows] == [
        (2, Kind.KEY_RESULTS),
        (3, Kind.INITIATIVES),
        (4, Kind.KEY_RESULTS),
    ]


def test_totals_templates_headers_and_remarks_are_left_out_and_said() -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", "Revenue", 0, 100, 40],
            ["Win the market", "KR2:"],
            ["Objective", "Key Result", "Start", "Target", "Current", "Owner"],
            ["Be loved", "NPS", 20, 50, 30],
            ["Average", None, None, None, 35],
            ["Totaal", None, 20, 150, 70],
            [None, None, 1, 2, 3],
            [],
            ["* fill this in every Friday"],
        ]
    )
    assert tree(reading) == {"Win the market": ["Revenue"], "Be loved": ["NPS"]}
    said = " ".join(note.say() for note in reading.notes)
    for part in ("totals", "template", "header again", "without a title", "remarks"):
        assert part in said
    assert reading.tables[0].last_row == 5


def test_a_total_in_a_title_is_no_total_row() -> None:
    reading = read_cells(
        [["Key Result", "Target"], ["Total revenue of all shops", 10], ["Total users", 20]]
    )
    assert len(reading.plan.key_results) == 2


def test_the_header_is_found_under_titles_and_not_at_column_a() -> None:
    reading = read_cells(
        [
            [None, None, "OKR tracker of the sales team"],
            [None, "Last update", "1 May"],
            [],
            [None, None, *NUMBERS],
            [None, None, "Win the market", "Revenue", 0, 100, 40, "Ann"],
        ]
    )
    assert tree(reading) == {"Win the market": ["Revenue"]}
    assert reading.tables[0].header_row == 4
    assert reading.plan.key_results[0].source is not None
    assert reading.plan.key_results[0].source.cells["current"] == "G5"


def test_a_header_of_two_lines() -> None:
    reading = read_tabs(
        tab(
            [
                ["Objective", "Key Result", "Q2-2026", None, None],
                [None, None, "Start", "Target", "Current"],
                ["Win the market", "Revenue", 0, 100, 40],
                ["Win the market", "Leads", 0, 10, 4],
            ],
            merges=[Area(1, 2, 1, 4)],
        )
    )
    assert tree(reading) == {"Win the market": ["Revenue", "Leads"]}
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    assert shown(metric.target, metric.current) == (100, 40)


def test_double_and_blank_headers_survive_and_the_first_counts() -> None:
    reading = read_cells(
        [
            ["Key Result", "Target", "Target", "Foo", None, "Foo"],
            ["Revenue", 10, 99, "a", "b", "c"],
            ["Leads", 20, 98, "a", "b", "c"],
        ]
    )
    first = reading.plan.key_results[0]
    assert first.metric is not None
    assert shown(first.metric.target) == (10,)
    assert sorted(map(str, first.extra.values())) == ["99", "a", "b", "c"]
    twice = [each.cells for each in reading.problems if each.code == "DAT15"]
    assert twice == [("B1", "C1")]


def test_hidden_rows_are_read() -> None:
    cells = [NUMBERS, ["Win", "Revenue", 0, 100, 40], ["Win", "Leads", 0, 10, 4]]
    reading = read_tabs(tab(cells, hidden_rows=[3]))
    assert len(reading.plan.key_results) == 2


def test_hidden_tabs_only_where_named_or_where_nothing_else_holds_okrs() -> None:
    cells = [NUMBERS, ["Win", "Revenue", 0, 100, 40]]
    seen, hidden = tab(cells, "OKRs"), tab([NUMBERS, ["Old", "Past", 0, 1, 1]], "Old", hidden=True)
    both = read_tabs(seen, hidden)
    assert [each.title for each in both.plan.key_results] == ["Revenue"]
    assert any("Old" in note.say() for note in both.notes)
    assert [each.title for each in read_tabs(hidden).plan.key_results] == ["Past"]
    named = read_tabs(hidden, named=True)
    assert [each.title for each in named.plan.key_results] == ["Past"]


def test_the_columns_of_a_database_are_its_header() -> None:
    columns = [
        Column(0, "Name", type="title"),
        Column(1, "Current", type="number"),
        Column(2, "Target", type="number"),
        Column(3, "Objective", type="select"),
    ]
    rows = [Row(1, ["Revenue", 40, 100, "Win the market"]), Row(2, ["NPS", 30, 50, "Be loved"])]
    reading = read_tabs(Table("db", "Key Results", rows, columns=columns))
    assert tree(reading) == {"Win the market": ["Revenue"], "Be loved": ["NPS"]}
    assert [ref.row for ref in reading.tables[0].rows] == [1, 2]


def test_two_tables_below_each_other_in_one_tab() -> None:
    reading = read_cells(
        [
            NUMBERS,
            ["Win the market", "Revenue", 0, 100, 40, "Ann"],
            [],
            ["Action", "Owner", "Due date", "Status"],
            ["Launch ads", "Bob", "2026-05-30", "Done"],
        ]
    )
    assert tree(reading) == {"Win the market": ["Revenue"]}
    assert [(each.title, each.done) for each in reading.plan.initiatives] == [("Launch ads", True)]


def test_a_row_of_words_that_are_headers_elsewhere_is_a_row() -> None:
    reading = read_cells(
        [
            ["Type", "Title", "Target", "Owner", "Tags"],
            ["Objective", "Guests feel at home", None, "An", None],
            ["Key result", "Desk delivered", None, "An", None],
            ["Key result", "Baseline", None, "An", "baseline"],
            ["Key result", "Portal delivered", None, "An", "milestone"],
        ]
    )
    assert [(k.title, k.tags) for k in reading.plan.key_results] == [
        ("Desk delivered", ()),
        ("Baseline", ("baseline",)),
        ("Portal delivered", ("milestone",)),
    ]


def test_a_merged_entity_over_two_rows_is_one() -> None:
    cells = [["KPI", "Target", "Value"], ["On time", 95, 90], [None, None, 91]]
    reading = read_tabs(tab(cells, merges=[Area(2, 0, 3, 0)]))
    assert [each.title for each in reading.plan.kpis] == ["On time"]


def test_an_indicator_below_an_objective_is_its_key_result() -> None:
    reading = read_cells(
        [
            ["Ziel", "Messkriterium", "Zielwert", "Gemessen"],
            ["Wachsen", "Umsatz", "10 Mio. €", "7,5 Mio. €"],
            ["Wachsen", "Marge", "20 %", "18,5 %"],
        ]
    )
    assert tree(reading) == {"Wachsen": ["Umsatz", "Marge"]}


def test_a_header_with_its_word_in_brackets() -> None:
    reading = read_cells(
        [
            ["What do we want to reach? (Objective)", "How do we see it? (Key Result)", "Owner"],
            ["Win", "Revenue", "Ann"],
        ]
    )
    assert tree(reading) == {"Win": ["Revenue"]}


def test_columns_named_for_periods_hold_the_current_value() -> None:
    reading = read_cells(
        [
            ["KPI", "Nulmeting", "Streefwaarde", "Q1", "Q2", "Q3"],
            ["Verzuim", "5%", "3%", "4,8%", "4,5%", ""],
            ["Tevredenheid", 7, 8, 7.1, None, None],
        ]
    )
    currents = [str(each.metric.current) for each in reading.plan.kpis if each.metric]
    assert currents == ["0.045", "7.1"]
    assert any("Q1, Q2, Q3" in note.say() for note in reading.notes)


def test_a_row_of_units_below_the_header() -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", "Start", "Target", "Current"],
            [None, None, "(€)", "(€)", "(€)"],
            ["Win", "Revenue", 1, 10, 5],
        ]
    )
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    assert metric.unit == "EUR"
    assert reading.tables[0].first_row == 3


def test_a_description_below_a_repeated_objective_is_its_key_result() -> None:
    reading = read_cells(
        [
            ["Objective", "Description", "Target", "Current"],
            ["Win", "Revenue up", 10, 5],
            ["Win", "Leads up", 10, 5],
        ]
    )
    assert tree(reading) == {"Win": ["Revenue up", "Leads up"]}


def test_a_row_about_an_objective_s_progress_is_no_objective() -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", "Progress"],
            ["Win", "Revenue", 0.5],
            ["Win", "Leads", 0.3],
            ["Objective progress", None, 0.4],
        ]
    )
    assert tree(reading) == {"Win": ["Revenue", "Leads"]}


def test_names_with_targets_and_nothing_else_are_kpis() -> None:
    reading = read_cells([["Category name", "Sales target"], ["Chairs", 100], ["Tables", 200]])
    assert [each.title for each in reading.plan.kpis] == ["Chairs", "Tables"]
    assert not reading.plan.objectives


def test_a_tab_named_for_kpis_with_a_rhythm() -> None:
    reading = read_cells(
        [["Naam", "Streefwaarde", "Gemeten", "Frequentie"], ["Bezoekers", 1000, 900, "wekelijks"]],
        "KPI's",
    )
    (kpi,) = reading.plan.kpis
    assert kpi.cadence == "weekly"
    assert kpi.metric is not None
    assert shown(kpi.metric.target, kpi.metric.current) == (1000, 900)
