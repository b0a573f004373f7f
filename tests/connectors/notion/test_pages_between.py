"""Pages of machines in between: not Notion's word, so nobody is asked to grant anything."""

from __future__ import annotations

import pytest

from connectors.notion.connection import connected
from okrsync.connector import ConnectorError, Unreachable
from okrsync.http import ATTEMPTS, Unclear
from okrsync.i18n import Message
from okrsync.pipeline import explain
from tests.connectors.notion.desk import Desk
from tests.servers.listener import Listener
from tests.servers.notion import errors, faults
from tests.servers.notion.seeding import Table

A_PAGE = Message("a page")


@pytest.fixture
def table(desk: Desk) -> Table:
    made = desk.notion.database("Plan", {"Key result": "title", "OKR progress": "number"})
    made.add({"Key result": "Members pay"})
    return made


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 407, 413])
def test_a_page_is_for_later(desk: Desk, table: Table, status: int) -> None:
    desk.notion.faults.decide = lambda request: faults.html(status)
    with pytest.raises(Unreachable, match="can't be read") as caught:
        desk.read(table)
    assert explain(caught.value).exit_code == 75
    assert "proxy" in str(caught.value.hint)


def test_one_page_passes(desk: Desk, table: Table) -> None:
    desk.notion.faults.next(faults.html(403), faults.html(200))
    assert desk.read(table).tables[0].rows


def test_a_page_after_a_write_is_no_no(desk: Desk, table: Table) -> None:
    """The write took effect and a page came instead of its answer."""
    snapshot = desk.read(table)
    desk.notion.faults.next(faults.html(403, applied=True), on="write")
    receipt = desk.write(snapshot, {(1, "OKR progress"): 0.5})
    assert len(receipt.written) == 1
    assert table.value(table.rows[0].id, "OKR progress") == 0.5


def test_what_notion_says_is_shown_without_keys_and_values(desk: Desk, table: Table) -> None:
    words = "no such thing as ntn_123456789abc here, instead was `our secret plan`"
    desk.notion.faults.next(faults.refused(errors.invalid(words)), name="data_sources.query")
    with pytest.raises(ConnectorError) as caught:
        desk.read(table)
    told = f"{caught.value.message} {caught.value.hint}"
    assert "no such thing as […] here" in told
    assert "secret plan" not in told


def test_what_a_proxy_refused_was_never_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So even a request that must not be repeated is, and nobody need look whether it landed."""
    with Listener() as proxy:
        monkeypatch.setenv("OKRSYNC_NOTION_API_URL", "https://notion.example.org")
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with connected() as door, pytest.raises(Unreachable) as caught:
            door.send("create", A_PAGE, lambda c: c.pages.create(parent={}), repeatable=False)
    assert not isinstance(caught.value, Unclear)
    assert proxy.lines == {"CONNECT notion.example.org:443 HTTP/1.1"}
    assert proxy.met == ATTEMPTS
