"""Recorded traffic, replayed: ids and times are learnt from the answers, all else must agree."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from tests.servers.notion import recorded, routes
from tests.servers.notion.ids import dashed
from tests.servers.notion.model import JSON
from tests.servers.notion.server import NotionServer

TIMES = {"created_time", "last_edited_time", "last_edited", "next_cursor", "next_url"}
OURS = {"request_id", "url", "expression", "time_zone"}
"""What only says where and when it was recorded; a formula's expression in Notion's own code."""
ORDERED_BY_ID = {"results", "options", "multi_select", "data_sources"}
VERSION = "2026-03-11"
BLOCKS = {"child_database", "child_page"}


def covered(exchange: JSON) -> bool:
    """Whether this server is meant to give this answer."""
    found = routes.find(exchange["method"], exchange["path"].partition("?")[0])
    if found is None or exchange["version"] != VERSION or found[0].name == "search":
        return False  # a search's answer depends on all that the workspace held
    answer = exchange["response"]
    if found[0].name == "blocks.children.list":
        kinds = {block["type"] for block in answer["results"]}
        return bool(kinds) and kinds <= BLOCKS
    return found[0].name != "blocks.delete" or answer["type"] in BLOCKS


@dataclass
class Replay:
    """One case against one server. `differences` name what did not agree, by exchange."""

    server: NotionServer
    learnt: dict[str, str] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    agreed: int = 0
    sent: int = 0

    def run(self, exchanges: list[JSON]) -> None:
        recorded.seed(self.server, exchanges)
        self.server.limit.requests = None
        address = urlsplit(self.server.url)
        connection = HTTPConnection(address.hostname or "", address.port)
        for exchange in exchanges:
            if covered(exchange):
                self._one(connection, exchange)
        connection.close()

    def _one(self, connection: HTTPConnection, exchange: JSON) -> None:
        before, place = len(self.differences), f"{exchange['case']} {exchange['n']}"
        status, answer = self._send(connection, exchange)
        self.sent += 1
        if status != exchange["status"]:
            said = answer.get("message", "")
            self.differences.append(f"{place}: {status} for {exchange['status']} {said}")
        else:
            self._compare(place, exchange["response"], answer)
        self.agreed += len(self.differences) == before

    def _send(self, connection: HTTPConnection, exchange: JSON) -> tuple[int, Any]:
        request = exchange["request"]
        body = None if request is None else self._ours(json.dumps(request)).encode()
        token = "wrong" if exchange["status"] == 401 else self.server.token
        headers = {"Authorization": f"Bearer {token}", "Notion-Version": VERSION}
        connection.request(exchange["method"], self._ours(exchange["path"]), body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def _ours(self, text: str) -> str:
        """The recorded ids replaced by those that this server gave."""
        if not self.learnt:
            return text
        found = "|".join(re.escape(one) for one in sorted(self.learnt, key=len, reverse=True))
        return re.sub(f"(?<![\\w-])({found})(?![\\w-])", lambda hit: self.learnt[hit[1]], text)

    def _compare(self, place: str, theirs: Any, ours: Any, key: str = "") -> None:
        if isinstance(theirs, dict) and isinstance(ours, dict):
            self._objects(place, theirs, ours)
        elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
            for at, (one, other) in enumerate(self._pairs(theirs, ours, key)):
                self._compare(f"{place}/{at}", one, other, key)
        elif key in TIMES:
            if (theirs is None) != (ours is None):
                self.differences.append(f"{place}: {ours!r} for {theirs!r}")
        elif key == "id" or key.endswith("_id"):
            self._id(place, theirs, ours)
        elif theirs != ours or isinstance(theirs, bool) != isinstance(ours, bool):
            self.differences.append(f"{place}: {ours!r} for {theirs!r}")

    def _objects(self, place: str, theirs: JSON, ours: JSON) -> None:
        if theirs.keys() != ours.keys():
            odd = sorted(theirs.keys() ^ ours.keys())
            self.differences.append(f"{place}: only on one side {odd}")
        for name in sorted(theirs.keys() & ours.keys() - OURS, key=lambda n: n != "id"):
            self._compare(f"{place}/{name}", theirs[name], ours[name], name)

    def _pairs(self, theirs: list[Any], ours: list[Any], key: str) -> list[tuple[Any, Any]]:
        """Items side by side; those of a set by their ids, as far as these are known."""
        if key not in ORDERED_BY_ID or not all(isinstance(o, dict) and "id" in o for o in ours):
            return list(zip(theirs, ours, strict=True))
        left = {one["id"]: one for one in ours}
        pairs, rest = [], []
        for one in theirs:
            other = left.pop(self.learnt.get(one["id"], one["id"]), None)
            if other is None:
                rest.append(one)
            else:
                pairs.append((one, other))
        return [*pairs, *zip(rest, left.values(), strict=False)]

    def _id(self, place: str, theirs: Any, ours: Any) -> None:
        if not isinstance(theirs, str) or not isinstance(ours, str):
            if theirs != ours:
                self.differences.append(f"{place}: {ours!r} for {theirs!r}")
            return
        known = self.learnt.setdefault(theirs, ours)
        if dashed(theirs):
            self.learnt.setdefault(theirs.replace("-", ""), ours)
        if known != ours:
            self.differences.append(f"{place}: id {ours!r} for {theirs!r}")
