"""Databases joined by relations: what leads up joins, what leads down or aside does not confuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from okrsync.mapping.reading import Reading
from okrsync.table import Table
from tests.mapping.databases import database, key, related
from tests.mapping.sheets import read_tabs


def objectives(*, listing: bool = False) -> Table:
    properties = {"Objective": "title", "Owner": "people"}
    rows = [["Visitors come back", "Noor"], ["Regulars bring friends", "Sem"]]
    if listing:
        properties["Key Results"] = "relation"
        rows = [[*rows[0], related(11, 12)], [*rows[1], related(13)]]
    return database("Objectives", properties, rows, first=1)


KR = {"Key Result": "title", "Objective": "relation", "Current": "number", "Target": "number"}


def key_results(*parents: str | None) -> Table:
    titles = ["Second visits", "Visits a week", "Guests brought along"]
    rows = [[t, p, 20 + n, 60] for n, (t, p) in enumerate(zip(titles, parents, strict=True))]
    return database("Key Results", KR, rows, first=11)


def tree(reading: Reading) -> dict[str | None, list[str]]:
    titles = {each.id: each.title for each in reading.plan.objectives}
    found: dict[str | None, list[str]] = {}
    for each in reading.plan.key_results:
        found.setdefault(titles.get(each.objective_id or ""), []).append(each.title)
    return found


WHOLE = {
    "Visitors come back": ["Second visits", "Visits a week"],
    "Regulars bring friends": ["Guests brought along"],
}


def test_key_results_find_their_objective_by_its_key() -> None:
    reading = read_tabs(objectives(), key_results(related(1), related(1), related(2)))
    assert tree(reading) == WHOLE
    assert not reading.problems


def test_a_relation_that_both_sides_show_is_one() -> None:
    reading = read_tabs(objectives(listing=True), key_results(related(1), related(1), related(2)))
    assert tree(reading) == WHOLE
    assert len(reading.plan.objectives) == 2
    assert not reading.problems


def test_a_relation_that_only_objectives_show_joins_as_well() -> None:
    properties = {name: kind for name, kind in KR.items() if name != "Objective"}
    rows = [["Second visits", 20, 60], ["Visits a week", 21, 60], ["Guests brought along", 22, 60]]
    lower = database("Key Results", properties, rows, first=11)
    assert tree(read_tabs(objectives(listing=True), lower)) == WHOLE


def test_objectives_of_one_title_are_told_apart() -> None:
    upper = database("Objectives", {"Objective": "title"}, [["Grow"], ["Grow"]], first=1)
    reading = read_tabs(upper, key_results(related(1), related(2), related(2)))
    assert [each.objective_id for each in reading.plan.key_results] == [key(1), key(2), key(2)]
    assert not reading.problems


def test_a_renamed_row_keeps_its_id() -> None:
    before = read_tabs(objectives(), key_results(related(1), related(1), related(2)))
    assert [each.id for each in before.plan.objectives] == [key(1), key(2)]


def test_a_number_that_the_service_gives_is_the_id() -> None:
    properties = {"Objective": "title", "Nr": "unique_id"}
    upper = database("Objectives", properties, [["Grow", "OBJ-1"], ["Last", "OBJ-2"]], first=1)
    reading = read_tabs(upper, key_results(related(1), related(1), related(2)))
    assert [each.id for each in reading.plan.objectives] == ["OBJ-1", "OBJ-2"]
    assert [each.objective_id for each in reading.plan.key_results] == ["OBJ-1", "OBJ-1", "OBJ-2"]


@pytest.mark.parametrize("header", ["Objective", "Serves", "OKR", "Hoort bij"])
def test_where_a_relation_leads_counts_not_what_it_is_called(header: str) -> None:
    properties = {"Key Result": "title", header: "relation", "Target": "number"}
    lower = database("Key Results", properties, [["Second visits", related(2), 60]], first=11)
    assert tree(read_tabs(objectives(), lower)) == {"Regulars bring friends": ["Second visits"]}


def test_a_title_of_any_name_is_the_title() -> None:
    properties = {"Wat we willen zien": "title", "Doel": "relation", "Omschrijving": "rich_text"}
    lower = database(
        "Kernresultaten", properties, [["Meer gasten", related(1), "op dinsdag"]], first=11
    )
    assert tree(read_tabs(objectives(), lower)) == {"Visitors come back": ["Meer gasten"]}


def test_initiatives_support_what_they_lead_to() -> None:
    properties = {"Task": "title", "Key Result": "relation", "Objective": "relation"}
    rows = [["Write to everyone", related(12), None], ["Paint the door", None, related(2)]]
    work = database("Tasks", properties, rows, first=21)
    reading = read_tabs(objectives(), key_results(related(1), related(1), related(2)), work)
    assert [each.supports for each in reading.plan.initiatives] == [(key(12),), (key(2),)]


def test_an_initiative_may_support_several() -> None:
    properties = {"Task": "title", "Key Result": "relation"}
    work = database("Tasks", properties, [["Write to everyone", related(11, 13)]], first=21)
    reading = read_tabs(objectives(), key_results(related(1), related(1), related(2)), work)
    assert reading.plan.initiatives[0].supports == (key(11), key(13))


def test_a_quarter_and_an_owner_in_databases_of_their_own_are_read_as_their_titles() -> None:
    quarters = database(
        "Quarters",
        {"Quarter": "title", "Time Span": "date", "Progress": "rollup"},
        [["Q2 2026", "2026-04-01/2026-06-30", 0.4]],
        first=31,
    )
    people = database("People", {"Name": "title", "Email": "email"}, [["Noor", "n@x.nl"]], first=41)
    properties = {"Objective": "title", "Quarter": "relation", "Owner": "relation"}
    upper = database("Objectives", properties, [["Grow", related(31), related(41)]], first=1)
    reading = read_tabs(quarters, people, upper, key_results(related(1), None, None))
    objective = reading.plan.objectives[0]
    assert objective.owner == "Noor"
    assert objective.period is not None
    assert objective.period.start == date(2026, 4, 1)
    assert len(reading.plan.objectives) == 1


def test_what_leads_to_a_database_that_was_not_read_is_said_and_left_out() -> None:
    properties = {"Objective": "title", "Owner": "relation"}
    upper = database("Objectives", properties, [["Grow", related(41)]], first=1)
    reading = read_tabs(upper, key_results(related(1), None, None))
    assert reading.plan.objectives[0].owner is None
    assert reading.plan.objectives[0].extra == {}
    assert any("Owner" in note.say() and "share" in note.say() for note in reading.notes)


def test_a_page_that_cannot_be_read_is_a_finding_without_its_key() -> None:
    reading = read_tabs(objectives(), key_results(related(1), related(99), related(2)))
    assert tree(reading)[None] == ["Visits a week"]
    [problem] = reading.problems
    assert (problem.code, problem.title) == ("DAT06", "Visits a week")
    assert key(99) not in problem.shown
    assert problem.detail is not None
    assert "shared" in problem.detail.say()


def test_sub_items_are_below_their_parent() -> None:
    properties = {"Name": "title", "Level": "select", "Parent item": "relation"}
    properties |= {"Sub-item": "relation", "Target": "number"}
    rows: list[list[object]] = [
        ["Second visits", "Key Result", related(3), None, 60],
        ["Write to everyone", "Initiative", related(1), None, None],
        ["Visitors come back", "Objective", None, related(1), None],
    ]
    reading = read_tabs(database("OKRs", properties, rows, first=1))
    assert tree(reading) == {"Visitors come back": ["Second visits"]}
    assert reading.plan.initiatives[0].supports == (key(1),)
    assert [each.title for each in reading.plan.objectives] == ["Visitors come back"]


def test_notes_about_a_key_result_are_no_work_on_it() -> None:
    notes = database(
        "1:1 Notes",
        {"Meeting Note": "title", "Key Results": "relation"},
        [["Talked about regulars", related(11)], ["Lunch", related(12)]],
        first=51,
    )
    reading = read_tabs(objectives(), key_results(related(1), related(1), related(2)), notes)
    assert tree(reading) == WHOLE
    assert not reading.plan.initiatives


def test_what_is_called_goals_and_measured_is_a_key_result() -> None:
    properties = {"Title": "title", "Target Value": "number", "Current Value": "number"}
    reading = read_tabs(database("Goals", properties, [["Run further", 42, 10]], first=1))
    assert [each.title for each in reading.plan.key_results] == ["Run further"]
    assert not reading.plan.objectives


def test_progress_by_formula_on_either_scale_and_numbers_as_text() -> None:
    properties = {"Key Result": "title", "Progress %": "number", "Target": "rich_text"}
    rows = [["Second visits", 45, "60"], ["Visits a week", 5, "1.200"]]
    reading = read_tabs(database("Key Results", properties, rows, first=11))
    first, second = reading.plan.key_results
    assert (first.reported_progress, second.reported_progress) == (Decimal("0.45"), Decimal("0.05"))
    assert first.metric is not None
    assert first.metric.target == 60


def test_times_of_the_service_are_nobodys_dates() -> None:
    properties = {"Key Result": "title", "Created by": "created_by", "Date": "last_edited_time"}
    reading = read_tabs(
        database("Key Results", properties, [["Second visits", "Noor", date(2026, 5, 5)]], first=11)
    )
    assert reading.plan.key_results[0].due is None
    assert reading.plan.key_results[0].owner is None
