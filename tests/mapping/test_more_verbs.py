"""Verbs for rows that are not one thing each: measures in rows, wrapped rows, headings beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.mapping.reading import Reading
from okrsync.model import KeyResult, Kpi
from tests.mapping.sheets import Cells, read_cells


def read_by(folder: Path, toml: str, cells: Cells) -> Reading:
    """Cells as a mapping file reads them."""
    file = folder / "ours.toml"
    file.write_text(toml, encoding="utf-8")
    return read_cells(cells, mapping=str(file))


def numbers(reading: Reading) -> dict[str, tuple[str, str, str]]:
    """Title → start, target and current value."""
    found: list[KeyResult | Kpi] = [*reading.plan.key_results, *reading.plan.kpis]
    return {
        each.title: (
            str(each.metric and each.metric.baseline),
            str(each.metric and each.metric.target),
            str(each.metric and each.metric.current),
        )
        for each in found
    }


BAKERY = [
    ["Figure", "Branch", "Year"],
    ["Loaves sold LY", "All", 80],
    ["Loaves sold real", "North", 30],
    ["Loaves sold real", "All", 95],
    ["Loaves sold goal", "All", 120],
    ["Queue", "All", 7],
    ["Queue goal", "All", 4],
    ["Queue forecast", "All", 6],
]
SPREAD = """
level = "kpi"
keep_rows = { column = "Branch", is = "All" }
columns = { title = "Figure", baseline = "Year LY", current = "Year real", target = "Year goal" }
[pivot]
column = "Figure"
match = "(?P<name>.*?)(?: (?P<word>LY|real|goal|forecast))?"
words = { LY = "baseline", real = "current", "" = "current", goal = "target" }
"""


def test_measures_in_rows_are_one_thing_with_their_true_cells(tmp_path: Path) -> None:
    reading = read_by(tmp_path, SPREAD, BAKERY)
    assert numbers(reading)["Loaves sold"] == ("80", "120", "95")
    assert numbers(reading)["Queue"][1:] == ("4", "7")
    loaves = next(each for each in reading.plan.kpis if each.title == "Loaves sold")
    assert loaves.source is not None
    assert {name: loaves.source.cells[name] for name in ("baseline", "target", "current")} == {
        "baseline": "C2",
        "target": "C5",
        "current": "C4",
    }


def test_a_row_that_goes_on_is_part_of_the_row_above(tmp_path: Path) -> None:
    toml = """
level = "kpi"
goes_on = "No"
columns = { title = "KPI" }
pattern = { column = "How", match = "= (?P<current>[0-9]+)$" }
"""
    cells = [
        ["No", "KPI", "How"],
        [1, "Loaves without fault", "good loaves of all"],
        [None, None, "(19 of 20) = 95"],
        [2, "Loaves in time", "by the clock = 80"],
    ]
    reading = read_by(tmp_path, toml, cells)
    assert {title: found[2] for title, found in numbers(reading).items()} == {
        "Loaves without fault": "95",
        "Loaves in time": "80",
    }


def test_two_numbers_of_rows_that_go_on_are_neither(tmp_path: Path) -> None:
    toml = 'level = "kpi"\ngoes_on = "KPI"\ncolumns = { title = "KPI", current = "Now" }\n'
    reading = read_by(tmp_path, toml, [["KPI", "Now"], ["Loaves", 4], [None, 5], ["Rolls", 2]])
    assert numbers(reading)["Loaves"][2] == "None"
    assert [(each.row, each.code) for each in reading.problems if each.code == "DAT01"] == [
        (2, "DAT01")
    ]


def test_headings_beside_the_titles_are_objectives_where_the_mapping_says_so(
    tmp_path: Path,
) -> None:
    toml = """
header_rows = []
level = "initiative"
columns = { title = { letter = "B" } }
levels = { by = "sections", heading = { column = { letter = "A" }, pattern = "[a-z]{5,}" } }
guess = false
"""
    cells = [
        ["Fresh bread", None],
        ["12a", "Bake twice a day"],
        ["new", None],
        ["Short queues", None],
        [14, "Open a second till"],
    ]
    plan = read_by(tmp_path, toml, cells).plan
    titles = {each.id: each.title for each in plan.objectives}
    assert list(titles.values()) == ["Fresh bread", "Short queues"]
    assert {each.title: [titles[on] for on in each.supports] for each in plan.initiatives} == {
        "Bake twice a day": ["Fresh bread"],
        "Open a second till": ["Short queues"],
    }


FORM = [
    ["Sent", "Name", "Which goal?", "Step 1: your score (0-10)", "Step 2: your score (0-10)"],
    ["2026-04-01", "Ann", "Goal 1", 4, None],
    ["2026-04-02", "Ann", "Goal 1", 7, 2],
    ["2026-04-02", "Bea", "Goal 1", 5, None],
]


def test_answers_of_a_form_keep_their_people_apart_and_the_latest_counts(tmp_path: Path) -> None:
    toml = """
level = "key_result"
columns = { objective = "Which goal?", owner = "Name" }
id = ["Name", "Which goal?"]
id_of = { objective = ["Name", "Which goal?"] }
latest_by = "Sent"
[unpivot]
columns = "periods"
names_pattern = '(?P<key_result>Step (?P<row>[0-9])): .*\\(0-(?P<target>10)\\)'
values_to = "current"
"""
    reading = read_by(tmp_path, toml, FORM)
    plan = reading.plan
    assert [each.title for each in plan.objectives] == ["Goal 1", "Goal 1"]
    found = [
        (each.title, each.owner, str(each.metric and each.metric.current))
        for each in plan.key_results
    ]
    assert found == [("Step 1", "Ann", "7"), ("Step 2", "Ann", "2"), ("Step 1", "Bea", "5")]
    assert all(each.metric and each.metric.target == 10 for each in plan.key_results)
    assert len({each.objective_id for each in plan.key_results}) == 2


@pytest.mark.parametrize(
    ("toml", "near", "line"),
    [
        ('pivot = { column = "A", words = {}, macht = "B" }', "match", "line 1"),
        ('\nlevels = { by = "sections", headings = { column = "A" } }', "heading", "line 2"),
        ('goes_om = "A"', "goes_on", "line 1"),
        ('id_of = { objectives = ["A"] }', "objective", "line 1"),
    ],
)
def test_a_slip_in_these_verbs_is_told_with_its_line(
    tmp_path: Path, toml: str, near: str, line: str
) -> None:
    with pytest.raises(Exception, match=f"{line}.*{near}"):
        read_by(tmp_path, toml, FORM)
