"""The real notion-client reads the loopback Notion."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from notion_client.errors import APIResponseError

from tests.servers.notion import people
from tests.servers.notion.client import client
from tests.servers.notion.seeding import Table
from tests.servers.notion.server import NotionServer

CREATED = [{"timestamp": "created_time", "direction": "ascending"}]

COLUMNS = {
    "Now": "number:percent",
    "Name": "title",
    "Status": "select:On track,Off track",
    "State": "status",
    "Tags": "multi_select:Sales",
    "Due": "date",
    "Owner": "people",
    "Note": "rich_text",
    "Done": "formula:…",
    "Ready": "checkbox",
    "Link": "url",
    "Mail": "email",
    "Phone": "phone_number",
    "Files": "files",
    "No": "unique_id:KR",
    "Made": "created_time",
    "Maker": "created_by",
    "Edited": "last_edited_time",
    "Editor": "last_edited_by",
    "Push": "button",
}


def scanned(notion: NotionServer, table: Table, **asked: Any) -> list[Any]:
    """All answers of one scan."""
    answers = [client(notion).data_sources.query(data_source_id=table.id, **asked)]
    while answers[-1]["has_more"]:
        cursor = answers[-1]["next_cursor"]
        more = {**asked, "start_cursor": cursor}
        answers.append(client(notion).data_sources.query(data_source_id=table.id, **more))
    return answers


def names(answers: list[Any], title: str = "Name") -> list[str]:
    rows = [row for answer in answers for row in answer["results"]]
    return [row["properties"][title]["title"][0]["plain_text"] for row in rows]


def test_databases_tell_their_data_sources_and_these_their_properties(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", COLUMNS)
    notion.another_source(okrs, "Archive", {"Name": "title"})
    found = client(notion).databases.retrieve(database_id=okrs.database.id)
    assert [one["name"] for one in found["data_sources"]] == ["OKRs", "Archive"]
    source = client(notion).data_sources.retrieve(data_source_id=okrs.id)["properties"]
    assert source["Now"] | {"description": None} == source["Now"]
    assert (source["Now"]["id"], source["Name"]["id"]) == ("%3F~%5Cw", "title")
    assert source["Now"]["number"] == {"format": "percent"}
    assert [one["name"] for one in source["Status"]["select"]["options"]] == [
        "On track",
        "Off track",
    ]


def test_every_type_of_value(notion: NotionServer) -> None:
    ann = notion.person("Ann Lee")
    okrs = notion.database("OKRs", COLUMNS)
    row = {
        "Name": "Grow",
        "Now": 0.5,
        "Status": "Off track",
        "State": "Done",
        "Tags": ["Sales", "New"],
        "Due": (date(2026, 3, 1), "2026-04-01"),
        "Owner": [ann],
        "Note": "x" * 2001,
        "Done": 0.25,
        "Ready": True,
        "Link": "https://example.org",
    }
    okrs.add(row)
    [page] = client(notion).data_sources.query(data_source_id=okrs.id)["results"]
    values = {name: value[value["type"]] for name, value in page["properties"].items()}
    assert values["Now"] == 0.5
    assert values["Status"]["name"] == "Off track"
    assert values["State"]["color"] == "green"
    assert [one["name"] for one in values["Tags"]] == ["Sales", "New"]
    assert values["Due"] == {"start": "2026-03-01", "end": "2026-04-01", "time_zone": None}
    assert values["Owner"][0]["person"]["email"] == "ann@example.org"
    assert [len(one["plain_text"]) for one in values["Note"]] == [2000, 1]
    assert values["Done"] == {"type": "number", "number": 0.25}
    assert values["No"] == {"prefix": "KR", "number": 1}
    assert (values["Ready"], values["Mail"], values["Files"]) == (True, None, [])
    assert values["Made"] == "2026-01-05T08:00:00.000Z"
    assert values["Maker"]["name"] == "Sam Colleague"


@pytest.mark.parametrize("rows", [0, 1, 100, 101, 250])
def test_rows_come_a_hundred_at_a_time(notion: NotionServer, rows: int) -> None:
    okrs = notion.database("OKRs", {"Name": "title"})
    okrs.add_all({"Name": f"Row {n}"} for n in range(rows))
    answers = scanned(notion, okrs, sorts=CREATED)
    assert sorted(names(answers)) == sorted(f"Row {n}" for n in range(rows))
    assert notion.log.counts() == {"read": max(1, -(-rows // 100)), "write": 0, "other": 0}


def test_without_a_sort_there_is_no_fixed_order(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", {"Name": "title"})
    okrs.add_all({"Name": f"Row {n}"} for n in range(120))
    one, other = names(scanned(notion, okrs)), names(scanned(notion, okrs))
    assert one != other
    assert set(one) == set(other)


def test_only_the_properties_that_are_asked_for(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", COLUMNS)
    okrs.add({"Name": "Grow"})
    [page] = client(notion).data_sources.query(data_source_id=okrs.id, filter_properties=["?~\\w"])[
        "results"
    ]
    assert set(page["properties"]) == {"Now"}


def test_more_rows_than_a_query_shows(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", {"Name": "title"})
    okrs.add_all({"Name": str(n)} for n in range(250))
    notion.scans.cap = 200
    answers = scanned(notion, okrs, sorts=CREATED)
    assert [len(answer["results"]) for answer in answers] == [100, 100]
    assert answers[-1]["request_status"]["incomplete_reason"] == "query_result_limit_reached"
    assert "request_status" not in answers[0]


def test_what_was_edited_since(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", {"Name": "title"})
    _, second = okrs.add_all([{"Name": "A"}, {"Name": "B"}])
    notion.clock.advance(290)
    people.edit(okrs, second, {"Name": "B2"})(notion.ws)
    since = {"on_or_after": "2026-01-05T08:04:00.000Z"}
    answers = scanned(
        notion, okrs, filter={"timestamp": "last_edited_time", "last_edited_time": since}
    )
    assert names(answers) == ["B2"]
    assert answers[0]["results"][0]["last_edited_time"] == "2026-01-05T08:04:00.000Z"


FILTERED = [
    ({"property": "Now", "number": {"greater_than": 1}}, {"C"}),
    ({"property": "?~\\w", "number": {"is_empty": True}}, {"A"}),
    ({"property": "Name", "title": {"contains": "b"}}, {"B"}),
    ({"property": "Status", "select": {"equals": "on track"}}, {"B"}),
    ({"property": "Tags", "multi_select": {"contains": "Sales"}}, {"C"}),
    ({"property": "Due", "date": {"before": "2026-03-01"}}, {"A"}),
    ({"property": "Due", "date": {"on_or_before": "2026-03-01"}}, {"A", "B"}),
    ({"property": "Due", "date": {"equals": "2026-03-01T09:00:42Z"}}, {"B"}),
    ({"property": "Ready", "checkbox": {"equals": True}}, {"C"}),
    ({"property": "Done", "formula": {"number": {"equals": 3}}}, {"C"}),
    (
        {
            "or": [
                {"property": "Name", "rich_text": {"equals": "A"}},
                {"and": [{"property": "Now", "number": {"equals": 2}}]},
            ]
        },
        {"A", "C"},
    ),
]


@pytest.mark.parametrize(("told", "expected"), FILTERED)
def test_filters(notion: NotionServer, told: Any, expected: set[str]) -> None:
    okrs = notion.database("OKRs", COLUMNS)
    okrs.add({"Name": "A", "Due": "2026-02-28"})
    okrs.add({"Name": "B", "Now": 0, "Status": "On track", "Due": "2026-03-01T10:00:00+01:00"})
    okrs.add({"Name": "C", "Now": 2, "Tags": ["Sales"], "Ready": True, "Done": 3})
    assert set(names(scanned(notion, okrs, filter=told))) == expected


def test_sorts_put_the_empty_last(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", COLUMNS)
    okrs.add_all([{"Name": "A"}, {"Name": "B", "Now": 2}, {"Name": "C", "Now": 0}])
    sort = {"property": "Now", "direction": "descending"}
    assert names(scanned(notion, okrs, sorts=[sort])) == ["B", "C", "A"]


def test_long_values_are_cut_and_completed(notion: NotionServer) -> None:
    aims = notion.database("Aims", {"Name": "title"})
    okrs = notion.database(
        "OKRs",
        {"Name": "title", "Aims": "relation:Aims", "Titles": "rollup:Aims.Name.show_original"},
    )
    ids = aims.add_all({"Name": str(n)} for n in range(130))
    row = okrs.add({"Name": "Grow", "Aims": ids})
    page = client(notion).pages.retrieve(page_id=row)
    shown, rolled = page["properties"]["Aims"], page["properties"]["Titles"]
    assert (len(shown["relation"]), shown["has_more"]) == (25, True)
    assert (len(rolled["rollup"]["array"]), rolled["has_more"]) == (25, True)
    for one in (shown["id"], rolled["id"]):
        get = client(notion).pages.properties.retrieve
        first = get(page_id=row, property_id=one)
        rest = get(page_id=row, property_id=one, start_cursor=first["next_cursor"])
        assert [len(first["results"]), len(rest["results"])] == [100, 30]


def test_rollups_follow_the_rows_they_are_over(notion: NotionServer) -> None:
    krs = notion.database("KRs", {"Name": "title", "Now": "number", "Due": "date"})
    columns = {
        "Name": "title",
        "KRs": "relation:KRs<>",
        "Average": "rollup:KRs.Now.average",
        "Last": "rollup:KRs.Due.latest_date",
    }
    goals = notion.database("Goals", columns)
    ids = krs.add_all([{"Now": 1, "Due": "2026-01-01"}, {"Now": 2, "Due": "2026-02-01"}])
    goal = goals.add({"Name": "Grow", "KRs": ids})
    get = client(notion).pages.retrieve
    assert get(page_id=goal)["properties"]["Average"]["rollup"]["number"] == 1.5
    people.edit(krs, ids[0], {"Now": 4})(notion.ws)
    values = get(page_id=goal)["properties"]
    assert values["Average"]["rollup"] == {"type": "number", "number": 3, "function": "average"}
    assert values["Last"]["rollup"]["date"]["start"] == "2026-02-01"
    assert krs.value(ids[1], "Goals (KRs)") == [{"id": goal}]


def test_a_rollup_that_notion_cannot_work_out(notion: NotionServer) -> None:
    notion.database("KRs", {"Name": "title", "Now": "number"})
    columns = {"Name": "title", "KRs": "relation:KRs", "Average": "rollup:KRs.Now.average"}
    goals = notion.database("Goals", columns)
    row = goals.add()
    for kind in ("incomplete", "unsupported"):
        goals.force("Average", {"type": kind, kind: {}, "function": "average"})
        page = client(notion).pages.retrieve(page_id=row)
        assert page["properties"]["Average"]["rollup"]["type"] == kind


def test_formulas_are_worked_out_anew(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", {"Name": "title", "Now": "number", "Done": "formula:…"})
    now = okrs.property("Now").id
    okrs.compute("Done", lambda page: page.values[now] > 1)
    row = okrs.add({"Now": 1})
    get = client(notion).pages.retrieve
    assert get(page_id=row)["properties"]["Done"]["formula"] == {
        "type": "boolean",
        "boolean": False,
    }
    people.edit(okrs, row, {"Now": 2})(notion.ws)
    assert get(page_id=row)["properties"]["Done"]["formula"]["boolean"] is True


def test_without_user_information_people_have_no_names(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", {"Name": "title", "Owner": "people"})
    row = okrs.add({"Owner": notion.person("Ann")})
    get = client(notion).pages.retrieve
    assert get(page_id=row)["properties"]["Owner"]["people"][0]["name"] == "Ann"
    notion.ws.integration.capabilities.remove("user")
    assert set(get(page_id=row)["properties"]["Owner"]["people"][0]) == {"object", "id"}


def test_what_is_not_shared_is_not_found_and_not_related(notion: NotionServer) -> None:
    aims = notion.database("Aims", {"Name": "title"})
    okrs = notion.database("OKRs", {"Name": "title", "Aims": "relation:Aims"})
    row = okrs.add({"Aims": aims.add({"Name": "A"})})
    people.share(aims, shared=False)(notion.ws)
    with pytest.raises(APIResponseError, match='shared with your integration "okrsync"') as caught:
        client(notion).databases.retrieve(database_id=aims.database.id)
    assert (caught.value.status, caught.value.code) == (404, "object_not_found")
    page = client(notion).pages.retrieve(page_id=row)
    assert page["properties"]["Aims"]["relation"] == []


@pytest.mark.parametrize("hidden", ["row", "database", "erased"])
def test_rows_that_may_not_be_seen(notion: NotionServer, hidden: str) -> None:
    okrs = notion.database("OKRs", {"Name": "title"})
    row, _ = okrs.add_all([{"Name": "A"}, {"Name": "B"}])
    act = {
        "row": people.share_page(row, shared=False),
        "database": people.share(okrs, shared=False),
        "erased": people.erase(row),
    }[hidden]
    act(notion.ws)
    with pytest.raises(APIResponseError, match="Could not find page with ID"):
        client(notion).pages.retrieve(page_id=row)
    if hidden != "database":
        assert names(scanned(notion, okrs)) == ["B"]


def test_databases_on_a_page(notion: NotionServer) -> None:
    home = notion.page("Home")
    okrs = notion.database("OKRs", {"Name": "title"}, parent=home)
    view = notion.linked(okrs, parent=notion.page("Elsewhere"))
    found = client(notion).blocks.children.list(block_id=home)["results"]
    assert [(one["type"], one["id"]) for one in found] == [
        ("child_database", okrs.database.id),
    ]
    with pytest.raises(APIResponseError, match="Could not find database"):
        client(notion).databases.retrieve(database_id=view)


def test_people_and_search(notion: NotionServer) -> None:
    okrs = notion.database("OKRs", {"Name": "title"})
    okrs.add({"Name": "Grow"})
    assert client(notion).users.me()["name"] == "okrsync"
    listed = client(notion).users.list()["results"]
    assert [one["type"] for one in listed] == ["bot", "person"]
    assert client(notion).users.retrieve(user_id=listed[1]["id"])["name"] == "Sam Colleague"
    assert len(client(notion).search(query="grow")["results"]) == 1
    only = {"property": "object", "value": "data_source"}
    assert client(notion).search(filter=only)["results"][0]["id"] == okrs.id
