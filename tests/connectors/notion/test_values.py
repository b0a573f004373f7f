"""Every kind of property as a cell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from okrsync.table import Column
from tests.connectors.notion.desk import Desk, column, values
from tests.servers.notion import people
from tests.servers.notion.seeding import Table


def cell(desk: Desk, kind: str, typed: Any) -> Any:
    """What a value that somebody typed is read as."""
    table = desk.notion.database("Plan", {"Name": "title", "It": kind})
    table.add({"Name": "one", "It": typed})
    return values(desk.read(table).tables[0], "It")[0]


@pytest.mark.parametrize(
    ("kind", "typed", "read"),
    [
        ("rich_text", "007 ≥ 5 — 🚀", "007 ≥ 5 — 🚀"),
        ("rich_text", "", None),
        ("number", 0, 0),
        ("number", None, None),
        ("number", -12.5, -12.5),
        ("number:percent", 0.1, 0.1),
        ("select:Low,High", "High", "High"),
        ("select:Low,High", None, None),
        ("status:Doing,Done", "Done", "Done"),
        ("multi_select:A,B,C", ["A", "C"], "A, C"),
        ("multi_select:A", [], None),
        ("date", date(2026, 4, 1), date(2026, 4, 1)),
        ("date", (date(2026, 4, 1), date(2026, 6, 30)), "2026-04-01/2026-06-30"),
        ("date", None, None),
        ("checkbox", True, True),
        ("checkbox", False, False),
        ("url", "https://example.org", "https://example.org"),
        ("email", "jan@example.org", "jan@example.org"),
        ("phone_number", "+31 20 123", "+31 20 123"),
        ("formula", 0.25, 0.25),
        ("formula", "half way", "half way"),
        ("formula", True, True),
        ("formula", date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_a_property_is_read_as_its_value(desk: Desk, kind: str, typed: Any, read: Any) -> None:
    found = cell(desk, kind, typed)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-29T01:30:00.000+01:00", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        ("2026-03-29T03:30:00.000+02:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-04-01T00:15:00.000-05:00", datetime(2026, 4, 1, 5, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_keeps_its_own_day(desk: Desk, text: str, moment: datetime) -> None:
    found = cell(desk, "date", text)
    assert found == moment
    assert found.date() == date.fromisoformat(text[:10])


def test_a_range_of_moments_keeps_its_offsets(desk: Desk) -> None:
    zone = timezone(timedelta(hours=2))
    ends = (datetime(2026, 4, 1, 9, tzinfo=zone), datetime(2026, 6, 30, 23, 59, tzinfo=zone))
    assert cell(desk, "date", ends) == "2026-04-01T09:00:00+02:00/2026-06-30T23:59:00+02:00"


def test_people_are_their_names_and_never_ids(desk: Desk) -> None:
    anna = desk.notion.person("Anna de Vries")
    sam = desk.notion.person("", "sam@example.org")
    assert cell(desk, "people", [anna, sam]) == "Anna de Vries, sam@example.org"
    desk.notion.ws.integration.capabilities.discard("user")
    assert cell(desk, "people", [anna]) is None


def test_a_unique_id_has_its_prefix(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title", "ID": "unique_id:KR", "No": "unique_id"})
    for name in ("one", "two"):
        desk.later(1)
        table.add({"Name": name})
    found = desk.read(table).tables[0]
    assert values(found, "ID") == ["KR-1", "KR-2"]
    assert values(found, "No") == ["1", "2"]


def test_when_and_by_whom(desk: Desk) -> None:
    table = desk.notion.database(
        "Plan", {"Name": "title", "Made": "created_time", "By": "created_by"}
    )
    table.add({"Name": "one"})
    found = desk.read(table).tables[0]
    assert values(found, "Made") == [desk.clock.now().replace(second=0, microsecond=0)]
    assert values(found, "By") == ["Sam Colleague"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("number", None),
        ("number:percent", "0%"),
        ("number:euro", "[$EUR] #,##0.00"),
        ("number:dollar", "[$USD] #,##0.00"),
        ("number:number_with_commas", "#,##0"),
    ],
)
def test_a_numbers_format_is_a_spreadsheets(desk: Desk, kind: str, code: str | None) -> None:
    table = desk.notion.database("Plan", {"Name": "title", "It": kind})
    for number in (0.5, None):
        desk.later(1)
        table.add({"Name": "row", "It": number})
    found = desk.read(table).tables[0]
    assert found.formats == ({(1, column(found, "It")): code} if code else {})


def test_columns_are_the_properties_the_title_first(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Goal": "title"})
    table = desk.notion.database(
        "Results",
        {
            "Current": "number",
            "Result": "title",
            "Goal": "relation:Goals",
            "Progress": "formula",
            "Made": "created_time",
        },
    )
    desk.later(1)
    found = desk.read(table).tables[0]
    assert (found.key, found.name) == (table.id, "Results")
    told = [(c.title, c.type, c.writable) for c in found.columns]
    assert told[0] == ("Result", "title", True)
    assert sorted(told[1:]) == [
        ("Current", "number", True),
        ("Goal", "relation", True),
        ("Made", "created_time", False),
        ("Progress", "formula", False),
    ]
    assert [c.index for c in found.columns] == list(range(5))
    goal = next(c for c in found.columns if c.title == "Goal")
    assert isinstance(goal, Column)
    assert goal.target == goals.id


def test_a_relation_is_its_rows_keys(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Goal": "title"})
    keys = [goals.add({"Goal": name}) for name in ("Grow", "Last")]
    table = desk.notion.database("Results", {"Result": "title", "Goal": "relation:Goals"})
    table.add({"Result": "one", "Goal": keys})
    found = desk.read(table).tables[0]
    assert values(found, "Goal") == [", ".join(keys)]
    assert found.rows[0].key == table.rows[0].id


def test_what_is_computed_is_marked_as_a_formula(desk: Desk) -> None:
    goals, _ = joined(desk)
    found = desk.read(goals).tables[0]
    row = {c.title: found.rows[0].value(c.index) for c in found.columns}
    assert row["Average"] == 0.5
    assert sorted(str(row["All"]).split(", ")) == ["0.25", "0.75"]
    computed = {column(found, name) for name in ("Average", "All", "Share")}
    assert {at for _, at in found.formulas} == computed
    assert all(not found.columns[at].writable for at in computed)
    assert found.formats == {(1, column(found, "Share")): "0%"}


def test_a_rollup_of_percents_is_a_percent(desk: Desk) -> None:
    page = desk.notion.page("Home")
    joined(desk, page)
    found = desk.read(page).tables[0]
    assert found.formats[1, column(found, "Average")] == "0%"


def joined(desk: Desk, page: str = "") -> tuple[Table, Table]:
    """Goals with rollups over the results that belong to them."""
    goals = desk.notion.database("Goals", {"Goal": "title"}, parent=page)
    results = desk.notion.database(
        "Results",
        {
            "Result": "title",
            "Goal": "relation:Goals<>",
            "Done": "number:percent",
            "Ok": "checkbox",
        },
        parent=page,
    )
    grow = goals.add({"Goal": "Grow"})
    for done in (0.25, 0.75):
        results.add({"Result": "r", "Goal": grow, "Done": done, "Ok": done > 0.5})
    for name, what in (
        ("Average", "Done.average"),
        ("All", "Done.show_original"),
        ("Share", "Ok.percent_checked"),
    ):
        people.add_property(goals, name, f"rollup:Results (Goal).{what}")(desk.notion.ws)
    return goals, results
