"""Data sources that may not be written, or not changed, by this integration while others may."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from connectors.notion.errors import PROFILE, THIS_INTEGRATION, Forbidden, integration
from connectors.notion.read.cache import KnownSource
from okrsync.connector import ConnectorError
from okrsync.i18n import Message
from okrsync.table import Barred, NewColumn, Unplaced

if TYPE_CHECKING:
    from connectors.notion.api import Notion

ENOUGH = 4
"""So many refused rows of a data source, and none that was taken: no more of it is sent."""
NO_EDIT = Message("the integration may not edit this row")


class Refusals:
    """What was refused in one write, by data source, from whatever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: Counter[str] = Counter()
        self._taken: set[str] = set()
        self.of: dict[str, Forbidden] = {}

    def refused(self, source: str, error: Forbidden, rows: int = 1) -> None:
        """Note a refusal: of a row, or of the whole."""
        with self._lock:
            self._rows[source] += rows
            self.of.setdefault(source, error)

    def taken(self, source: str) -> None:
        """Note that a row was written."""
        self._taken.add(source)

    def is_hopeless(self, source: str) -> bool:
        """Whether nothing more of a data source need be sent."""
        return source not in self._taken and self._rows[source] >= ENOUGH

    def whole(self) -> list[str]:
        """The data sources of which nothing could be written."""
        return [source for source in self.of if source not in self._taken]


def barred(notion: Notion, sources: Sequence[KnownSource]) -> list[Barred]:
    """Each as what somebody must grant, to whom."""
    who = _who(notion) if sources else THIS_INTEGRATION
    return [
        Barred(
            source.id,
            Message(
                "the database “{database}” may not be written by {integration}",
                {"database": source.name, "integration": who},
            ),
            Message(
                "let it edit there: ··· → Connections → {integration} → Can edit content; or "
                "switch “Update content” on at {profile}",
                {"integration": who, "profile": PROFILE},
            ),
        )
        for source in sources
    ]


def unplaced(notion: Notion, columns: Sequence[NewColumn]) -> list[Unplaced]:
    """Columns that the integration may not add."""
    who = _who(notion)
    return [
        Unplaced(
            column,
            Message("{integration} may not add properties to it", {"integration": who}),
            Message(
                "let it edit there (··· → Connections → {integration} → Can edit content; "
                "“Update content” at {profile}), unlock the database, or add the property yourself",
                {"integration": who, "profile": PROFILE},
            ),
        )
        for column in columns
    ]


def refused(columns: Sequence[NewColumn], reason: Message) -> list[Unplaced]:
    """Columns that the database has no room for."""
    return [
        Unplaced(
            column,
            Message("it takes no more properties ({reason})", {"reason": reason}),
            Message(
                "remove properties that nobody needs, or unlock the database "
                "(··· → Unlock database)"
            ),
        )
        for column in columns
    ]


def _who(notion: Notion) -> Message:
    try:
        name = notion.name()
    except ConnectorError:
        name = None
    return integration(name)
