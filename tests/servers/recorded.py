"""Recorded traffic, replayed: ids and times are learnt from the answers, all else must agree."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.servers.google.errors import JSON
from tests.servers.google.seeding import add_tab
from tests.servers.google.server import GoogleServer

IDS = {"spreadsheetId", "id", "sheetId", "namedRangeId", "protectedRangeId", "spreadsheetUrl"}
TIMES = {"createdTime", "modifiedTime"}


def cases(path: Path) -> dict[str, list[JSON]]:
    """The recorded exchanges by case, in order; none where the file is missing."""
    found: dict[str, list[JSON]] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            exchange = json.loads(line)
            found.setdefault(exchange["case"], []).append(exchange)
    return found


def takes(exchanges: list[JSON]) -> list[list[JSON]]:
    """A case may be recorded several times: one ends when all that it made is deleted."""
    found: list[list[JSON]] = [[]]
    made: set[str] = set()
    for exchange in exchanges:
        found[-1].append(exchange)
        path = exchange["uri"].partition("?")[0]
        if exchange["method"] == "POST" and path.endswith("/files"):
            made.add(exchange["response"]["id"])
        elif exchange["method"] == "DELETE":
            made.discard(path.rpartition("/")[2])
            if not made:
                found.append([])
    return [take for take in found if take]


def seed(server: GoogleServer, exchanges: list[JSON]) -> None:
    """Spreadsheets that were there before the case began, as its answers show them."""
    files: dict[str, JSON] = {}
    books: dict[str, JSON] = {}
    made = set()
    for exchange in exchanges:
        answer = exchange["response"]
        if exchange["method"] == "POST" and exchange["uri"].partition("?")[0].endswith("/files"):
            made.add(answer["id"])
        for file in answer.get("files", ()) if isinstance(answer, dict) else ():
            files[file["id"]] = file
        if isinstance(answer, dict) and "properties" in answer:
            books.setdefault(answer["spreadsheetId"], answer)
    for book_id, file in files.items():
        if book_id not in made:
            _seed_book(server, file, books.get(book_id))


def _seed_book(server: GoogleServer, file: JSON, answer: JSON | None) -> None:
    book = server.book(file["name"], {}, book_id=file["id"])
    book.created, book.changes = _seconds(file["createdTime"]), [_seconds(file["modifiedTime"])]
    if answer is None:
        return
    book.locale = answer["properties"]["locale"]
    book.time_zone = answer["properties"]["timeZone"]
    book.tabs.clear()
    for sheet in answer["sheets"]:
        properties = dict(sheet["properties"])
        grid = dict(properties.pop("gridProperties"))
        tab = add_tab(
            book,
            properties["title"],
            sheet_id=properties["sheetId"],
            row_count=grid.pop("rowCount"),
            column_count=grid.pop("columnCount"),
        )
        own = {"title", "sheetId", "index", "sheetType"}
        tab.grid, tab.properties = grid, {k: v for k, v in properties.items() if k not in own}


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@dataclass
class Replay:
    """One case against one server. `differences` names what did not agree."""

    server: GoogleServer
    learnt: dict[str, str] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    agreed: int = 0

    def run(self, exchanges: list[JSON]) -> None:
        seed(self.server, exchanges)
        address = urlsplit(self.server.url)
        connection = HTTPConnection(address.hostname or "", address.port)
        headers = {"Authorization": f"Bearer {self.server.token()}"}
        for exchange in exchanges:
            status, answer = self._send(connection, headers, exchange)
            expected = exchange["response"]
            before = len(self.differences)
            self._compare(f"{exchange['case']} {exchange['n']}", expected, answer)
            if status != exchange["status"]:
                self.differences.append(f"{exchange['n']}: {status} for {exchange['status']}")
            self.agreed += len(self.differences) == before
        connection.close()

    def _send(
        self, connection: HTTPConnection, headers: dict[str, str], exchange: JSON
    ) -> tuple[int, Any]:
        parts = urlsplit(self._ours(exchange["uri"]))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        request = exchange["request"]
        body = None if request is None else self._ours(json.dumps(request)).encode()
        connection.request(exchange["method"], path, body, headers)
        response = connection.getresponse()
        raw = response.read().decode()
        json_answer = "json" in (response.headers["Content-Type"] or "")
        return response.status, json.loads(raw) if json_answer else raw or None

    def _ours(self, text: str) -> str:
        """The recorded ids replaced by those that this server gave."""
        for theirs, ours in self.learnt.items():
            text = re.sub(rf"(?<![\w-]){re.escape(theirs)}(?![\w-])", lambda _, o=ours: o, text)  # type: ignore[misc]  # mypy cannot infer defaults of a lambda
        return text

    def _compare(self, place: str, theirs: Any, ours: Any, key: str = "") -> None:
        if isinstance(theirs, dict) and isinstance(ours, dict):
            if theirs.keys() != ours.keys():
                odd = sorted(theirs.keys() ^ ours.keys())
                self.differences.append(f"{place}: only on one side {odd}")
            for name in theirs.keys() & ours.keys():
                self._compare(f"{place}/{name}", theirs[name], ours[name], name)
        elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
            for at, (one, other) in enumerate(zip(theirs, ours, strict=True)):
                self._compare(f"{place}/{at}", one, other, key)
        elif key in TIMES:
            return
        elif key in IDS and theirs:
            known = self.learnt.setdefault(str(theirs), str(ours))
            if known != str(ours):
                self.differences.append(f"{place}: id {ours!r} for {theirs!r}")
        elif theirs != ours or isinstance(theirs, bool) != isinstance(ours, bool):
            self.differences.append(f"{place}: {ours!r} for {theirs!r}")
