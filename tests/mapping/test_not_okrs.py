"""What is no plan, however its columns are called; and references that lead nowhere."""

from __future__ import annotations

import pytest

from okrsync.mapping.reading import MappingError
from tests.mapping.sheets import Cells, read_cells, read_tabs, shown, tab

LENSES = [["Artikel", "Ziel", "Breite"], ["Rahmen", "Wand", 30], ["Leiste", "Decke", 12]]
MATCH = [["minute", "scorer", "goal"], [12, "Ida", "header"], [40, "Max", "penalty"]]
STAFF = [["nr", "name", "desk", "calls"], [1, "Ida Roos", "East", 4], [2, "Max Vliet", "West", 9]]
MARKS = [["Indicador", "Plan_anual", "Area"], ["Cursos nuevos", 0, "Taller"],
         ["Igualdad", 1, "Ventas"], ["Visitas", 0, "Oficina"]]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "name"),
    [(LENSES, "Sheet1"), (MATCH, "Goals of May"), (STAFF, "KPIs"), (MARKS, "Sheet1")],
)
def test_a_list_of_other_things_is_refused(cells: Cells, name: str) -> None:
    with pytest.raises(MappingError):
        read_cells(cells, name)


def test_titles_that_are_words_for_headers_are_titles_where_numbers_stand_beside_them() -> None:
    reading = read_cells([["KPI", "Zielwert"], ["Termine", 12], ["Anfragen", 40], ["Notizen", 3]])
    assert [kpi.title for kpi in reading.plan.kpis] == ["Termine", "Anfragen", "Notizen"]


PLAN = [["Id", "Title", "Aligned to", "Type"], ["A1", "Guests return", None, "Objective"],
        ["A2", "Guests recommend us", None, "Objective"]]  # fmt: skip


def parent(reference: str) -> tuple[str | None, list[str]]:
    reading = read_cells([*PLAN, ["B1", "Reviews", reference, "Key result"]])
    found = reading.plan.key_results[0].objective_id
    return found, [problem.code for problem in reading.problems]


def test_a_reference_with_remarks_leads_to_what_it_names() -> None:
    assert parent("Guests return (weight: 40 %, Id: A1)") == ("A1", [])
    assert parent("Guests return (share: 40 %)") == ("A1", [])


def test_a_reference_to_nothing_is_never_the_row_above() -> None:
    assert parent("A7") == (None, ["DAT06"])
    assert parent("Guests stay (weight: 40 %, Id: A9)") == (None, ["DAT06"])


STUDY = [["Study", "Year", "Method", "Key results", "Sample"],
         ["Roos", 2019, "Trial", "Bread keeps longer", 120],
         ["Vliet", 2021, "Survey", "-", 80]]  # fmt: skip
SITES = [["Site", "Score", "Grade"], ["ovens.example", 80, "B"], ["loaves.example", 91, "A"]]
SHOPPING = [["Item", "Amount", "Price"], ["Flour", 2, 1.5], ["Yeast", 1, 0.8]]
SCORERS = [
    ["Player", "Goals", "Team", "Minutes"],
    ["Roos", 30, "East", 900],
    ["Max", 9, "West", 80],
]
STAFF_WITH_TARGETS = [["Name", "Team", "Start date", "Status", "Target"],
                      ["Ida Roos", "East", "2020-01-01", "active", ""],
                      ["Max Vliet", "West", "2021-02-01", "active", ""]]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (STUDY, "Key results of studies"), (SITES, "Site scorecard"), (SHOPPING, "Goals"),
        (SCORERS, "Goals"), (STAFF_WITH_TARGETS, "Sheet1"),
    ],
)  # fmt: skip
def test_a_name_or_a_header_alone_makes_no_plan(cells: Cells, name: str) -> None:
    with pytest.raises(MappingError):
        read_cells(cells, name)


def test_what_a_study_aimed_at_and_found_is_not_sure() -> None:
    cells = [["Paper", "Objective", "Methods", "Key results"],
             ["A", "See whether rye keeps", "Trial", "It does"],
             ["B", "See whether wheat keeps", "Survey", "Nobody knows"]]  # fmt: skip
    assert read_cells(cells).tables[0].certainty.value != "sure"


def test_a_measure_is_what_is_measured() -> None:
    reading = read_cells(
        [["Perspective", "Objective", "Measure", "Target", "Actual"],
         ["Guests", "They come back", "Share of guests who return", "40%", "30%"],
         ["Money", "We earn our bread", "Margin", "12%", "9%"]]
    )  # fmt: skip
    assert [each.title for each in reading.plan.key_results] == [
        "Share of guests who return", "Margin",
    ]  # fmt: skip
    assert [each.theme for each in reading.plan.objectives] == ["Guests", "Money"]


def test_one_column_from_start_to_target() -> None:
    reading = read_cells([["Key result", "From → to", "Now"], ["Loaves a day", "20 → 45", 33]])
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    assert shown(metric.baseline, metric.target, metric.current) == (20, 45, 33)


CHRONICLE = [["date", "text", "line"], ["25.02.2026", "The oven broke", 0],
             ["26.02.2026", "It was mended", 1]]  # fmt: skip
WATER = [["Nr", "share", "action"], ["Roos", 0.04, 0.0007], ["Vliet", 0.09, 0.048]]
PLAYERS = [["Name", "value", *(f"minutes {at}" for at in "abcdefgh")],
           ["Roos", 12, *range(8)], ["Vliet", 9, *range(8)]]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "name"),
    [(CHRONICLE, "Measures taken, actions"), (WATER, "actions"), (PLAYERS, "KPI")],
)
def test_figures_dates_and_names_make_no_actions_and_no_kpis(cells: Cells, name: str) -> None:
    with pytest.raises(MappingError):
        read_cells(cells, name)


@pytest.mark.parametrize(
    ("task", "who", "when"),
    [
        ("Task", "Assignee", "Due"),
        ("To do", "Owner", "Status"),
        ("Taken", "Wie", "Klaar"),
        ("Aufgabe", "Wer", "Fällig"),
        ("Tâche", "Responsable", "Échéance"),
        ("Tarea", "Responsable", "Fecha límite"),
        ("Tarefa", "Responsável", "Prazo"),
    ],
)
def test_a_plain_list_of_tasks_is_refused(task: str, who: str, when: str) -> None:
    cells = [[task, who, when], ["Call the printer", "Ann", None], ["Sweep the hall", "Bo", None]]
    with pytest.raises(MappingError) as refused:
        read_cells(cells)
    assert "what these tasks are for" in str(refused.value.message)
    plan = tab([["Objective", "Key result", "Target"], ["A tidy club", "Visitors", 40]], "OKRs")
    assert len(read_tabs(plan, tab(cells, "Tasks")).plan.initiatives) == 2


def test_actions_with_a_rhythm_or_a_result_are_a_plan() -> None:
    daily = [["Task", "Cadence", "Amount"], ["Call members", "daily", 5]]
    assert len(read_cells(daily).plan.initiatives) == 1
