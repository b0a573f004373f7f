"""Queries a page at a time: cursors, short pages, and the cap of 10,000 rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.servers.notion.errors import bad_body, bad_cursor
from tests.servers.notion.filters import compiled
from tests.servers.notion.model import JSON, DataSource, Page
from tests.servers.notion.sorting import ordered
from tests.servers.notion.workspace import Workspace

CAP = 10_000
MOST = 100


@dataclass(frozen=True)
class Cursor:
    """Where a scan goes on: at this row, else at this place."""

    asked: str
    seed: int
    row: str
    at: int


@dataclass
class Cut:
    """One answer's rows, and how it goes on."""

    rows: Sequence[Page]
    next_cursor: str | None
    capped: bool


@dataclass
class Scans:
    """All scans of a server. `cap` is how many rows one query shows at most."""

    cap: int = CAP
    _cursors: dict[str, Cursor] = field(default_factory=dict)
    _kept: dict[tuple[str, int, str, int], list[Page]] = field(default_factory=dict)
    _begun: int = 0

    def take(self, ws: Workspace, source: DataSource, body: JSON, short: int | None) -> Cut:
        """The next rows of a query; with `short`, no more than so many."""
        try:
            return self._taken(ws, source, body, short)
        finally:
            ws.version += ws.index.asked()

    def _taken(self, ws: Workspace, source: DataSource, body: JSON, short: int | None) -> Cut:
        size = page_size(body.get("page_size"))
        asked = json.dumps([source.id, body.get("filter"), body.get("sorts")])
        cursor = self._cursor(body.get("start_cursor"), asked)
        rows = self._rows(ws, source, body, asked, cursor.seed)
        start = self._place(rows, cursor)
        end = min(start + (size if short is None else min(size, short)), self.cap, len(rows))
        if end < len(rows) and end < self.cap:
            following = self._noted(ws, Cursor(asked, cursor.seed, rows[end].id, end))
            return Cut(rows[start:end], following, False)
        return Cut(rows[start:end], None, end < len(rows))

    def forget(self) -> None:
        """Every cursor given so far is no longer valid."""
        self._cursors.clear()

    def _cursor(self, told: str | None, asked: str) -> Cursor:
        if told is None:
            self._begun += 1
            return Cursor(asked, self._begun, "", 0)
        known = self._cursors.get(told)
        if known is None or known.asked != asked:
            raise bad_cursor()
        return known

    def _noted(self, ws: Workspace, cursor: Cursor) -> str:
        name = f"s:{ws.ids.uuid()}:{cursor.row}"
        self._cursors[name] = cursor
        return name

    def _rows(
        self, ws: Workspace, source: DataSource, body: JSON, asked: str, seed: int
    ) -> list[Page]:
        """All rows of the query as things are now, kept until something changes."""
        key = (source.id, ws.version, asked, seed)
        if key not in self._kept:
            test = compiled(ws, source, body["filter"]) if body.get("filter") else None
            rows = (ws.index.seen(ws.pages[ident]) for ident in source.rows)
            pages = [page for page in rows if page is not None]
            found = [p for p in pages if not p.in_trash and p.shared and (not test or test(p))]
            self._kept.clear()
            self._kept[key] = ordered(ws, source, found, body.get("sorts") or (), seed)
        return self._kept[key]

    @staticmethod
    def _place(rows: Sequence[Page], cursor: Cursor) -> int:
        if cursor.at < len(rows) and rows[cursor.at].id == cursor.row:
            return cursor.at
        found = (at for at, page in enumerate(rows) if page.id == cursor.row)
        return next(found, min(cursor.at, len(rows)))


def page_size(told: object) -> int:
    """Raises ApiError outside 1 to 100; 100 where nothing is said."""
    if told is None:
        return MOST
    try:
        size = int(str(told))
    except ValueError:
        raise bad_body("page_size", f"should be a number, instead was `{told}`.") from None
    if not 1 <= size <= MOST:
        raise bad_body("page_size", f"should be ≤ `{MOST}`, instead was `{size}`.")
    return size
