"""What must hold after every round of a schedule, and at its end.

It is judged by what the service saw (its history and the requests themselves), never by what the
connector says of itself; what the connector says is compared with that.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from connectors.notion.schema import encoded
from okrsync.connector import Receipt
from okrsync.table import Change, Scalar, Table
from tests.servers.notion import seeding, texts
from tests.servers.notion.history import Written
from tests.servers.notion.model import Page, Property
from tests.servers.notion.server import NotionServer

PROGRESS, STATUS = "OKR progress", "OKR status"
OURS = frozenset((PROGRESS, STATUS))
_METHODS = frozenset(
    (
        "users.me",
        "databases.retrieve",
        "data_sources.retrieve",
        "data_sources.update",
        "data_sources.query",
        "pages.create",
        "pages.retrieve",
        "pages.update",
        "pages.properties.retrieve",
        "blocks.children.list",
    )
)


@dataclass
class Round:
    """One round as the service saw it, and what the connector was asked and said."""

    requests: int
    written: int
    visible: frozenset[str]
    values: Mapping[str, object]
    sent: Sequence[Change] = ()
    table: Table | None = None
    receipt: Receipt | None = None
    ended: bool = False
    added: Sequence[str] = ()


@dataclass
class Judge:
    """Of one table: `current` is the property that values are computed from.

    `words` are all the names that each option ever had; `ids` are those of our properties.
    """

    notion: NotionServer
    table: seeding.Table
    current: Property
    words: dict[str, set[str]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    unsteady: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)

    def begin(self) -> Round:
        """How things are before a round."""
        space = self.notion.ws
        self.unsteady.clear()
        self.late.clear()
        self.learn()
        values = {page.id: page.values.get(self.current.id) for page in self.table.rows}
        visible = frozenset(page.id for page in self.seen())
        return Round(len(self.notion.log), len(space.history), visible, values)

    def seen(self) -> list[Page]:
        """The rows that the integration may see."""
        return [page for page in self.table.rows if page.shared]

    def wrong_in(self, one: Round) -> list[str]:
        """What went wrong in a round."""
        self.learn()
        return [
            *self._outside(one),
            *self._asked(one),
            *self._misread(one),
            *self._strayed(one),
            *self._untrue(one),
        ]

    def learn(self) -> None:
        """Note the ids of our properties, the names of their options, and people's names."""
        self.late |= set(self.notion.ws.index.behind)
        self.names.add(self.current.name)
        self.titles.add(self.title.name)
        for each in self.table.source.properties.values():
            if each.name in OURS:
                self.ids.add(each.id)
                for option in each.options():
                    self.words.setdefault(option["id"], set()).add(option["name"])

    # --- one round

    def _ours(self, one: Round) -> list[Written]:
        us = self.notion.bot
        return [each for each in self.notion.ws.history[one.written :] if each.by == us]

    def _outside(self, one: Round) -> Iterator[str]:
        """Values in people's own properties, but for the rows that we made."""
        made = {p.id for p in self.notion.ws.pages.values() if p.created_by == self.notion.bot}
        for each in self._ours(one):
            if each.property not in OURS and each.page not in made:
                yield f"written outside: {each}"

    def _asked(self, one: Round) -> Iterator[str]:
        """Requests that could touch anything but rows' values under our properties."""
        for request in self.notion.log[one.requests :]:
            body = json.loads(request.raw) if request.raw else {}
            named = set(body.get("properties") or ())
            if request.name not in _METHODS:
                yield f"asked for {request.name}"
            elif request.name == "pages.update" and (
                set(body) != {"properties"} or not named <= {*self.ids, *_quoted(self.ids)}
            ):
                yield f"sent to a row: {body}"
            elif request.name == "data_sources.update" and (
                set(body) != {"properties"} or not named <= {*OURS, *self.ids, *_quoted(self.ids)}
            ):
                yield f"sent to the data source: {body}"

    def _misread(self, one: Round) -> Iterator[str]:
        """Rows that are missing or doubled, and values that a row never had in this round."""
        if one.table is None:
            return
        keys = Counter(row.key for row in one.table.rows)
        yield from (f"read {times} times: {key}" for key, times in keys.items() if times > 1)
        stayed = one.visible & {page.id for page in self.seen()} - self.unsteady - self.late
        yield from (f"not read: {key}" for key in stayed - set(keys))
        at = next((c.index for c in one.table.columns if c.key == self.current.id), None)
        for row in one.table.rows:
            if at is None or row.key not in stayed:
                continue
            had = [one.values.get(row.key), *self._since(one, row.key)]
            if row.value(at) not in had:
                yield f"read {row.value(at)} of {row.key}, which was {had}"

    def _since(self, one: Round, page: str) -> list[object]:
        history = self.notion.ws.history[one.written :]
        return [e.after for e in history if e.page == page and e.property in self.names]

    def _strayed(self, one: Round) -> Iterator[str]:
        """Values of ours on another row, or other values than those of the row."""
        asked = {
            (self._key(one, change), self._header(one, change), _plain(change.after))
            for change in one.sent
        }
        for each in self._ours(one):
            if each.property in OURS:
                shown = self._shown(each)
                if not any((each.page, each.property, word) in asked for word in shown):
                    yield f"strayed: {each}"

    def _untrue(self, one: Round) -> Iterator[str]:
        """Changes that are said to be written and aren't, or of which nothing is said."""
        if one.receipt is None:
            return
        landed = {
            (each.page, each.property, word)
            for each in self._ours(one)
            for word in self._shown(each)
        }
        said = {(c.row, c.column) for c in one.receipt.written}
        left = {(skip.row, skip.column) for skip in one.receipt.skipped}
        for change in one.receipt.written:
            key = (self._key(one, change), self._header(one, change), _plain(change.after))
            if key not in landed:
                yield f"said to be written: {key}"
        if said & left:
            yield f"written and skipped: {said & left}"
        if one.ended and {(c.row, c.column) for c in one.sent} != said | left:
            yield "changes of which nothing is said"

    def _key(self, one: Round, change: Change) -> str | None:
        row = one.table.row(change.row) if one.table else None
        return row.key if row else None

    def _header(self, one: Round, change: Change) -> str | None:
        columns = one.table.columns if one.table else ()
        return next((c.title for c in columns if c.index == change.column), None)

    def _shown(self, each: Written) -> set[Scalar]:
        """A value as words: an option by all the names that it had."""
        if isinstance(each.after, list):
            return {texts.plain(each.after) or None}
        words = self.words.get(each.after) if isinstance(each.after, str) else None
        shown: set[Scalar] = {*words} if words else {each.after}
        return shown

    # --- the end

    def wrong_after(self, wanted: Any) -> list[str]:
        """What is not as it should be after the quiet rounds."""
        return [*self._values(wanted), *self._columns(), *self._doubled()]

    def _values(self, wanted: Any) -> Iterator[str]:
        for page in self.seen():
            for title, after in wanted(page.values.get(self.current.id)).items():
                value: object = (
                    self.table.value(page.id, title)
                    if title == PROGRESS
                    else self.table.text(page.id, title) or None
                )
                if value != _plain(after):
                    yield f"{page.id}: {title} is {value}, not {after}"

    def _columns(self) -> Iterator[str]:
        names = Counter(one.name for one in self.table.source.properties.values())
        yield from (f"{name} is there {names[name]} times" for name in OURS if names[name] != 1)
        yield from (f"{name} is there" for name in names if name[:3] == "OKR" and name not in OURS)

    def _doubled(self) -> Iterator[str]:
        made = self.made()
        yield from (f"{name} was added {times} times" for name, times in made.items() if times > 1)

    def made(self) -> Counter[str]:
        """The titles of the rows that we made, and how often each was."""
        by_us = self.notion.ws.history.by(self.notion.bot)
        return Counter(w.after[0]["plain_text"] for w in by_us if w.property in self.titles)

    @property
    def title(self) -> Property:
        return self.table.source.properties["title"]


def _quoted(ids: Collection[str]) -> Iterable[str]:
    return map(encoded, ids)


def _plain(after: object) -> Any:
    return float(after) if isinstance(after, Decimal) else after
