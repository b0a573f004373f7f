"""Which database is meant: by name or id, each read once, and what to say where none is seen."""

from __future__ import annotations

import json

import pytest

from okrsync.connector import Missing, Want
from tests.connectors.notion.desk import Desk, Say, at
from tests.servers.notion import faults, people
from tests.servers.notion.seeding import Table
from tests.servers.notion.server import NotionServer

COLUMNS = {
    "Key result": "title",
    "Objective": "select:Be found",
    "Start": "number",
    "Current": "number",
    "Target": "number",
}
ROW = {"Objective": "Be found", "Start": 0, "Current": 30, "Target": 100}


@pytest.fixture
def home(notion: NotionServer) -> str:
    return notion.page("Home")


@pytest.fixture
def table(notion: NotionServer, home: str) -> Table:
    found = notion.database("Key results", COLUMNS, parent=home)
    found.add(ROW | {"Key result": "Visitors who come back"})
    found.add(ROW | {"Key result": "Readers who subscribe"})
    return found


@pytest.fixture
def twin(notion: NotionServer, table: Table) -> Table:
    """A second data source of the same name in the same database."""
    found = notion.another_source(table, "Key results", COLUMNS)
    found.add(ROW | {"Key result": "Members who stay a year"})
    return found


def titles(say: Say, *words: str) -> list[str]:
    code, text = say("export", *words)
    assert code == 0, text
    return sorted(each["title"] for each in json.loads(text)["key_results"])


BOTH = ["Readers who subscribe", "Visitors who come back"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_database_and_its_page_are_read_once(
    say: Say, table: Table, home: str, *, turned: bool
) -> None:
    places = [f"notion:{table.database.id}", f"notion:{home}"]
    places = places[::-1] if turned else places
    assert titles(say, *places) == BOTH
    assert "DAT05" not in say("check", *places)[1]
    code, text = say("sync", *places, "--yes")
    assert code == 0, text
    assert table.column("OKR progress") == ["0.3", "0.3"]
    code, text = say("sync", *places)
    assert code == 0, text
    assert len(table.source.properties) == len(COLUMNS) + 2


def test_two_of_one_name_are_told_apart_by_their_ids(say: Say, table: Table, twin: Table) -> None:
    ident = table.database.id
    for place in (f"notion:{ident}", f"notion:{ident}#key RESULTS"):
        code, text = say("export", place)
        assert code == 2
        assert f"“Key results” ({table.id}), “Key results” ({twin.id})" in text
    assert titles(say, f"notion:{ident}#{table.id}") == BOTH
    assert titles(say, f"notion:{ident}#{twin.id}") == ["Members who stay a year"]


def test_a_name_that_is_not_there_names_those_that_are(say: Say, table: Table) -> None:
    code, text = say("export", f"notion:{table.database.id}#Archive")
    assert code == 2
    assert "no data source “Archive”" in text
    assert f"“Key results” ({table.id})" in text


def test_two_data_sources_of_one_database_are_read_together(
    say: Say, notion: NotionServer, table: Table, twin: Table
) -> None:
    third = notion.another_source(table, "Later", COLUMNS)
    third.add(ROW | {"Key result": "Shops that order again"})
    places = [f"notion:{table.database.id}#{one}" for one in (table.id, "Later")]
    asked = len(notion.log.named("data_sources.query"))
    assert titles(say, *places) == ["Readers who subscribe", "Shops that order again", BOTH[1]]
    # The one that nobody named is not read.
    assert len(notion.log.named("data_sources.query")) == asked + 2
    code, text = say("sync", *places, "--yes")
    assert code == 0, text
    assert table.column("OKR progress") == ["0.3", "0.3"]
    assert third.column("OKR progress") == ["0.3"]
    assert len(twin.source.properties) == len(COLUMNS)


def test_a_data_source_that_was_renamed_is_found_by_its_id(
    say: Say, notion: NotionServer, table: Table
) -> None:
    other = notion.another_source(table, "Later", COLUMNS)
    other.add(ROW | {"Key result": "Shops that order again"})
    place = f"notion:{table.database.id}#Later"
    assert say("sync", place, "--yes")[0] == 0
    other.source.name = "Soon"
    notion.ws.reshaped(other.source)
    code, text = say("sync", place)
    assert code == 0, text
    assert titles(say, place) == ["Shops that order again"]


# --- what is not shared


def test_what_is_not_seen_names_the_integration_and_what_to_do(
    say: Say, notion: NotionServer, table: Table
) -> None:
    people.share(table, shared=False)(notion.ws)
    code, text = say("check", f"notion:{table.database.id}")
    assert code == 3
    assert "shows no database here to the integration “okrsync”" in text
    assert "··· → Connections → “okrsync”" in text


def test_without_a_name_it_says_where_that_stands(desk: Desk, table: Table) -> None:
    people.share(table, shared=False)(desk.notion.ws)
    desk.notion.faults.decide = lambda request: (
        faults.restricted() if request.name == "users.me" else None
    )
    with pytest.raises(Missing, match="to this integration") as caught:
        desk.read(table)
    assert "its name stands at notion.so/profile/integrations" in str(caught.value.hint)
    desk.notion.faults.clear()
    desk.notion.ws.integration.user.name = ""
    with pytest.raises(Missing, match="to this integration"):
        desk.read(table)


def test_what_is_no_longer_shared_when_rows_are_added_names_it_too(
    desk: Desk, table: Table
) -> None:
    snapshot = desk.read(table)
    people.share(table, shared=False)(desk.notion.ws)
    with pytest.raises(Missing, match="the integration “okrsync” can see") as caught:
        desk.connector.append(snapshot, table.id, [{0: "new"}])
    assert "··· → Connections → “okrsync”" in str(caught.value.hint)


def test_one_that_is_named_twice_is_read_once(desk: Desk, home: str, table: Table) -> None:
    want = Want(tabs=("Key results", table.id))
    assert len(desk.connector.read(at(home), want, {}).tables) == 1
    assert desk.asked().count("data_sources.query") == 1
