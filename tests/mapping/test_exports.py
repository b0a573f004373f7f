"""Exports of tools, each with the headers that it documents: read as a person would read them."""

from __future__ import annotations

from okrsync.mapping.reading import Reading
from tests.mapping.sheets import read_cells


def numbers(reading: Reading) -> dict[str, tuple[object, ...]]:
    """Key result's title → its objective's title, start, target and current value."""
    above = {each.id: each.title for each in reading.plan.objectives}
    return {
        each.title: (
            above.get(each.objective_id or ""),
            *(
                (each.metric.baseline, each.metric.target, each.metric.current)
                if each.metric
                else ()
            ),
        )
        for each in reading.plan.key_results
    }


def doubts(reading: Reading) -> list[str]:
    """The codes of what could not be read, but for columns that are named only."""
    return [each.code for each in reading.problems if each.code != "DAT16"]


def test_goals_that_name_the_row_above_them_by_its_number() -> None:
    reading = read_cells(
        [
            ["Row ID", "Parent Row IDs", "Parent Goal IDs", "Goal ID", "Action", "Goal Title",
             "Owner Emails", "Goal Cycle", "Goal Type", "Scope", "Start Date", "End Date",
             "Starting Value", "Target Value", "Current Value", "Check-in Type"],
            [1, None, None, "g1", "Edit", "Hikers come back", "a@x.org", "Q2 2026", "Default",
             "Company", "2026-04-01", "2026-06-30", 0, 100, 40, "Auto"],
            [2, 1, None, "g2", "Edit", "Nights booked", "b@x.org", "Q2 2026", "Number",
             "Department", "2026-04-01", "2026-06-30", 100, 200, 150, "Manual"],
            [3, 1, None, "g3", "Edit", "Complaints a week", "c@x.org", "Q2 2026", "Number",
             "Department", "2026-04-01", "2026-06-30", 12, 6, 9, "Manual"],
        ]
    )  # fmt: skip
    assert numbers(reading) == {
        "Nights booked": ("Hikers come back", 100, 200, 150),
        "Complaints a week": ("Hikers come back", 12, 6, 9),
    }
    assert not reading.plan.initiatives
    assert doubts(reading) == []


def test_rows_of_three_levels_with_a_parent() -> None:
    reading = read_cells(
        [
            ["Row ID", "Title", "Parent", "Object Type", "Entity", "Owner Email", "Time Period",
             "Start Date", "Start Value", "Target Value", "Current Value"],
            [1, "Hikers come back", None, "Objective", "Huts", "a@x.org", "Q2 2026"],
            [2, "Nights booked", 1, "Key result", "Huts", "b@x.org", "Q2 2026", "2026-04-01",
             100, 200, 150],
            [3, "Mend the roof", 2, "Initiative", "Huts", "b@x.org", "Q2 2026"],
        ]
    )  # fmt: skip
    assert numbers(reading) == {"Nights booked": ("Hikers come back", 100, 200, 150)}
    (action,) = reading.plan.initiatives
    assert action.supports == ("2",)


def test_a_name_with_numbered_key_results_is_their_objective() -> None:
    reading = read_cells(
        [
            ["email", "name", "description", "visibility", "due_at", "created_at", "status",
             "completion", "key_result_1_title", "key_result_1_completion", "key_result_2_title",
             "key_result_2_completion"],
            ["a@x.org", "Hikers come back", "why", "public", "2026-06-30", "2026-04-01",
             "on_track", 35, "Nights booked", 50, "Complaints a week", 20],
            ["b@x.org", "Huts are warm", None, "public", "2026-06-30", "2026-04-01", "off_track",
             10, "Days without wood", 10, None, None],
        ]
    )  # fmt: skip
    assert {title: told[0] for title, told in numbers(reading).items()} == {
        "Nights booked": "Hikers come back",
        "Complaints a week": "Hikers come back",
        "Days without wood": "Huts are warm",
    }
    assert [each.reported_status for each in reading.plan.objectives] == ["on_track", "off_track"]


