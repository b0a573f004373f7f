"""Recorded Notion traffic, replayed; and the OpenAPI document that answers are held to."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from tests.servers.notion.client import client
from tests.servers.notion.contract import Contract, problems
from tests.servers.notion.replaying import VERSION, Replay, covered
from tests.servers.notion.server import NotionServer
from tests.servers.recorded import cases

DIFFERENT = {
    r"/formula": "formulas are a test's own functions: no expression is worked out",
    r"/(icon|cover|is_locked|is_inline)\b": "looks and locks of pages and databases are left out",
    r"this_week|past_|next_(week|month|year)": "conditions relative to today are left out",
    r"max_page_size_pages\S* 11[4-6]": "without a sort rows come in another order than there",
    r"max_refs\S* 40/results": "a relation's other side lists its rows in another order",
    r"Could not find (page|data source)": "made by a request that is not served, or not recorded",
    r"(mod_person|all_users|page_advanced)\S* \d+/results": "other people are in the workspace",
    r"test_text_query\S* 3[345]": "addresses in the recording are not those that were searched",
    r"/last_edited_by/id": "what happens to a database is no edit of the page that it stands on",
    r"test_move_ds|data_source\S* 5/in_trash|introduction\S* 19/in_trash": "data sources are not "
    "moved or trashed on their own",
}


@pytest.fixture
def notion_contract(shared: Path) -> Path:
    pytest.importorskip("jsonschema")
    return shared / "contracts" / "notion"


def test_recorded_cases_agree(notion_contract: Path) -> None:
    sent = agreed = 0
    unexplained = []
    for exchanges in cases(notion_contract / "recorded.jsonl").values():
        chosen = [one for one in exchanges if one["version"] == VERSION]
        if not any(map(covered, chosen)):
            continue
        with NotionServer() as server:
            replay = Replay(server)
            replay.run(chosen)
            assert server.crashes == []
        sent, agreed = sent + replay.sent, agreed + replay.agreed
        unexplained += [
            found for found in replay.differences if not any(re.search(p, found) for p in DIFFERENT)
        ]
    assert unexplained == []
    assert sent > 600
    assert agreed / sent > 0.9


def test_the_document_is_no_rubber_stamp(notion_contract: Path) -> None:
    with NotionServer(contract=notion_contract) as server:
        table = server.database("OKRs", {"Name": "title", "Now": "number"})
        row = table.add({"Name": "Grow", "Now": 1})
        good = client(server).pages.retrieve(page_id=row)
    path, uri = Contract(notion_contract).path, f"/v1/pages/{row}"
    assert problems(path, "GET", uri, "answer", good) == []
    for change in (_without_id, _number_as_text, _title_as_text):
        bad: Any = copy.deepcopy(good)
        change(bad)
        assert problems(path, "GET", uri, "answer", bad) != []


def _without_id(page: Any) -> None:
    del page["id"]


def _number_as_text(page: Any) -> None:
    page["properties"]["Now"]["number"] = "1"


def _title_as_text(page: Any) -> None:
    page["properties"]["Name"]["title"] = "Grow"
