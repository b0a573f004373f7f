"""All rows of a data source, or those edited since: whatever the service does in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.errors import LATER, Rejected
from connectors.notion.read.pages import Misfit, Page, PageReader, stamp
from connectors.notion.schema import encoded
from okrsync.connector import Refused, Unreachable
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]

PAGE = 100
MOST = 10_000
"""Rows of one query, after which the service stops."""
RESTARTS = 3
"""How often one scan begins again because its cursor was lost."""
CREATED, EDITED = "created_time", "last_edited_time"


class Scan:
    """One scan of a data source. `pages` are the rows found, by id, in the order met.

    `began` is the service's own time at the first answer in milliseconds since 1970; ours where
    it doesn't say. `blank` are selects: rows in which one is empty are shown by `since` too,
    whenever they were edited.
    """

    def __init__(
        self,
        notion: Notion,
        source: str,
        reader: PageReader,
        blank: Sequence[str] = (),
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.notion = notion
        self.source = source
        self.reader = reader
        self.blank = blank
        self.progress = progress
        self.pages: dict[str, Page] = {}
        self.began = 0

    def all(self) -> Sequence[Page]:
        """Every row. Raises Misfit, Unreachable and the like."""
        self._windows(CREATED, None)
        return list(self.pages.values())

    def since(self, moment: int) -> Sequence[Page]:
        """The rows edited at or after a moment, and the `blank` ones. Raises like `all`."""
        self._windows(EDITED, moment)
        return list(self.pages.values())

    def _windows(self, by: str, since: int | None) -> None:
        """The whole scan; where the service cuts it off, on from the last moment seen."""
        while True:
            last = self._window(by, since)
            if last is None:
                return
            if last == since:
                raise Refused(
                    Message(
                        "more than 10,000 rows were created or edited in one minute, "
                        "which is more than Notion shows in one query"
                    ),
                    hint=Message("move what is no longer needed to another database"),
                )
            since = last

    def _window(self, by: str, since: int | None) -> int | None:
        """One query to its end; the last moment seen where the service stopped short of it."""
        for _ in range(RESTARTS):
            try:
                return self._whole(by, since)
            except _Lost:
                continue
        raise Unreachable(
            Message("Notion lost its place in the list of rows several times over"), hint=LATER
        )

    def _whole(self, by: str, since: int | None) -> int | None:
        capped, last, seen = False, since, 0
        blank = self.blank if by == EDITED else ()
        for found, cut in self._pages(_body(by, since, blank)):
            capped |= cut
            seen += len(found)
            for page in found:
                last = page.created if by == CREATED else page.edited
        if capped and blank:
            raise Misfit  # blank rows of any time stand before those that were edited since
        if capped and last == since and seen < MOST:
            raise _Lost  # it says that there is more, and gave nothing to go on from
        return last if capped else None

    def _pages(self, body: dict[str, Any]) -> Iterator[tuple[list[Page], bool]]:
        """Each answer's rows, and whether it says that the service stops short of the end."""
        met: set[str] = set()
        while True:
            answer = self._ask(body)
            status = answer.get("request_status")
            cut = isinstance(status, Mapping) and status.get("type") == "incomplete"
            yield self._take(answer), cut
            if answer.get("has_more") is not True:
                return
            cursor = answer.get("next_cursor")
            if not cursor or cursor in met:
                raise _Lost
            met.add(cursor)
            body = {**body, "start_cursor": cursor}

    def _ask(self, body: Json) -> Json:
        try:
            answer = self.notion.query(self.source, body)
        except Rejected as error:
            if "start_cursor" in error.said and "start_cursor" in body:
                raise _Lost from None
            raise
        if not self.began:
            self.began = self.notion.moment
        return answer

    def _take(self, answer: Json) -> list[Page]:
        found = []
        for told in answer.get("results") or ():
            if told.get("object") != "page" or told.get("in_trash") is True:
                continue  # wikis list data sources too
            page = self.reader.page(told)
            found.append(page)
            known = self.pages.get(page.id)
            if known is None or page.edited >= known.edited:
                self.pages[page.id] = page
        if self.progress is not None:
            self.progress(len(self.pages))
        return found


def _body(by: str, since: int | None, blank: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "page_size": PAGE,
        "sorts": [{"timestamp": by, "direction": "ascending"}],
    }
    if since is not None:
        edited: Json = {"timestamp": by, by: {"on_or_after": stamp(since)}}
        empty = [{"property": encoded(one), "select": {"is_empty": True}} for one in blank]
        body["filter"] = {"or": [edited, *empty]} if empty else edited
    return body


class _Lost(Exception):
    """The cursor is no longer known, or leads back to where it was."""