def test_goals_with_a_command_for_the_import_hold_no_actions() -> None:
    reading = read_cells(
        [
            ["Action", "Objective ID", "Title", "Description", "Type", "Type Value"],
            ["update", 11, "Hikers come back", "why", "company", None],
            ["add", 12, "Huts are warm", None, "department", "Huts"],
        ]
    )
    assert [each.title for each in reading.plan.objectives] == ["Hikers come back", "Huts are warm"]
    assert not reading.plan.initiatives


def test_goals_with_an_identifier_and_two_people() -> None:
    reading = read_cells(
        [
            ["Goal", "Notes", "Goal Identifier", "Start Date", "End Date", "Check-In Type",
             "Assigner Email", "Owner Email"],
            ["Hikers come back", "why", "G-1", "2026-04-01", "2026-06-30", "Weekly", "a@x.org",
             "b@x.org"],
        ]
    )  # fmt: skip
    (goal,) = reading.plan.objectives
    assert (goal.title, goal.owner) == ("Hikers come back", "b@x.org")


def test_a_session_with_attainment() -> None:
    reading = read_cells(
        [
            ["Session", "Objective", "Key Result", "Owner", "Start Value", "Target Value",
             "Actual Value", "Attainment", "Confidence"],
            ["Q2 2026", "Hikers come back", "Nights booked", "Ann", 100, 200, 150, "50%", "80%"],
        ]
    )  # fmt: skip
    assert numbers(reading) == {"Nights booked": ("Hikers come back", 100, 200, 150)}


def test_a_database_exported_with_the_links_of_its_relations() -> None:
    link = "Hikers come back (https://www.notion.so/Hikers-come-back-1a2b?pvs=21)"
    reading = read_cells(
        [
            ["Name", "Objectives", "Start", "Current", "Target", "Due Date", "Last edited time"],
            ["Nights booked", link, 100, 150, 200, "June 30, 2026", "May 1, 2026 10:12 AM"],
        ]
    )
    assert numbers(reading) == {"Nights booked": ("Hikers come back", 100, 200, 150)}


def test_results_of_a_type_with_their_objective_beside_them() -> None:
    reading = read_cells(
        [
            ["id", "name", "type", "objective", "lead", "timeframe", "startValue", "endValue",
             "currentValue", "metricUnit", "targetType", "archived"],
            ["r1", "Nights booked", "KEY_RESULT", "Hikers come back", "Ann", "Q2 2026", 100, 200,
             150, "NUMERICAL", "INCREASE_TO", "false"],
            ["r2", "Complaints a week", "KEY_RESULT", "Hikers come back", "Bob", "Q2 2026", 12, 6,
             9, "NUMERICAL", "DECREASE_TO", "false"],
            ["r3", "Mend the roof", "INITIATIVE", "Hikers come back", "Bob", "Q2 2026"],
        ]
    )  # fmt: skip
    assert numbers(reading) == {
        "Nights booked": ("Hikers come back", 100, 200, 150),
        "Complaints a week": ("Hikers come back", 12, 6, 9),
    }
    (goal,), (action,) = reading.plan.objectives, reading.plan.initiatives
    assert action.supports == (goal.id,)


def test_short_names_of_an_interface() -> None:
    reading = read_cells(
        [
            ["krs_owner", "obj_title", "krs_title", "krs_init", "krs_now", "krs_tar", "krs_unit"],
            [7, "Hikers come back", "Nights booked", 100, 150, 200, "nights"],
            [7, "Hikers come back", "Complaints a week", 12, 9, 6, "complaints"],
        ]
    )
    assert numbers(reading) == {
        "Nights booked": ("Hikers come back", 100, 200, 150),
        "Complaints a week": ("Hikers come back", 12, 6, 9),
    }
    assert doubts(reading) == []
