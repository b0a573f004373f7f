"""A start that was deleted stays in force, and is named, until another is typed."""

from __future__ import annotations

import pytest

from okrsync.evaluate.assumed import assumed
from tests.pipeline.sandbox import HEADER, PROGRESS, ROWS, Sandbox


@pytest.fixture
def cleared(box: Sandbox) -> Sandbox:
    """A week after the first sync somebody has cleared all starts."""
    box.sync()
    box.today = "2026-05-08"
    box.write([(goal, title, "", *rest) for goal, title, _, *rest in ROWS])
    return box


def test_deleting_a_start_changes_no_score(cleared: Sandbox) -> None:
    cleared.sync()
    assert cleared.column(PROGRESS) == ["16.67%", "50%", "37.5%"]
    cleared.sync()
    assert cleared.column(PROGRESS) == ["16.67%", "50%", "37.5%"], "a week later too"


def test_it_is_said_which(cleared: Sandbox) -> None:
    line = assumed(cleared.status()) or ""
    assert "the starts of “Members who post weekly”" in line
    assert "“Complaints a week” as they were before their cells were cleared" in line


def test_another_start_ends_it(cleared: Sandbox) -> None:
    cleared.sync()
    cleared.write([(*ROWS[0][:2], "20", *ROWS[0][3:]), *ROWS[1:]])
    cleared.sync()
    assert cleared.column(PROGRESS)[0] == "6.25%"
    assert assumed(cleared.status()) is None or "cleared" not in (assumed(cleared.status()) or "")


def test_a_new_target_is_measured_from_it(cleared: Sandbox) -> None:
    cleared.write([(*ROWS[2][:2], "", "9", "2")])
    cleared.sync()
    assert cleared.column(PROGRESS) == ["30%"], "from 12 down to 2"


def test_a_start_in_another_unit_is_not_taken(cleared: Sandbox) -> None:
    cleared.write([(*ROWS[1][:2], "", "50 days", "80 days")])
    kept = [each.metric for each in cleared.status().plan.key_results]
    assert [metric.baseline_kept for metric in kept if metric] == [False]


def test_one_that_never_was_is_not_invented(box: Sandbox) -> None:
    box.write([(*ROWS[0][:2], "", *ROWS[0][3:])], HEADER)
    box.sync()
    box.today = "2026-05-08"
    assert not any(k.metric and k.metric.baseline_kept for k in box.status().plan.key_results)
