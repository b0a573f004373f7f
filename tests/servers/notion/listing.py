"""Lists in pages: cursors that are the next item's id."""

from __future__ import annotations

from collections.abc import Sequence

from tests.servers.notion.errors import bad_cursor
from tests.servers.notion.model import JSON
from tests.servers.notion.scanning import page_size


def listed(kind: str, items: Sequence[tuple[str, JSON]], cursor: object, size: object) -> JSON:
    """The items from the cursor on, each with an id that a cursor may be."""
    ids = [ident for ident, _ in items]
    if cursor and cursor not in ids:
        raise bad_cursor()
    start = ids.index(str(cursor)) if cursor else 0
    end = start + page_size(size or None)
    more = end < len(items)
    return {
        "object": "list",
        "results": [item for _, item in items[start:end]],
        "next_cursor": ids[end] if more else None,
        "has_more": more,
        "type": kind,
        kind: {},
    }
