"""The loopback Notion fails as it is told, and colleagues act in between."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from notion_client.errors import APIResponseError, HTTPResponseError

from tests.servers.google.clock import Clock
from tests.servers.notion import faults, people
from tests.servers.notion.client import client
from tests.servers.notion.seeding import Table
from tests.servers.notion.server import NotionServer

CREATED = [{"timestamp": "created_time", "direction": "ascending"}]
REFUSED = [
    (faults.rate_limited(7), 429, "7"),
    (faults.rate_limited(90), 429, "90"),
    (faults.rate_limited(), 429, None),
    (faults.blocked(), 429, None),
    (faults.overloaded(5), 529, "5"),
    (faults.conflict(), 409, None),
    (faults.unauthorized(), 401, None),
    (faults.restricted(), 403, None),
]
BROKEN = {
    "500": (faults.internal, HTTPResponseError),
    "503": (faults.unavailable, HTTPResponseError),
    "504": (faults.gateway_timeout, HTTPResponseError),
    "502 html": (faults.html, HTTPResponseError),
    "dropped": (faults.dropped, httpx.HTTPError),
}


@pytest.fixture
def okrs(notion: NotionServer) -> Table:
    return notion.database("OKRs", {"Name": "title", "Now": "number"})


def put(notion: NotionServer, row: str, now: float) -> Any:
    return client(notion).pages.update(page_id=row, properties={"Now": {"number": now}})


def create(notion: NotionServer, okrs: Table) -> Any:
    return client(notion).pages.create(
        parent={"type": "data_source_id", "data_source_id": okrs.id},
        properties={"Name": {"title": [{"text": {"content": "New"}}]}},
    )


@pytest.mark.parametrize(("fault", "status", "after"), REFUSED)
def test_refused_before_anything_happened(
    notion: NotionServer, okrs: Table, fault: faults.Fault, status: int, after: str | None
) -> None:
    row = okrs.add({"Now": 1})
    notion.faults.next(fault, on="write")
    with pytest.raises(HTTPResponseError) as caught:
        put(notion, row, 2)
    assert caught.value.status == status
    assert caught.value.headers.get("Retry-After") == after
    assert okrs.text(row, "Now") == "1"
    assert put(notion, row, 2)["properties"]["Now"]["number"] == 2


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_before_or_after_it_was_saved(
    notion: NotionServer, okrs: Table, name: str, applied: bool
) -> None:
    fault, error = BROKEN[name]
    row = okrs.add({"Now": 1})
    notion.faults.next(fault(applied=applied), name="pages.update")
    with pytest.raises(error):
        put(notion, row, 2)
    assert okrs.text(row, "Now") == ("2" if applied else "1")


def test_a_create_that_was_saved_says_so(notion: NotionServer, okrs: Table) -> None:
    notion.faults.next(faults.committed(), faults.committed(told=False), name="pages.create")
    with pytest.raises(APIResponseError) as caught:
        create(notion, okrs)
    more = json.loads(caught.value.body)["additional_data"]
    assert "Do not repeat the write." in more["retry_guidance"]
    assert more["committed_resource_id"] == okrs.rows[0].id
    with pytest.raises(APIResponseError) as caught:
        create(notion, okrs)
    assert "committed_resource_id" not in json.loads(caught.value.body)["additional_data"]
    assert len(okrs.rows) == 2


def test_a_fault_does_not_save_what_is_refused(notion: NotionServer, okrs: Table) -> None:
    notion.faults.next(faults.committed())
    with pytest.raises(APIResponseError, match="not a property that exists"):
        client(notion).pages.update(page_id=okrs.add(), properties={"Gone": {"number": 1}})


@pytest.mark.parametrize("fault", [faults.html(200), faults.cut_off()])
def test_answers_that_are_no_json(notion: NotionServer, okrs: Table, fault: faults.Fault) -> None:
    notion.faults.at(1, fault)
    with pytest.raises(json.JSONDecodeError):
        client(notion).data_sources.query(data_source_id=okrs.id)
    assert client(notion).data_sources.query(data_source_id=okrs.id)["results"] == []


def query(notion: NotionServer, okrs: Table, cursor: str | None = None) -> Any:
    more = {"start_cursor": cursor} if cursor else {}
    return client(notion).data_sources.query(data_source_id=okrs.id, sorts=CREATED, **more)


def test_scans_that_stumble(notion: NotionServer, okrs: Table) -> None:
    okrs.add_all({"Name": str(n)} for n in range(150))
    notion.faults.at(1, faults.short_page(10))
    notion.faults.at(2, faults.repeated(2))
    notion.faults.at(3, faults.capped())
    notion.faults.at(5, faults.lost_cursor())
    first = query(notion, okrs)
    second = query(notion, okrs, first["next_cursor"])
    third = query(notion, okrs, second["next_cursor"])
    assert [len(one["results"]) for one in (first, second, third)] == [10, 102, 40]
    assert third["request_status"]["type"] == "incomplete"
    ids = {row["id"] for one in (first, second, third) for row in one["results"]}
    assert len(ids) == 150
    again = query(notion, okrs)
    with pytest.raises(APIResponseError, match="start_cursor provided is invalid"):
        query(notion, okrs, again["next_cursor"])


def test_an_edit_during_a_scan_shows_a_row_twice(notion: NotionServer, okrs: Table) -> None:
    rows = okrs.add_all({"Name": str(n)} for n in range(150))
    edited = [{"timestamp": "last_edited_time", "direction": "ascending"}]
    ask = client(notion).data_sources.query
    first = ask(data_source_id=okrs.id, sorts=edited)
    met = first["results"][0]["id"]
    notion.clock.advance(60)
    notion.faults.before(2, people.touch(met))
    second = ask(data_source_id=okrs.id, sorts=edited, start_cursor=first["next_cursor"])
    found = [row["id"] for row in (*first["results"], *second["results"])]
    assert found.count(met) == 2
    assert set(found) == set(rows)


def test_colleagues_act_just_before_a_request(notion: NotionServer, okrs: Table) -> None:
    row, gone = okrs.add_all([{"Name": "A", "Now": 1}, {"Name": "B"}])
    notion.faults.before_write(
        people.edit(okrs, row, {"Name": "A2"}),
        people.rename_property(okrs, "Now", "Current"),
        people.trash(gone),
    )
    with pytest.raises(APIResponseError, match="Now is not a property"):
        put(notion, row, 2)
    assert okrs.column("Name") == ["A2"]
    notion.faults.before(
        2,
        people.retype_property(okrs, "Current", "rich_text"),
        people.delete_property(okrs, "Current"),
        people.add(okrs, {"Name": "C"}),
    )
    page = client(notion).pages.retrieve(page_id=row)
    assert set(page["properties"]) == {"Name"}
    assert okrs.column("Name") == ["A2", "C"]
    assert notion.faults.pending() == 0


def test_a_changed_type_converts_what_it_can(notion: NotionServer, okrs: Table) -> None:
    row, empty = okrs.add_all([{"Now": 12}, {}])
    people.retype_property(okrs, "Now", "rich_text")(notion.ws)
    assert (okrs.text(row, "Now"), okrs.text(empty, "Now")) == ("12", "")
    answer = client(notion).data_sources.retrieve(data_source_id=okrs.id)
    assert answer["properties"]["Now"]["type"] == "rich_text"


def test_a_slow_answer(notion: NotionServer, okrs: Table) -> None:
    row, fault = okrs.add({"Now": 1}), faults.slow()
    notion.faults.next(fault, on="write")
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(put, notion, row, 2)
        while not notion.log.writes():
            pass
        assert not late.done()
        fault.release()
        assert late.result(10)["properties"]["Now"]["number"] == 2


def test_the_minute_is_full(notion: NotionServer) -> None:
    notion.limit.requests = 2
    client(notion).users.me()
    notion.clock.advance(20)
    client(notion).users.me()
    with pytest.raises(HTTPResponseError) as caught:
        client(notion).users.me()
    assert (caught.value.status, caught.value.headers["Retry-After"]) == (429, "40")
    assert notion.limit.refused == 1
    notion.clock.advance(40)
    client(notion).users.me()


def test_a_clock_that_runs_faster() -> None:
    with NotionServer(clock=Clock(scale=60_000)) as notion:
        notion.limit.requests = 5
        for _ in range(20):
            try:
                client(notion).users.me()
            except HTTPResponseError:
                continue
        assert any(request.status == 200 for request in list(notion.log)[5:])


@pytest.mark.parametrize(
    ("capability", "ask"),
    [
        ("read", lambda c, row, _: c.pages.retrieve(page_id=row)),
        ("update", lambda c, row, _: c.pages.update(page_id=row, properties={})),
        ("insert", lambda c, _, okrs: c.pages.create(parent={"data_source_id": okrs.id})),
        ("user", lambda c, *_: c.users.list()),
    ],
)
def test_without_the_capability(
    notion: NotionServer, okrs: Table, capability: str, ask: Any
) -> None:
    row = okrs.add()
    notion.ws.integration.capabilities.remove(capability)
    with pytest.raises(APIResponseError) as caught:
        ask(client(notion), row, okrs)
    assert (caught.value.status, caught.value.code) == (403, "restricted_resource")


def test_a_wrong_token_and_a_wrong_id(notion: NotionServer) -> None:
    with pytest.raises(APIResponseError, match="API token is invalid"):
        client(notion, token="ntn_wrong").users.me()  # noqa: S106 nobody's
    with pytest.raises(APIResponseError, match=r"path\.page_id should be a valid uuid"):
        client(notion).pages.retrieve(page_id="nothing")


def test_fields_that_nobody_knows(notion: NotionServer, okrs: Table) -> None:
    okrs.add()
    notion.faults.next(faults.unknown_fields())
    answer = client(notion).data_sources.query(data_source_id=okrs.id)
    assert "new_field" in answer


def test_a_body_that_is_too_large(notion: NotionServer, okrs: Table) -> None:
    row = okrs.add()
    texts = [{"text": {"content": "x" * 2000, "link": None}}] * 100
    many = {f"Note {n}": {"rich_text": texts} for n in range(3)}
    with pytest.raises(HTTPResponseError) as caught:
        client(notion).pages.update(page_id=row, properties=many)
    assert caught.value.status == 413
