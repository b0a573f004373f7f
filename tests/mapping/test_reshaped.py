"""Sheets that must be taken apart first: found by themselves, and read with their true cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.mapping.reading import MappingError, Reading
from okrsync.model import KeyResult, Kpi
from tests.mapping.sheets import Cells, read_cells, read_tabs, tab


def numbers(reading: Reading) -> dict[str, tuple[str, str, str]]:
    """Title → target, current, and the cell of the current value."""
    measured: list[KeyResult | Kpi] = [*reading.plan.key_results, *reading.plan.kpis]
    return {
        each.title: (
            str(each.metric and each.metric.target),
            str(each.metric and each.metric.current),
            each.source.cells.get("current", "") if each.source else "",
        )
        for each in measured
    }


def test_a_column_a_week_is_a_history_and_the_newest_is_current() -> None:
    reading = read_cells(
        [
            [
                "Objective",
                "Key Result",
                "Baseline",
                "Target",
                "2026-04-06",
                "2026-04-13",
                "2026-04-20",
            ],
            ["Walkers love our paths", "Paths with signs", 0, 30, 8, 11, 12],
            ["Walkers love our paths", "Walkers who come back", 0, 9, 3, 4, None],
        ]
    )
    assert numbers(reading) == {
        "Paths with signs": ("30", "12", "G2"),
        "Walkers who come back": ("9", "4", "F3"),
    }
    first = reading.plan.key_results[0].id
    history = [(str(c.on), str(c.value)) for c in reading.plan.check_ins if c.entity_id == first]
    assert history == [("2026-04-06", "8"), ("2026-04-13", "11"), ("2026-04-20", "12")]
    (table,) = reading.tables
    assert [(ref.row, table.columns["target"]) for ref in table.rows] == [(2, 3), (3, 3)]
    assert not any(each.extra for each in reading.plan.key_results)


def test_a_percent_in_a_month_is_one() -> None:
    reading = read_tabs(
        tab(
            [["KPI", "Target", "Jan 2026", "Feb 2026"], ["Sick leave", 0.03, 0.06, 0.05]],
            formats={(2, 1): "0%", (2, 2): "0%", (2, 3): "0%"},
        )
    )
    (kpi,) = reading.plan.kpis
    assert kpi.metric is not None
    assert (str(kpi.metric.current), kpi.metric.unit) == ("0.05", "%")
    assert [str(each.value) for each in reading.plan.check_ins] == ["0.06", "0.05"]


@pytest.mark.parametrize("upper", [["Q2 2026", None, None, "Q3 2026", None, None]])
def test_blocks_of_measures_are_read_for_the_quarter_that_counts(upper: list[object]) -> None:
    reading = read_cells(
        [
            ["Objective", "Key Result", *upper],
            [None, None, *(["Baseline", "Target", "Actual"] * 2)],
            ["Paths are dry", "Metres drained", 0, 40, 10, None, None, None],
            ["Paths are dry", "Complaints", 20, 5, 12, 5, 2, None],
        ]
    )
    assert numbers(reading) == {
        "Metres drained": ("40", "10", "E3"),
        "Complaints": ("5", "12", "E4"),
    }
    assert [r.period and r.period.label for r in reading.plan.key_results] == ["2026-Q2"] * 2


def test_another_column_for_the_current_value_comes_before_those_over_time() -> None:
    reading = read_cells(
        [["KPI", "Target", "Current", "Mar 2026", "Apr 2026"], ["Visits", 90, 50, 30, 40]]
    )
    assert numbers(reading) == {"Visits": ("90", "50", "C2")}
    assert [str(each.value) for each in reading.plan.check_ins] == ["30", "40"]


PACKED: Cells = [
    ["Objective", "Key Result", "Target", "Owner"],
    ["Paths are dry", "- Metres drained\n- Complaints", "40\n5", "Ann"],
    ["Paths are safe", "Fences mended", 7, "Bob"],
]


def test_packed_cells_are_as_many_key_results_with_their_own_numbers() -> None:
    reading = read_cells(PACKED)
    assert {title: target for title, (target, *_) in numbers(reading).items()} == {
        "Metres drained": "40",
        "Complaints": "5",
        "Fences mended": "7",
    }
    assert [each.title for each in reading.plan.objectives] == ["Paths are dry", "Paths are safe"]
    (table,) = reading.tables
    assert [ref.row for ref in table.rows] == [3]  # row 2 has no cell for two scores
    assert any("several stand in one row (2)" in note.say() for note in reading.notes)
    assert len({each.id for each in reading.plan.key_results}) == 3


def test_parts_that_do_not_match_are_nobodys_and_told() -> None:
    cells = [PACKED[0], [*PACKED[1][:2], "40\n5\n6", "Ann"], [*PACKED[1][:2], "1\n2", "Bob"]]
    cells[2][:2] = ["Paths are green", "- Trees\n- Birds"]
    reading = read_cells(cells)
    assert [(p.code, p.cell) for p in reading.problems] == [("DAT01", "C2")]
    assert [target for target, *_ in numbers(reading).values()] == ["None", "None", "1", "2"]


def test_one_number_beside_several_titles_is_nobodys() -> None:
    reading = read_cells([PACKED[0], [*PACKED[1][:2], 40, "Ann"]])
    assert [(p.code, p.cell) for p in reading.problems] == [("DAT01", "C2")]
    assert [target for target, *_ in numbers(reading).values()] == ["None", "None"]
    assert [each.owner for each in reading.plan.key_results] == ["Ann", "Ann"]


def test_numbered_columns_are_key_results() -> None:
    reading = read_cells(
        [
            ["Objective", "KR1", "KR1 Target", "KR1 Current", "KR2", "KR2 Target", "KR2 Current"],
            ["Paths are dry", "Metres drained", 40, 10, "Complaints", 5, 8],
            ["Paths are safe", "Fences mended", 7, 1, None, None, None],
        ]
    )
    assert numbers(reading) == {
        "Metres drained": ("40", "10", "D2"),
        "Complaints": ("5", "8", "G2"),
        "Fences mended": ("7", "1", "D3"),
    }
    titles = {each.id: each.title for each in reading.plan.objectives}
    above = [titles.get(each.objective_id or "") for each in reading.plan.key_results]
    assert above == ["Paths are dry", "Paths are dry", "Paths are safe"]


def written(folder: Path, text: str) -> str:
    """A mapping file."""
    file = folder / "ours.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_without_guessing_only_what_is_written_is_read(tmp_path: Path) -> None:
    cells = [["KPI", "Target", "Owner"], ["Visits", 90, "Ann"]]
    text = 'guess = false\ncolumns = { kpi = "KPI", target = "Target" }\n'
    (kpi,) = read_cells(cells, mapping=written(tmp_path, text)).plan.kpis
    assert (kpi.owner, kpi.extra) == (None, {"Owner": "Ann"})


def test_a_mapping_finds_its_header_where_it_moved(tmp_path: Path) -> None:
    text = 'guess = false\nheader_rows = [1]\ncolumns = { kpi = "KPI", target = "Target" }\n'
    cells = [["Our year"], [None], ["KPI", "Target"], ["Visits", 90]]
    reading = read_cells(cells, mapping=written(tmp_path, text))
    assert numbers(reading)["Visits"][0] == "90"
    assert reading.tables[0].header_row == 3


def test_a_header_that_a_full_mapping_names_must_be_there(tmp_path: Path) -> None:
    text = 'guess = false\ncolumns = { kpi = "KPI", target = "Targte" }\n'
    with pytest.raises(MappingError, match=r"Targte.*Target.*B1"):
        read_cells([["KPI", "Target"], ["Visits", 90]], mapping=written(tmp_path, text))


def test_a_range_a_tab_and_a_join(tmp_path: Path) -> None:
    text = (
        '[[tables]]\ntab = { pattern = "Goals.*" }\nlevel = "objective"\n'
        '[[tables]]\ntab = "Steps"\nrange = "B1:C3"\nlevel = "key_result"\n'
        'columns = { title = "Step" }\njoin = { on = "Serves", to = "objective" }\n'
    )
    goals = tab([["ID", "Goal"], ["G1", "Paths are dry"]], "Goals 2026")
    steps = tab(
        [["Key Result", "Step", "Serves"], ["no", "Drain", "G1"], ["no", "Dig", "G1"]], "Steps"
    )
    other = tab([["KPI", "Target"], ["Visits", 3]], "Other")
    plan = read_tabs(goals, steps, other, mapping=written(tmp_path, text)).plan
    assert [(each.title, each.objective_id) for each in plan.key_results] == [
        ("Drain", "G1"),
        ("Dig", "G1"),
    ]
    assert not plan.kpis


def test_rows_without_a_header_go_by_their_letters(tmp_path: Path) -> None:
    text = (
        "guess = false\nheader_rows = []\n"
        'columns = { kpi = { letter = "A" }, target = { letter = "B" } }\n'
    )
    reading = read_cells([["Visits", 90], ["Orders", 3]], mapping=written(tmp_path, text))
    assert {title: target for title, (target, *_) in numbers(reading).items()} == {
        "Visits": "90",
        "Orders": "3",
    }
    assert [list(table.rows) for table in reading.tables] == [[]]


def test_a_blank_cell_over_time_is_named_inside_the_sheet() -> None:
    reading = read_cells(
        [
            ["KPI", "Q1 2026", None, None, "Q2 2026", None, None],
            [None, "Baseline", "Target", "Actual", "Baseline", "Target", "Actual"],
            ["Loaves", None, 10, 8, None, 20, 15],
            ["Visits", None, None, None, None, None, None],
        ]
    )
    cells = [each.source.cells for each in reading.plan.kpis if each.source]
    assert len(cells) == 2
    assert {cell[0] for own in cells for cell in own.values()} <= set("ABCDEFG")


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("From 20 to 40 members\nFrom 5% to 12% of the village", 2),
        ("40 Mitglieder bis Juni\nDer Anteil steigt auf 12 %\n3 neue Gruppen", 3),
        ("Members from the new quarter who\nstay for 2 years", 1),
        ("Members of 2 kinds\nThe board agrees", 1),
    ],
)
def test_lines_that_are_results_by_themselves_are_rows(cell: str, count: int) -> None:
    reading = read_cells([["Objective", "Key results"], ["A lively club", cell]])
    assert len(reading.plan.key_results) == count
