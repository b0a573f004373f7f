"""The real notion-client writes into the loopback Notion."""

from __future__ import annotations

from typing import Any

import pytest
from notion_client.errors import APIResponseError

from tests.servers.notion import people
from tests.servers.notion.client import client
from tests.servers.notion.seeding import Table
from tests.servers.notion.server import NotionServer

COLUMNS = {
    "Name": "title",
    "Now": "number",
    "Status": "select:On track",
    "State": "status",
    "Due": "date",
    "Note": "rich_text",
    "Tags": "multi_select",
    "No": "unique_id",
    "Done": "formula:…",
    "Aims": "relation:Aims",
}


@pytest.fixture
def okrs(notion: NotionServer) -> Table:
    notion.database("Aims", {"Name": "title"})
    return notion.database("OKRs", COLUMNS)


def titled(text: str) -> Any:
    return {"title": [{"text": {"content": text}}]}


def test_a_patch_changes_what_it_names_and_is_remembered(notion: NotionServer, okrs: Table) -> None:
    row = okrs.add({"Name": "Grow", "Now": 1})
    notion.clock.advance(90)
    answer = client(notion).pages.update(
        page_id=row,
        properties={okrs.property("Now").id: {"number": 0}, "Status": {"select": {"name": "Late"}}},
    )
    assert answer["properties"]["Now"]["number"] == 0
    assert answer["last_edited_time"] == "2026-01-05T08:01:00.000Z"
    assert answer["last_edited_by"]["id"] == notion.bot
    assert (okrs.text(row, "Name"), okrs.text(row, "Status")) == ("Grow", "Late")
    assert notion.ws.history.outside({"Now", "Status"}, who=notion.bot) == []
    assert len(notion.ws.history.outside({"Now"}, who=notion.bot)) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-05-01", "2026-05-01"),
        ("2026-05-01T10:20:30", "2026-05-01T10:20:00.000+00:00"),
        ("2026-05-01T10:20:30+02:00", "2026-05-01T10:20:00.000+02:00"),
        ("2026-05-01T10:20:30.123Z", "2026-05-01T10:20:00.000+00:00"),
    ],
)
def test_seconds_are_cut(notion: NotionServer, okrs: Table, sent: str, kept: str) -> None:
    answer = client(notion).pages.update(
        page_id=okrs.add(), properties={"Due": {"date": {"start": sent}}}
    )
    assert answer["properties"]["Due"]["date"] == {"start": kept, "end": None, "time_zone": None}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (
            {"Note": {"rich_text": [{"text": {"content": "x" * 1999 + "😀"}}]}},
            r"body.properties.Note.rich_text\[0\].text.content.length should be ≤ `2000`, "
            "instead was `2001`",
        ),
        ({"Note": {"rich_text": [{"text": {"content": "x"}}] * 101}}, "should be ≤ `100`"),
        ({"Status": {"select": {"name": "a, b"}}}, "commas not allowed"),
        ({"State": {"status": {"name": "Unheard of"}}}, "does not exist"),
        ({"Gone": {"number": 1}}, "Gone is not a property that exists"),
        ({"Now": {"rich_text": []}}, "Now is expected to be number"),
        ({"Now": {"number": "12"}}, 'should be a number or `null`, instead was `"12"`'),
        ({"Due": {"date": {"start": "soon"}}}, "ISO 8601"),
        ({"No": {"unique_id": {"number": 3}}}, "can't be written"),
        ({"Done": {"formula": {"number": 3}}}, "can't be written"),
        ({"Aims": {"relation": [{"id": "no id"}]}}, "valid uuid"),
    ],
)
def test_what_is_refused_changes_nothing(
    notion: NotionServer, okrs: Table, properties: Any, message: str
) -> None:
    row = okrs.add({"Name": "Grow"})
    notion.contract = None  # some of these break the document on purpose
    with pytest.raises(APIResponseError, match=message) as caught:
        client(notion).pages.update(page_id=row, properties={"Name": titled("X"), **properties})
    assert (caught.value.status, caught.value.code) == (400, "validation_error")
    assert okrs.text(row, "Name") == "Grow"


def test_options_are_one_whatever_the_case(notion: NotionServer, okrs: Table) -> None:
    row = okrs.add()
    sent = {"Status": {"select": {"name": "ON TRACK"}}}
    client(notion).pages.update(page_id=row, properties=sent)
    assert [one["name"] for one in okrs.property("Status").options()] == ["On track"]
    assert okrs.text(row, "Status") == "On track"


