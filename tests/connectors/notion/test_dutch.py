"""A Dutch person on Notion's paths meets no English sentence, but for Notion's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from okrsync.connector import ConnectorError
from okrsync.http import Waiter, using
from okrsync.i18n import Message
from okrsync.table import NewColumn, Shown
from tests.connectors.notion.desk import Desk, at
from tests.connectors.notion.test_writing import NOTE, PROGRESS, STATUS, plan
from tests.dutch import dutch, untranslated
from tests.servers.notion import faults, people
from tests.servers.notion.faults import Fault

WRONG: dict[str, tuple[Callable[[], Fault], str]] = {
    "token": (faults.unauthorized, "Notion accepteert het token niet"),
    "capability": (faults.restricted, "het recht “Read content” ontbreekt"),
    "blocked": (faults.blocked, "blokkeert de verzoeken van deze integratie"),
    "quota": (faults.rate_limited, "wachten op Notion zou langer duren dan de 200 seconden"),
    "busy": (faults.conflict, "Notion is met iets anders bezig (409)"),
    "down": (faults.internal, "er ging iets mis bij Notion zelf (500)"),
    "page": (faults.html, "er ging iets mis bij Notion zelf (502)"),
    "unreadable": (lambda: faults.html(200), "Notion gaf een onleesbaar antwoord"),
    "dropped": (faults.dropped, "Notion is niet bereikbaar"),
}


def all_dutch(messages: Iterable[Message]) -> list[str]:
    told = list(messages)
    assert [text for one in told for text in untranslated(one)] == []
    return [one.say("nl") for one in told]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_stops_a_read(desk: Desk, wrong: str) -> None:
    fault, words = WRONG[wrong]
    table = plan(desk, 1)
    desk.notion.faults.decide = lambda request: fault()
    with using(Waiter(200, desk.clock)), pytest.raises(ConnectorError) as stopped:
        desk.read(table)
    assert words in dutch(stopped.value)


def test_what_is_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    table, home = plan(desk, 1), desk.notion.page("Home")
    people.share(table, shared=False)(desk.notion.ws)
    for where, words in ((table.database.id, "laat hier geen database zien aan de integratie"),
                         (home, "op deze pagina staat geen database")):  # fmt: skip
        with pytest.raises(ConnectorError) as stopped:
            desk.read(where)
        assert words in dutch(stopped.value)
    people.share(table, shared=True)(desk.notion.ws)
    with pytest.raises(ConnectorError) as stopped:
        desk.read(table, tab="Plannen")
    assert "heeft geen gegevensbron “Plannen”" in dutch(stopped.value)
    with pytest.raises(ConnectorError) as stopped:
        desk.connector.locate(at("plan"))
    assert "hier staat geen Notion-id in" in dutch(stopped.value)
    for token, words in (("", "niet ingesteld"), ("a b", "is geen token")):
        monkeypatch.setenv("NOTION_TOKEN", token)
        with pytest.raises(ConnectorError) as stopped:
            desk.read(table)
        assert words in dutch(stopped.value)


def test_what_is_skipped_and_what_became_of_rows(desk: Desk) -> None:
    table = plan(desk, 9)
    snapshot = desk.read(table)
    for row in table.rows[:7]:
        people.trash(row.id)(desk.notion.ws)
    receipt = desk.write(
        snapshot, {(1, PROGRESS): 0.5, (8, STATUS): "on, track", (9, NOTE): "x" * 300_000}
    )
    assert all_dutch(skip.reason for skip in receipt.skipped) == [
        "in de naam van een optie kan geen komma staan",
        "de tekst is langer dan in een eigenschap past",
        "de rij staat in de prullenbak",
    ]
    assert all_dutch(desk.read(table, snapshot.memory, full=True).notes) == [
        *(f"“Plan”: “row {number}” staat in de prullenbak" for number in range(5)),
        "“Plan”: nog 2 rijen ontbreken",
    ]


def test_what_may_not_be_written(desk: Desk) -> None:
    home = desk.notion.page("Home")
    tables = [desk.notion.database(name, {"Name": "title", PROGRESS: "number"}, parent=home)
              for name in ("Ours", "Theirs")]  # fmt: skip
    for table in tables:
        table.add({"Name": "one"})
    people.permit(tables[1], edit=False)(desk.notion.ws)
    snapshot = desk.read(home)
    column = NewColumn(tables[1].id, "status", STATUS, 0, 1, 1, Shown.TEXT, {"up": "good"})
    (unplaced,) = desk.connector.ensure_columns(snapshot, [column]).unplaced
    reason, hint = all_dutch([unplaced.reason, unplaced.hint])
    assert reason == "de integratie “okrsync” mag er geen eigenschappen aan toevoegen"
    assert "ontgrendel de database" in hint


def test_what_the_doctor_says(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    table = plan(desk, 1)
    remarks = [*desk.connector.diagnose(None), *desk.connector.diagnose(at(table.database.id))]
    desk.notion.ws.integration.capabilities.discard("update")
    remarks += desk.connector.diagnose(at(table.database.id))
    monkeypatch.delenv("NOTION_TOKEN")
    remarks += desk.connector.diagnose(None)
    told = all_dutch(each for one in remarks for each in (one.message, one.hint) if each)
    assert "de integratie mag erin schrijven" in told
    assert "de integratie mag dit niet: het recht “Update content” ontbreekt" in told
    assert "NOTION_TOKEN is niet ingesteld" in told
