"""What stands in a row's cells: numbers, units, target types, words; and what is wrong there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from okrsync.mapping.reading import Reading
from okrsync.model import KeyResult, Measures, Metric, ObjectiveKind, Plan, TargetMode, TargetType
from okrsync.table import CellError, Scalar
from tests.mapping.sheets import read_cells, read_tabs, shown, tab

HEADER = ["Key Result", "Start", "Target", "Current"]


def metric_of(*cells: Scalar, title: str = "Something grows", unit: str | None = None) -> Metric:
    """The metric of a row with these cells for start, target and current."""
    header = [*HEADER, "Unit"] if unit else HEADER
    row = [title, *cells, unit] if unit else [title, *cells]
    reading = read_cells([header, row, ["Filler", 1, 2, 1, unit]])
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    return metric


@pytest.mark.parametrize(
    ("cells", "kind", "numbers"),
    [
        ((0, 100, 40), TargetType.INCREASE, (0, 100, 40)),
        ((100, 80, 95), TargetType.DECREASE, (100, 80, 95)),
        ((None, "≥ 40", 30), TargetType.INCREASE, (None, 40, 30)),
        ((20, "≥ 40", 30), TargetType.INCREASE, (20, 40, 30)),
        ((20, "≤ 10", 15), TargetType.DECREASE, (20, 10, 15)),
        ((None, "< 5", 12), TargetType.AT_MOST, (None, 5, 12)),
        (("n.v.t.", "1.234,50", "—"), TargetType.INCREASE, (None, Decimal("1234.50"), None)),
        ((None, "from 50 to 30", 40), TargetType.DECREASE, (50, 30, 40)),
        ((None, None, "3 of 10"), TargetType.INCREASE, (None, 10, 3)),
        ((0, 0, 0), TargetType.INCREASE, (0, 0, 0)),
    ],
)
def test_numbers_and_the_type_that_they_say(
    cells: tuple[Scalar, ...], kind: TargetType, numbers: tuple[object, ...]
) -> None:
    metric = metric_of(*cells)
    assert metric.target_type is kind
    assert shown(metric.baseline, metric.target, metric.current) == numbers


def test_words_in_a_title_decide_only_where_numbers_dont() -> None:
    assert metric_of(None, 10, 12, title="Reduce churn").target_type is TargetType.DECREASE
    assert metric_of(5, 10, 12, title="Reduce churn").target_type is TargetType.INCREASE
    assert metric_of(None, 99, 98, title="Uptime at least 99").target_type is TargetType.AT_LEAST
    assert metric_of(None, 10, 1, title="Nieuwe klanten").declared is False


def test_relative_targets_keep_what_the_sheet_says() -> None:
    double = metric_of(None, "verdubbel", 3)
    assert shown(double.target_mode, double.target, double.target_value) == (
        TargetMode.FACTOR,
        None,
        2,
    )
    more = metric_of(100, "+20%", 110)
    assert shown(more.target, more.target_value) == (Decimal(120), Decimal("1.2"))
    less = metric_of(50, "-20 uur", 45)
    assert shown(less.target_mode, less.target, less.unit) == (TargetMode.DELTA, 30, "uur")
    assert less.target_type is TargetType.DECREASE


def test_a_range_is_between() -> None:
    metric = metric_of(None, "10-20", 15)
    assert shown(metric.target_type, metric.lower, metric.upper) == (TargetType.BETWEEN, 10, 20)


def test_done_is_a_milestone() -> None:
    metric = metric_of(None, "done", "no")
    assert shown(metric.target_type, metric.target, metric.current) == (TargetType.MILESTONE, 1, 0)


def test_a_ticked_key_result_without_numbers_is_a_milestone() -> None:
    reading = read_cells([["Key Result", "Done"], ["Live", True], ["Later", False]])
    metrics = [each.metric for each in reading.plan.key_results]
    assert [shown(m.target_type, m.current) for m in metrics if m] == [
        (TargetType.MILESTONE, 1),
        (TargetType.MILESTONE, 0),
    ]


def test_percents_become_fractions_by_format_sign_unit_or_header() -> None:
    formats = {(2, column): "0.00%" for column in (1, 2, 3)}
    reading = read_tabs(tab([HEADER, ["A", 0.2, 0.5, 0.3]], formats=formats))
    by_sign = read_cells([HEADER, ["A", "20%", "50 %", "30%"]])
    by_unit = read_cells([[*HEADER, "Unit"], ["A", 20, 50, 30, "percent"]])
    by_header = read_cells(
        [["Key Result", "Start (%)", "Target (%)", "Current (%)"], ["A", 20, 50, 30]]
    )
    for each in (reading, by_sign, by_unit, by_header):
        metric = each.plan.key_results[0].metric
        assert metric is not None
        assert shown(metric.unit, metric.baseline, metric.target, metric.current) == (
            "%",
            Decimal("0.2"),
            Decimal("0.5"),
            Decimal("0.3"),
        )


def test_a_fraction_among_whole_percents_is_asked_about() -> None:
    reading = read_cells([[*HEADER, "Unit"], ["A", 20, 50, 30, "%"], ["B", 0.1, 0.5, 0.3, "%"]])
    assert [(each.code, each.cell) for each in reading.problems] == [
        ("DAT04", "B3"),
        ("DAT04", "C3"),
        ("DAT04", "D3"),
    ]
    metric = reading.plan.key_results[1].metric
    assert metric is not None
    assert metric.target == Decimal("0.5")


@pytest.mark.parametrize(
    ("title", "cells", "numbers", "asked"),
    [
        ("Signup rate %", (0.02, 0.05, 3), ("0.02", "0.05", "0.03"), ["D2"]),
        ("Uptime %", (0.9, 0.95, 92), ("0.9", "0.95", "0.92"), ["D2"]),
        ("Percentage of deals won", (20, 45, 0.3), ("0.2", "0.45", "0.3"), ["D2"]),
        ("Churn %", (0.8, 2, 1.1), ("0.008", "0.02", "0.011"), []),
        ("Refunds %", (5, 2, 0.3), ("0.05", "0.02", "0.003"), []),
        ("Reduce errors %", (5, 0.1, 3), ("0.05", "0.001", "0.03"), []),
        ("Answered %", (0, 45, 0.4), ("0", "0.45", None), ["D2"]),
        ("Answered %", (None, 45, 0.45), (None, "0.45", None), ["D2"]),
        ("Signup %", (0.02, 0.05, 300), ("0.02", "0.05", None), ["D2"]),
        ("Signups", ("2%", "5%", 3), ("0.02", "0.05", "0.03"), []),
        ("Signups", ("2%", "5%", 0.03), ("0.02", "0.05", "0.03"), []),
        ("Signups", ("2%", "5%", 1), ("0.02", "0.05", None), ["D2"]),
        ("Signups", ("0%", "100%", 1), ("0", "1", "1"), []),
        ("Conversion", (0.02, 0.05, 3), ("0.02", "0.05", None), ["D2"]),
        ("Incidents a day", (0.5, 0.1, 3), ("0.5", "0.1", "3"), []),
        ("Revenue 20 % up", (0.5, 0.6, 70), ("0.5", "0.6", "70"), []),
    ],
)
def test_two_scales_in_one_row_of_a_percent(
    title: str,
    cells: tuple[Scalar, ...],
    numbers: tuple[str | None, ...],
    asked: list[str],
) -> None:
    reading = read_cells([HEADER, [title, *cells]])
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    expected = tuple(None if each is None else Decimal(each) for each in numbers)
    assert (metric.baseline, metric.target, metric.current) == expected
    assert [(each.code, each.cell) for each in reading.problems] == [
        ("DAT04", cell) for cell in asked
    ]
    assert metric.unclear == (("current",) if expected[2] is None else ())


def test_units_from_a_column_a_header_a_cell_or_a_format() -> None:
    assert metric_of(0, 10, 5, unit="€").unit == "EUR"
    assert metric_of(0, 10, 5, unit="ZAHL").unit == "ZAHL"
    assert metric_of(0, "€ 10.000,50", 5).unit == "EUR"
    assert metric_of("93 dias", "60 dias", 80).unit == "dias"
    header = read_cells([["Key Result", "Target (days)", "Current"], ["A", 10, 5]])
    assert header.plan.key_results[0].metric is not None
    assert header.plan.key_results[0].metric.unit == "days"
    code = '_("$"* #,##0_);_("$"* (#,##0)'
    money = read_tabs(tab([["Product", "Target"], ["Chairs", 100]], formats={(2, 1): code}))
    assert money.plan.kpis[0].metric is not None
    assert money.plan.kpis[0].metric.unit == "USD"


def test_numbers_come_from_cells_only() -> None:
    reading = read_cells(
        [["Objective", "Key Result"], ["Win", "Grow revenue from 5 to 10 million"]]
    )
    assert reading.plan.key_results[0].metric is None


def test_a_numeric_column_is_preferred_to_a_text_one() -> None:
    reading = read_cells(
        [
            ["Title", "Objective_ID", "Target_Zone", "Stretch_Goal"],
            ["Revenue", 1, "at least one contract", 10],
            ["Leads", 1, "+2 and a plan", 20],
        ]
    )
    metrics = [each.metric for each in reading.plan.key_results]
    assert [shown(m.target) for m in metrics if m] == [(10,), (20,)]
    assert reading.plan.key_results[0].extra["Target_Zone"] == "at least one contract"
    assert [(each.code, each.column) for each in reading.problems] == [("DAT16", "Target_Zone")]


def full() -> Reading:
    header = [
        "Objective", "Key Result", "Target", "Current", "Weight", "Confidence", "Progress",
        "Status", "Type", "Measures", "Deadline", "Owner", "Team", "Notes", "Tags", "Cadence",
        "Theme", "Priority",
    ]  # fmt: skip
    return read_cells(
        [
            header,
            ["Win", "Revenue", 100, 40, "30%", "High", 45, "On track", "at least", "outcome",
             "30-6-2026", "Ann", "Sales", "slow start", "a, b", "monthly", "Focus", "High"],
            ["Win", "Leads", 10, 4, 70, "6/10", 30, "Parked", "increase", "output",
             date(2026, 5, 1), None, "Sales", None, None, "weekly", "Focus", 2],
        ]
    )  # fmt: skip


def test_every_column_of_a_full_sheet() -> None:
    reading = full()
    first, second = reading.plan.key_results
    assert isinstance(first, KeyResult)
    assert first.metric is not None
    assert first.metric.target_type is TargetType.AT_LEAST
    assert shown(first.weight, second.weight) == (30, 70)
    assert shown(first.confidence, second.confidence) == (Decimal("0.9"), Decimal("0.6"))
    assert shown(first.reported_progress, second.reported_progress) == (
        Decimal("0.45"),
        Decimal("0.3"),
    )
    assert shown(first.reported_status, second.reported_status) == ("On track", "Parked")
    assert shown(first.parked, second.parked) == (False, True)
    assert shown(first.measures, second.measures) == (Measures.OUTCOME, Measures.OUTPUT)
    assert shown(first.due, second.due) == (date(2026, 6, 30), date(2026, 5, 1))
    assert shown(first.owner, first.team, first.notes, first.tags) == (
        "Ann",
        "Sales",
        "slow start",
        ("a", "b"),
    )
    assert first.cadence == "monthly"
    assert first.extra == {"Priority": "High"}
    assert second.extra == {"Priority": 2}
    (objective,) = reading.plan.objectives
    assert (objective.theme, objective.team) == ("Focus", "Sales")
    assert not reading.problems


def test_what_is_read_is_a_valid_plan() -> None:
    for reading in (full(), read_cells([HEADER, ["A", 1, 10, 5], ["B", 10, 1, None]])):
        again = Plan.model_validate(reading.plan.model_dump())
        assert again == reading.plan
        assert again.model_dump_json() == reading.plan.model_dump_json()


def test_a_type_column_holds_kinds_and_target_types_at_once() -> None:
    reading = read_cells(
        [
            ["Level", "Title", "Type", "Target", "Current"],
            ["Objective", "Win", "aspirational", None, None],
            ["Key Result", "Churn", "at most", 5, 7],
        ]
    )
    assert reading.plan.objectives[0].kind is ObjectiveKind.ASPIRATIONAL
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    assert metric.target_type is TargetType.AT_MOST


def test_a_level_column_may_say_whose_an_objective_is() -> None:
    reading = read_cells(
        [["Level", "Objective"], ["Company", "Win"], ["Team", "Sell"], ["Individual", "Call"]]
    )
    assert [each.level for each in reading.plan.objectives] == ["company", "team", "individual"]


def test_unreadable_cells_and_errors_are_problems_and_the_rows_go_on() -> None:
    reading = read_cells(
        [
            [*HEADER, "Due"],
            ["A", 1, "about half, I think", 3, "soon"],
            ["B", 1, 10, CellError("#REF!"), "2026-05-05"],
            ["C", 1, 10, 3, "2026-05-06"],
            ["D", 1, 10, 3, "2026-05-07"],
        ]
    )
    assert [(each.code, each.cell, each.field) for each in reading.problems] == [
        ("DAT01", "C2", "target"),
        ("DAT01", "E2", "due"),
        ("DAT11", "D3", "current"),
    ]
    assert len(reading.plan.key_results) == 4
    problem = reading.problems[0]
    assert problem.entity_id == reading.plan.key_results[0].id
    assert (problem.column, problem.shown, problem.tab) == (
        "Target",
        "about half, I think",
        "Sheet1",
    )


def test_a_start_or_target_that_cannot_be_read_is_not_absent() -> None:
    reading = read_cells(
        [HEADER, ["A", CellError("#DIV/0!"), 3, 6], ["B", 1, "abc", "3 of 10"], ["C", None, 3, 1]]
    )
    metrics = [each.metric for each in reading.plan.key_results]
    assert [(m.baseline, m.target, m.unclear) for m in metrics if m] == [
        (None, 3, ("baseline",)),
        (1, None, ("target",)),
        (None, 3, ()),
    ]
    assert [(each.code, each.cell) for each in reading.problems] == [
        ("DAT11", "B2"),
        ("DAT01", "C3"),
    ]


def test_an_error_for_a_title_leaves_out_its_row_only() -> None:
    reading = read_cells([HEADER, [CellError("#NAME?"), 1, 2, 1], ["B", 1, 10, 3]])
    assert [each.title for each in reading.plan.key_results] == ["B"]
    assert [(each.code, each.cell) for each in reading.problems] == [("DAT11", "A2")]


def test_progress_on_two_scales_in_one_column_is_asked_about() -> None:
    reading = read_cells(
        [["Key Result", "Progress"], ["A", 0.67], ["B", 67], ["C", 25], ["D", 0.5]]
    )
    assert {each.code for each in reading.problems} == {"DAT04"}
    assert [each.reported_progress for each in reading.plan.key_results] == [
        Decimal("0.67"),
        Decimal("0.67"),
        Decimal("0.25"),
        Decimal("0.5"),
    ]


def test_a_word_in_a_progress_column_is_a_status() -> None:
    reading = read_cells([["Key Result", "Progress"], ["A", "On track"], ["B", "At risk"]])
    assert [each.reported_status for each in reading.plan.key_results] == ["On track", "At risk"]
    assert not reading.problems


def test_the_headers_language_or_the_table_tells_a_thousand_from_a_decimal() -> None:
    dutch = read_cells([["Kernresultaat", "Doelwaarde", "Huidig"], ["A", "€ 10.000", "€ 2.500"]])
    table = read_cells([["Key Result", "Target", "Current"], ["A", "1,5", 1], ["B", 3, "1.500"]])
    nothing = read_cells([["Key Result", "Target", "Current"], ["A", "1.000", 1], ["B", 3, 1]])
    first, second = dutch.plan.key_results[0].metric, table.plan.key_results[1].metric
    assert first is not None
    assert second is not None
    assert shown(first.target, first.current, second.current) == (10000, 2500, 1500)
    assert not dutch.problems
    assert not table.problems
    assert [each.code for each in nothing.problems] == ["DAT04"]


def test_a_period_for_a_deadline_is_its_last_day() -> None:
    reading = read_cells([["Key Result", "Target", "Timeline"], ["A", 1, "Q2 2026"]])
    assert reading.plan.key_results[0].due == date(2026, 6, 30)


def test_initiatives_with_their_rhythm_and_ticks() -> None:
    reading = read_cells(
        [
            ["Dagelijkse actie", "Ritme", "Aantal", "Minuten", "Gedaan", "Status", "Deadline"],
            ["Stuur e-mails", "dagelijks", 20, 30, None, "loopt", None],
            ["Bel klant", "eenmalig", None, 15, "ja", None, "1-6-2026"],
        ],
        "Acties",
    )
    first, second = reading.plan.initiatives
    assert shown(first.cadence, first.amount, first.minutes, first.done) == ("daily", 20, 30, False)
    assert shown(second.cadence, second.done, second.due) == ("once", True, date(2026, 6, 1))


def where(reading: Reading) -> list[tuple[str, str]]:
    return [(each.code, each.cell) for each in reading.problems]


def test_a_confidence_beyond_its_scale_is_a_problem() -> None:
    reading = read_cells(
        [["Key Result", "Target", "Confidence"], ["A", 1, 80], ["B", 1, 900], ["C", 1, "oops"],
         ["D", 1, 70], ["E", 1, "🙂"], ["F", 1, 60]]
    )  # fmt: skip
    assert [each.confidence for each in reading.plan.key_results[:2]] == [Decimal("0.8"), None]
    assert where(reading) == [("DAT01", "C3"), ("DAT01", "C4")]


def test_a_confidence_beyond_its_scale_does_not_change_the_others() -> None:
    reading = read_cells(
        [["Key Result", "Target", "Confidence"], ["A", 1, 7], ["B", 1, 900], ["C", 1, 8]]
    )
    assert [each.confidence for each in reading.plan.key_results] == [
        Decimal("0.7"),
        None,
        Decimal("0.8"),
    ]
    assert where(reading) == [("DAT01", "C3")]


def test_a_word_beside_one_number_leaves_the_column_progress() -> None:
    reading = read_cells([["Key Result", "Progress"], ["A", 45], ["B", "oops"]])
    assert reading.plan.key_results[0].reported_progress == Decimal("0.45")
    assert where(reading) == [("DAT01", "B3")]


def test_a_slip_in_a_type_column_is_a_problem_and_the_column_stays() -> None:
    header = ["Key Result", "Type", "Target", "Current"]
    reading = read_cells([header, ["A", "increase", 10, 5], ["B", "sideways", 10, 5]])
    first, second = reading.plan.key_results
    assert first.metric is not None
    assert first.metric.declared
    assert "Type" not in first.extra
    assert second.metric is not None
    assert where(reading) == [("DAT01", "B3")]
    (problem,) = reading.problems
    assert problem.field == "target_type"
    assert problem.detail is not None
    assert "increase" in problem.detail.say()


def test_a_slip_beside_levels_and_target_types_is_a_problem_once() -> None:
    reading = read_cells(
        [["Type", "Title", "Target"], ["Objective", "Win", None], ["Key Result", "Sales", 10],
         ["Key Result", "Leads", 10], ["at least", "Visits", 10], ["objektivv", "Odd", 3]]
    )  # fmt: skip
    assert [cell for _, cell in where(reading)].count("A6") == 1


def test_a_word_among_numbers_of_progress_is_a_problem_but_a_status_is_none() -> None:
    reading = read_cells(
        [["Key Result", "Progress"], ["A", 45], ["B", "oops"], ["C", 25], ["D", "done"], ["E", 5]]
    )
    assert where(reading) == [("DAT01", "B3")]
    assert reading.plan.key_results[1].reported_progress is None


def test_a_slip_among_percents_leaves_the_column_progress() -> None:
    reading = read_cells([["Key Result", "Progress"], ["A", "40%"], ["B", "0.5%%"]])
    first, second = reading.plan.key_results
    assert shown(first.reported_progress, first.reported_status) == (Decimal("0.4"), None)
    assert (second.reported_progress, second.reported_status) == (None, None)
    assert where(reading) == [("DAT01", "B3")]


def test_a_weight_below_zero_is_a_problem() -> None:
    reading = read_cells([["Key Result", "Target", "Weight"], ["A", 1, -2], ["B", 1, 0]])
    assert where(reading) == [("DAT01", "C2")]
    assert reading.plan.key_results[0].weight == -2


def test_characters_of_no_width_are_no_part_of_a_title() -> None:
    plain = read_cells([["Objective", "Key Result", "Target"], ["Win", "Launch website", 1]])
    odd = read_cells(
        [["Objective", "Key Result", "Target"],
         ["\u200bWin", "Lau\u00adnch\ufeff web\u200bsite", 1]]
    )  # fmt: skip
    assert odd.plan.key_results[0].title == "Launch website"
    assert odd.plan.objectives[0].title == "Win"
    assert odd.plan.key_results[0].id == plain.plan.key_results[0].id
    emoji = read_cells([["Key Result", "Target"], ["Happy 👩\u200d🚀 crew", 1]])
    assert emoji.plan.key_results[0].title == "Happy 👩\u200d🚀 crew"


def test_unknown_words_stay_where_they_were() -> None:
    reading = read_cells(
        [
            ["KPI", "Target", "Frequency", "Confidence"],
            ["Visits", 10, "Quarterly", "🙂"],
            ["Calls", 10, "weekly", "x"],
        ]
    )
    assert reading.plan.kpis[0].extra["Frequency"] == "Quarterly"
    assert reading.plan.kpis[0].cadence is None
    assert reading.plan.kpis[1].cadence == "weekly"
    key_results = read_cells(
        [["Key Result", "Target", "Confidence"], ["A", 1, "🤔"], ["B", 1, "😀"]]
    )
    assert key_results.plan.key_results[0].confidence is None
    assert key_results.plan.key_results[0].extra["Confidence"] == "🤔"
