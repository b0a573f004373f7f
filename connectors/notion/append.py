"""Rows added, each once: what an answer leaves open is looked up before anything is sent again.

A page has no place for a key that people would not see, so a new row's key is what it holds:
a row is the one that was sent when the integration made it, it holds exactly the values that
were sent, and it was not there when the database was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.notion.errors import NOT_KEPT, Committed, Rejected
from connectors.notion.read.cache import Known, KnownSource, recall
from connectors.notion.read.pages import Misfit, Page, PageReader
from connectors.notion.read.tables import revision_of
from connectors.notion.schema import Property, encoded
from connectors.notion.write.property_values import Unfit, holds, to_send
from okrsync.connector import ConnectorError, Moved, Receipt, Refused, Snapshot
from okrsync.http import Unclear, current
from okrsync.i18n import Message
from okrsync.table import Change, Scalar, Skip

if TYPE_CHECKING:
    from connectors.notion.api import Notion
    from okrsync.http import Tally

Json = Mapping[str, Any]
New = Mapping[int, Scalar]

LOOK = Message("look at the database's properties")
LOOKS = 3
"""How often a row is looked for: queries lag behind what was saved."""
LAG = 2.0
"""Seconds before the first look, doubled before each further one."""


def append(
    notion: Notion, tally: Tally, snapshot: Snapshot, table: str, rows: Sequence[New]
) -> Receipt:
    """Add the rows in their order. Raises the connectors' errors; their `receipt` holds what
    was added before."""
    known = recall(snapshot.memory)
    adding = _Adding(notion, known.sources[table])
    adding.source.settled = False
    try:
        for row in rows:
            adding.one(row)
    except ConnectorError as error:
        error.receipt = _receipt(adding, known, snapshot, tally)
        raise
    return _receipt(adding, known, snapshot, tally)


def _receipt(adding: _Adding, known: Known, snapshot: Snapshot, tally: Tally) -> Receipt:
    sources = [known.sources[one.key] for one in snapshot.tables]
    return Receipt(
        written=tuple(adding.written),
        skipped=tuple(adding.skipped),
        calls=tally.calls,
        revision=revision_of(sources),
        memory=known.stored(),
    )


@dataclass(slots=True)
class _Adding:
    notion: Notion
    source: KnownSource
    written: list[Change] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    us: str = ""

    def one(self, row: New) -> None:
        """Add one row, and see it in the answer."""
        number = len(self.source.pages) + 1
        sent: dict[int, Scalar] = {}
        properties: dict[str, Json] = {}
        for column, value in row.items():
            one = self.source.properties[column]
            try:
                properties[encoded(one.id)] = to_send(one, value)
                sent[column] = value
            except Unfit as unfit:
                self.skipped.append(Skip(self.source.id, number, column, unfit.reason))
        page = self._created(properties, sent)
        if not self._holds_all(page, sent):
            page = self._looked_at(page)
        self.source.pages.append(page)
        self.source.packed = None
        for column, value in sent.items():
            if self._same(column, page, sent):
                self.written.append(Change.of_new_row(self.source.id, number, column, value))
            else:
                self.skipped.append(Skip(self.source.id, number, column, NOT_KEPT))

    def _looked_at(self, page: Page) -> Page:
        """The row as it shows itself: its answer may have lost a value, and it not. It is there
        in any case, so that a look which fails changes nothing."""
        try:
            return self._page(self.notion.page(page.id))
        except ConnectorError:
            return page

    def _created(self, properties: Json, sent: New) -> Page:
        """The row, sent once more where a look shows that it was not saved."""
        try:
            return self._sent(properties, sent)
        except Unclear:
            found = self._looked_for(sent)
        # Looked: it was not saved.
        return found if found is not None else self._sent(properties, sent)

    def _sent(self, properties: Json, sent: New) -> Page:
        """The row. Raises Unclear where nobody knows."""
        try:
            return self._page(self._create(properties))
        except Committed as saved:
            return self._saved(saved, sent)

    def _saved(self, saved: Committed, sent: New) -> Page:
        if saved.resource:
            return self._page(self.notion.page(saved.resource))
        found = self._looked_for(sent)
        if found is None:
            raise Moved(
                Message(
                    "Notion saved a new row of “{database}” and does not show it",
                    {"database": self.source.name},
                ),
                hint=Message("look at the database before you add it again"),
            ) from saved
        return found

    def _create(self, properties: Json) -> Json:
        try:
            return self.notion.create(self.source.id, properties)
        except Rejected as error:
            raise Refused(error.message, hint=LOOK) from error

    def _page(self, told: Json) -> Page:
        """The row, also where somebody changes the properties meanwhile: it is there already."""
        properties = self.source.properties
        try:
            return PageReader(properties, strict=True).page(told)
        except Misfit:
            self.source.full_on = 0  # all is read anew next time
            return PageReader(properties).page(told)

    def _looked_for(self, sent: New) -> Page | None:
        """The row that was sent, if it is there: queries lag, so more than one look."""
        self.us = self.us or str(self.notion.me().get("id"))
        for turn in range(LOOKS):
            current().wait(LAG * 2**turn, what=Message("looking for the row that was added"))
            for told in self._latest():
                page = self._page(told)
                if self._is(page, told, sent):
                    return page
        return None

    def _is(self, page: Page, told: Json, sent: New) -> bool:
        known = {one.id for one in self.source.pages}
        if page.id in known or _author(told) not in ("", self.us):
            return False
        return self._holds_all(page, sent)

    def _holds_all(self, page: Page, sent: New) -> bool:
        return all(self._same(column, page, sent) for column in sent)

    def _same(self, column: int, page: Page, sent: New) -> bool:
        one: Property = self.source.properties[column]
        whole = column not in page.partial
        return not whole or holds(one, page.values[column], sent[column])

    def _latest(self) -> Sequence[Json]:
        """The newest rows, the latest first."""
        body = {
            "page_size": 100,
            "sorts": [{"timestamp": "created_time", "direction": "descending"}],
        }
        found = self.notion.query(self.source.id, body).get("results") or ()
        return [told for told in found if told.get("object") == "page"]


def _author(told: Json) -> str:
    author = told.get("created_by")
    return str(author.get("id") or "") if isinstance(author, Mapping) else ""
