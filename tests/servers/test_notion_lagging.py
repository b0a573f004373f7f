"""The loopback Notion shows things late, and drops values."""

from __future__ import annotations

from typing import Any

import pytest
from notion_client.errors import APIResponseError

from tests.servers.notion import faults, people
from tests.servers.notion.client import client
from tests.servers.notion.seeding import Table
from tests.servers.notion.server import NotionServer

DROPPED: list[tuple[faults.Fault, dict[str, Any], float | None]] = [
    (faults.dropping("Target"), {}, 7),
    (faults.emptied("Target"), {"Target": None}, 7),
    (faults.unkept("Target"), {"Target": 1}, 1),
]


@pytest.fixture
def okrs(notion: NotionServer) -> Table:
    table = notion.database(
        "OKRs", {"Name": "title", "Target": "number", "State": "select:Up,Down"}
    )
    table.add({"Name": "A", "Target": 1, "State": "Up"})
    return table


def shown(notion: NotionServer, table: Table) -> list[float | None]:
    found: Any = client(notion).data_sources.query(data_source_id=table.id)
    return [row["properties"]["Target"]["number"] for row in found["results"]]


def test_queries_see_an_edit_late_and_the_page_itself_at_once(
    notion: NotionServer, okrs: Table
) -> None:
    row = okrs.rows[0].id
    people.late(people.edit(okrs, row, {"Target": 5}), queries=2)(notion.ws)
    page: Any = client(notion).pages.retrieve(page_id=row)
    assert page["properties"]["Target"]["number"] == 5
    assert [shown(notion, okrs) for _ in range(3)] == [[1], [1], [5]]


def test_a_new_row_and_the_trash_are_seen_late_too(notion: NotionServer, okrs: Table) -> None:
    people.late(people.add(okrs, {"Target": 2}))(notion.ws)
    assert [len(shown(notion, okrs)) for _ in range(2)] == [1, 2]
    people.late(people.trash(okrs.rows[0].id))(notion.ws)
    assert [len(shown(notion, okrs)) for _ in range(2)] == [2, 1]


@pytest.mark.parametrize(("fault", "told", "kept"), DROPPED, ids=lambda one: str(one)[:12])
def test_a_write_that_shows_or_keeps_less_than_was_sent(
    notion: NotionServer, okrs: Table, fault: faults.Fault, told: dict[str, Any], kept: float
) -> None:
    row = okrs.rows[0].id
    notion.faults.next(fault)
    answer: Any = client(notion).pages.update(
        page_id=row, properties={"Target": {"number": 7}, "State": {"select": {"name": "Down"}}}
    )
    found = answer["properties"]
    assert {name: found[name]["number"] for name in ("Target",) if name in found} == told
    assert found["State"]["select"]["name"] == "Down"
    assert (okrs.value(row, "Target"), okrs.text(row, "State")) == (kept, "Down")


def test_a_deleted_option_blanks_its_rows_without_an_edit(
    notion: NotionServer, okrs: Table
) -> None:
    edited = okrs.rows[0].edited
    people.delete_option(okrs, "State", "Up")(notion.ws)
    found: Any = client(notion).data_sources.query(
        data_source_id=okrs.id, filter={"property": "State", "select": {"is_empty": True}}
    )
    assert [row["id"] for row in found["results"]] == [okrs.rows[0].id]
    assert okrs.rows[0].edited == edited
    assert [one["name"] for one in okrs.property("State").options()] == ["Down"]


def test_a_word_that_a_select_lacks_can_be_refused(notion: NotionServer, okrs: Table) -> None:
    notion.ws.makes_options = False
    with pytest.raises(APIResponseError, match="does not exist"):
        client(notion).pages.update(
            page_id=okrs.rows[0].id, properties={"State": {"select": {"name": "Sideways"}}}
        )