def shaped(notion: NotionServer, okrs: Table, properties: Any) -> Any:
    change = client(notion).data_sources.update
    return change(data_source_id=okrs.id, properties=properties)["properties"]


def test_properties_are_added_renamed_and_deleted(notion: NotionServer, okrs: Table) -> None:
    now = okrs.property("Now").id
    after = shaped(
        notion,
        okrs,
        {
            "Score": {"number": {"format": "percent"}},
            "Health": {"select": {"options": [{"name": "Good", "color": "green"}]}},
            "Finding": {"rich_text": {}},
            now: {"name": "Current"},
            "Tags": None,
        },
    )
    assert after["Score"]["number"]["format"] == "percent"
    assert after["Health"]["select"]["options"][0]["color"] == "green"
    assert after["Current"]["type"] == "number"
    assert {"Tags", "Now"} & set(after) == set()


def test_a_list_of_options_replaces_the_old_one(notion: NotionServer, okrs: Table) -> None:
    row = okrs.add({"Status": "On track"})
    [old] = okrs.property("Status").options()
    kept = [{"id": old["id"], "name": "On track"}, {"name": "Late", "color": "red"}]
    after = shaped(notion, okrs, {"Status": {"select": {"options": kept}}})
    assert [one["name"] for one in after["Status"]["select"]["options"]] == ["On track", "Late"]
    shaped(notion, okrs, {"Status": {"select": {"options": [{"name": "Late"}]}}})
    assert okrs.text(row, "Status") == ""


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"A": {"select": {"options": [{"name": "x"}, {"name": "X"}]}}}, "same name"),
        ({"A": {"select": {"options": [{"name": "x,y"}]}}}, "commas"),
        ({"A": {"select": {"options": [{"name": "x", "color": "mauve"}]}}}, "colour"),
        ({"Name": None}, "title"),
        ({"Gone": None}, "Could not find property"),
        ({"Now": {"name": "Due"}}, "same name"),
    ],
)
def test_a_schema_change_is_all_or_nothing(
    notion: NotionServer, okrs: Table, properties: Any, message: str
) -> None:
    before = set(okrs.source.properties)
    with pytest.raises(APIResponseError, match=message):
        shaped(notion, okrs, {"New": {"checkbox": {}}, **properties})
    assert set(okrs.source.properties) == before


def test_a_row_is_added_and_trashed(notion: NotionServer, okrs: Table) -> None:
    parent = {"type": "data_source_id", "data_source_id": okrs.id}
    made = client(notion).pages.create(parent=parent, properties={"Name": titled("New")})
    assert made["parent"]["database_id"] == okrs.database.id
    assert okrs.column("Name") == ["New"]
    client(notion).pages.update(page_id=made["id"], in_trash=True)
    assert okrs.rows == []
    assert client(notion).data_sources.query(data_source_id=okrs.id)["results"] == []
    assert client(notion).pages.retrieve(page_id=made["id"])["in_trash"] is True
    with pytest.raises(APIResponseError, match="archived"):
        client(notion).pages.update(page_id=made["id"], properties={"Now": {"number": 1}})


def test_a_database_with_several_data_sources_is_no_parent(
    notion: NotionServer, okrs: Table
) -> None:
    notion.another_source(okrs, "Archive", {"Name": "title"})
    with pytest.raises(APIResponseError, match="multiple data sources"):
        client(notion).pages.create(
            parent={"database_id": okrs.database.id}, properties={"Name": titled("New")}
        )


def test_moved_rows_keep_what_fits(notion: NotionServer, okrs: Table) -> None:
    other = notion.database("Elsewhere", {"Title": "title", "Now": "number", "Due": "rich_text"})
    row = okrs.add({"Name": "Grow", "Now": 4, "Due": "2026-01-01"})
    people.move(row, other)(notion.ws)
    page = client(notion).pages.retrieve(page_id=row)
    assert page["parent"]["data_source_id"] == other.id
    assert (other.text(row, "Title"), other.text(row, "Now"), other.text(row, "Due")) == (
        "Grow",
        "4",
        "",
    )
    assert client(notion).data_sources.query(data_source_id=okrs.id)["results"] == []
