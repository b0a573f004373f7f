"""Sheets full of traps, each number reckoned by hand from the formulas that are documented.

On 18 May 2026, 47 of the 91 days of Q2 are gone: e = 47/91 = 0.5165.
"""

# ruff: noqa: E501 -- a case is a line: that is how they can be compared

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

E = 47 / 91
HEADER = ("Objective", "Key Result", "Target type", "Start", "Target", "Current", "Weight", "Due")
OBJ = "Customers stay with us"
D = date


def case(*values: object) -> tuple[object, ...]:
    return tuple(values)


# title, target type, start, target, current, weight, due → progress, expected, status
CASES: dict[str, tuple[tuple[object, ...], tuple[float | None, float | None, str]]] = {
    "an increase": (case("Renewals a month", None, 200, 300, 250), (0.5, E, "on_track")),
    "a decrease by its numbers": (case("Complaints a month", None, 50, 10, 40), (0.25, E, "off_track")),
    "worse than the start": (case("Renewals a month", None, 200, 300, 180), (-0.2, E, "off_track")),
    "beyond the target": (case("Complaints a month", None, 50, 10, 0), (1.25, E, "accomplished")),
    "from below zero": (case("Net promoter score", None, -20, 20, 0), (0.5, E, "on_track")),
    "to below zero": (case("Cash burn", None, 10, -10, 5), (0.25, E, "off_track")),
    "percents as texts": (case("Churn", None, "5%", "3%", "4.5%"), (0.25, E, "off_track")),
    "money as text": (case("Revenue", None, "€ 1.000,00", "€ 2.000,00", "€ 1.500,50"), (0.5005, E, "on_track")),
    "a count without a start": (case("New customers", None, None, 80, 40), (0.5, E, "on_track")),
    "at least, inside": (case("Uptime of the shop", "at least", None, "99.5%", "99.7%"), (1, None, "on_track")),
    "at least, outside": (case("Uptime of the shop", "at least", None, "99.5%", "99.1%"), (0, None, "needs_attention")),
    "at most, inside": (case("Open complaints", "at most", None, 20, 20), (1, None, "on_track")),
    "at most, outside": (case("Open complaints", "at most", None, 20, 21), (0, None, "needs_attention")),
    "a sign in the target": (case("Customer satisfaction", None, None, "≥ 4.2", 4.3), (1, None, "on_track")),
    "at least from below is an increase": (case("Renewal rate", None, "70%", "≥ 90%", "80%"), (0.5, E, "on_track")),
    "at most from above is a decrease": (case("Days to answer", None, 10, "≤ 2", 6), (0.5, E, "on_track")),
    "a milestone, open": (case("Certified by the auditor", "milestone", None, "yes", "no"), (0, None, "on_track")),
    "a milestone, done": (case("Certified by the auditor", "milestone", None, "yes", "yes"), (1, None, "accomplished")),
    "a factor": (case("Website visitors", None, 100, "+20%", 115), (0.75, E, "on_track")),
    "doubled": (case("Website visitors", None, 100, "double", 150), (0.5, E, "on_track")),
    "no value": (case("Renewals a month", None, 200, 300, None), (None, E, "no_data")),
    "start is target": (case("Renewals a month", None, 300, 300, 300), (None, E, "no_data")),
    "nought is a value": (case("New customers", None, 0, 80, 0), (0, E, "off_track")),
    # 47 / (day of year difference + 1): due 1 June is day 62 of the quarter
    "due before the end": (case("Renewals a month", None, 200, 300, 250, None, D(2026, 6, 1)), (0.5, 47 / 62, "off_track")),
    # the key result ended on 10 May: 1 - 0.95 is within 0.10
    "due and nearly there": (case("Renewals a month", None, 200, 300, 295, None, D(2026, 5, 10)), (0.95, 1, "achieved")),
    "due and half way": (case("Renewals a month", None, 200, 300, 250, None, D(2026, 5, 10)), (0.5, 1, "partial")),
    "due and missed": (case("Renewals a month", None, 200, 300, 210, None, D(2026, 5, 10)), (0.1, 1, "missed")),
    # it ends the day after its due date
    "due today": (case("Renewals a month", None, 200, 300, 295, None, D(2026, 5, 18)), (0.95, 47 / 48, "on_track")),
    "due before the start": (case("Renewals a month", None, 200, 300, 295, None, D(2026, 3, 1)), (0.95, 1, "achieved")),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_key_result(cli: Cli, tmp_path: Path, name: str) -> None:
    values, (progress, expected, status) = CASES[name]
    filler = (OBJ, "Orders a month", "increase", 0, 10, 5, None, D(2026, 6, 30))
    path = books.book(tmp_path / "plan.xlsx", [filler, (OBJ, *values)], HEADER)
    found = one(cli, path, str(values[0]))
    assert found["progress"] == (None if progress is None else pytest.approx(progress))
    assert found["status"] == status
    if expected is None or progress is None:
        assert found["expected"] is None or progress is None
    else:
        assert found["expected"] == pytest.approx(expected)
        assert found["gap"] == pytest.approx(expected - progress)


def status_of(cli: Cli, path: Path, *words: object, today: str = "2026-05-18") -> Any:
    said = cli("status", path, "--format", "json", *words, today=today)
    assert said.code == 0, said.err
    return said.json


def one(cli: Cli, path: Path, title: str, today: str = "2026-05-18") -> Any:
    found = status_of(cli, path, today=today)
    results = [k for o in found["objectives"] for k in o["key_results"]]
    return next(k for k in results if k["title"] == title)


def test_weights_and_their_slips(cli: Cli, tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        (OBJ, "Renewals a month", None, 0, 10, 10, 3),  # 3 · 1
        (OBJ, "New customers", None, 0, 10, 2, None),  # blank is 1: 1 · 0.2
        (OBJ, "Orders a month", None, 0, 10, 7, 0),  # 0 · 0.7
        (OBJ, "Referrals a month", None, 0, 10, 5, -4),  # negative is 1: 1 · 0.5
        (OBJ, "Reviews a month", None, 0, 10, None, 2),  # 2 · absent as 0
        (OBJ, "Returning customers a month", None, 0, 10, -5, 1),  # 1 · -0.5 clamped to 0
        (OBJ, "Sales a month", None, 0, 10, 30, 1),  # 1 · 3 clamped to 1
    ]
    header = (*HEADER[:7], "Measures")
    rows = [(*row, "outcome") for row in rows]
    found = status_of(cli, books.book(tmp_path / "plan.xlsx", rows, header))["objectives"][0]
    assert found["progress"] == pytest.approx((3 + 0.2 + 0.5 + 1) / 9)
    assert found["coverage"] == pytest.approx(7 / 9)
    assert found["reported"] == found["progress"]


def test_weights_of_nothing(cli: Cli, tmp_path: Path) -> None:
    rows = [(OBJ, "Renewals a month", None, 0, 10, 10, 0), (OBJ, "Orders", None, 0, 10, 5, 0)]
    found = status_of(cli, books.book(tmp_path / "plan.xlsx", rows, HEADER))["objectives"][0]
    assert (found["progress"], found["coverage"]) == (None, None)


def test_deleting_a_value_never_raises_a_score(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    before = [o["progress"] for o in status_of(cli, path)["objectives"]]
    for row in range(2, 6):
        books.book(path)
        books.put(path, f"E{row}", None)
        after = [o["progress"] for o in status_of(cli, path)["objectives"]]
        assert all(now <= was for now, was in zip(after, before, strict=True))


@pytest.mark.parametrize(
    ("today", "statuses"),
    [
        ("2026-03-31", ["not_started"] * 4),
        ("2026-04-01", ["on_track", "on_track", "on_track", "accomplished"]),
        ("2026-04-09", ["on_track", "on_track", "on_track", "accomplished"]),
        # in the first tenth off track reads needs attention: 8/91 = 0.088 is within 0.10 anyway
        ("2026-06-30", ["off_track", "off_track", "off_track", "accomplished"]),
        # after the end: 0.4 partial, 0.5 partial, 0 missed
        ("2026-07-01", ["partial", "partial", "missed", "accomplished"]),
    ],
)
def test_a_period_from_before_its_start_to_after_its_end(
    cli: Cli, tmp_path: Path, today: str, statuses: list[str]
) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    (tmp_path / "okrsync.toml").write_text('[workspace]\nperiod = "2026-Q2"\n')
    found = status_of(cli, path, today=today)
    assert [k["status"] for o in found["objectives"] for k in o["key_results"]] == statuses


def test_an_ended_row_of_its_own_period(cli: Cli, tmp_path: Path) -> None:
    header = (*books.HEADER, "Period")
    periods = ("Q1 2026", "Q2 2026", "Q3 2026", "Q2 2026")
    rows = [(*row, when) for row, when in zip(books.ROWS, periods, strict=True)]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    (tmp_path / "okrsync.toml").write_text('[workspace]\nperiod = "2026-Q2"\n')
    found = status_of(cli, path)
    by_title = {k["title"]: k for o in found["objectives"] for k in o["key_results"]}
    assert by_title["Net revenue retention"]["status"] == "partial"
    assert by_title["Returning customers a month"]["status"] == "not_started"
    # Only rows of the current period are rolled up: 0.5 of churn, 1.1 clamped of the score.
    company = next(r for r in found["rollups"] if r["by"] == "company")
    assert company["progress"] == pytest.approx(0.75)


def test_aspirational_objectives_are_expected_to_reach_seven_tenths(
    cli: Cli, tmp_path: Path
) -> None:
    rows = [
        ("Objective", "aspirational", "Be loved", None, None, None),
        ("Key Result", None, "Referrals a month", 0, 100, 27),
    ]
    path = books.book(
        tmp_path / "plan.xlsx", rows, ("Level", "Kind", "Title", "Start", "Target", "Current")
    )
    found = status_of(cli, path)["objectives"][0]
    assert found["expected"] == pytest.approx(0.7 * E)
    # 0.3615 - 0.27 = 0.0915
    assert found["key_results"][0]["gap"] == pytest.approx(0.7 * E - 0.27)
    assert found["key_results"][0]["status"] == "on_track"


def test_parked_rows_count_nowhere(cli: Cli, tmp_path: Path) -> None:
    header = (*books.HEADER, "Parked")
    rows = [(*row, "yes" if at == 2 else None) for at, row in enumerate(books.ROWS)]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    buyers = status_of(cli, path)["objectives"][1]
    assert [k["title"] for k in buyers["key_results"]] == ["Net promoter score"]
    assert (buyers["progress"], buyers["status"]) == (1, "accomplished")
    cli("sync", path, "--yes")
    assert books.column(path, "OKR status")[2] is None


def test_typed_progress_is_reported_and_stands_in_where_there_is_no_metric(
    cli: Cli, tmp_path: Path
) -> None:
    header = (*books.HEADER, "Progress")
    rows = [
        (*books.ROWS[0], 0.9),  # computed 0.4
        (OBJ, "Customers recommend us", None, None, None, None, None, 0.3),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    found = status_of(cli, path)["objectives"][0]
    assert [(k["progress"], k["basis"]) for k in found["key_results"]] == [
        (0.4, "metric"),
        (0.3, "typed"),
    ]
    assert found["progress"] == pytest.approx(0.35)
    assert found["reported"] == pytest.approx(0.6)
    assert found["false_progress"] == pytest.approx(0.25)
    codes = {f["code"] for f in cli("check", path, "--format", "json").json["findings"]}
    assert "DAT10" in codes


def test_three_levels_roll_up(cli: Cli, tmp_path: Path) -> None:
    header = ("Type", "ID", "Title", "Parent", "Start", "Target", "Current", "Weight")
    rows = [
        ("Objective", "C1", "Clinics choose us", None, None, None, None, None),
        ("Key Result", "C1.1", "Clinics that renew", "C1", 0, 10, 6, None),
        ("Objective", "T1", "Clinics start fast", "C1", None, None, None, 2),
        ("Key Result", "T1.1", "Clinics active in week two", "T1", 0, 10, 3, None),
        ("Objective", "T2", "Clinics call less", "C1.1", None, None, None, None),
        ("Key Result", "T2.1", "Complaints a clinic", "T2", 10, 0, 1, None),
        ("Objective", "T3", "Clinics pay on time", "C1", None, None, None, None),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    found = {o["id"]: o for o in status_of(cli, path)["objectives"]}
    assert found["C1"]["progress"] == 0.6
    assert found["T3"]["rolled_up"] is None
    # own 0.6 (weight 1), 2 · 0.3, 1 · 0.9 by way of its key result, 1 · absent as 0
    assert found["C1"]["rolled_up"] == pytest.approx((0.6 + 2 * 0.3 + 0.9) / 5)
    company = next(r for r in status_of(cli, path)["rollups"] if r["by"] == "company")
    assert company["progress"] == pytest.approx(0.42)


def test_who_decides_what_counts(cli: Cli, tmp_path: Path) -> None:
    """A human's column before a waiver before the checker."""
    header = ("ID", *books.HEADER, "Measures", "Notes")
    out = ("Launch the new website", 0, 1, 1)
    rows = [
        ("K1", OBJ, "Renewals a month", 0, 10, 2, None, None, None, None),
        ("K2", OBJ, *out, None, None, None, None),
        ("K3", OBJ, "Launch the app", 0, 1, 1, None, None, "outcome", None),
        (
            "K4",
            OBJ,
            "Launch the portal",
            0,
            1,
            1,
            None,
            None,
            None,
            "accept OUT: a quarter to measure in",
        ),
        ("K5", OBJ, "Launch the shop", 0, 1, 1, None, None, None, None),
        ("K6", OBJ, "Orders a month", 0, 10, 10, None, None, "output", None),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    (tmp_path / "okrsync.toml").write_text(
        '[rules]\nwaivers = [{ rule = "OUT01", id = "K5", reason = "agreed for this quarter" }]\n'
    )
    objective = status_of(cli, path)["objectives"][0]
    found = {k["id"]: (k["label"], k["label_by"]) for k in objective["key_results"]}
    assert found["K2"] == ("output", "checker")
    assert found["K3"] == ("outcome", "human")
    assert found["K4"][1] == "waiver"
    assert found["K5"][1] == "waiver"
    assert found["K6"] == ("output", "human")
    # K1 0.2, K3 1, K4 1, K5 1
    assert objective["progress"] == pytest.approx(3.2 / 4)
    assert objective["output_progress"] == pytest.approx(1)
    assert objective["reported"] == pytest.approx(5.2 / 6)


def test_settings_of_pace(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    (tmp_path / "okrsync.toml").write_text("[scoring]\non_track = 0.12\nneeds_attention = 0.6\n")
    found = status_of(cli, path)
    assert [k["status"] for o in found["objectives"] for k in o["key_results"]] == [
        "on_track", "on_track", "needs_attention", "accomplished",
    ]  # fmt: skip
