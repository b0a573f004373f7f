"""Rows that a full read no longer shows: in the trash, moved elsewhere, or no longer shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.cell_values import value
from connectors.notion.errors import Rejected
from connectors.notion.read.cache import KnownSource
from connectors.notion.read.pages import Page
from okrsync.connector import Missing
from okrsync.i18n import Message, plural

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]

MOST = 5
"""How many are asked about one by one: each costs a request."""
TRASHED = Message("is in the trash")
MOVED = Message("was moved to another database or page")
UNSHARED = Message("was deleted for good, or is no longer shared with the integration")
NOT_SHOWN = Message("did not show, and is there")


def what_became_of(notion: Notion, source: KnownSource, before: Sequence[Page]) -> list[Message]:
    """A sentence for each row that was there before and is not now."""
    there = {page.id for page in source.pages}
    gone = [page for page in before if page.id not in there]
    notes = [_note(notion, source, page) for page in gone[:MOST]]
    if len(gone) > MOST:
        notes.append(
            plural(
                "“{database}”: {count} more row is missing",
                "“{database}”: {count} more rows are missing",
                len(gone) - MOST,
                database=source.name,
            )
        )
    return notes


def _note(notion: Notion, source: KnownSource, page: Page) -> Message:
    index = next((i for i, one in enumerate(source.properties) if one.type == "title"), None)
    old = page.values[index] if index is not None and index < len(page.values) else None
    fate, title = fate_of(notion, page.id, source.id)
    row = title or old or page.id
    return Message(
        "“{database}”: “{row}” {fate}",
        {"database": source.name, "row": row, "fate": fate or NOT_SHOWN},
    )


def fate_of(notion: Notion, page: str, source: str) -> tuple[Message | None, str | None]:
    """Why a row is not in its data source, None where it is; and its title now."""
    try:
        told = notion.page(page)
    except (Missing, Rejected):
        return UNSHARED, None
    title = None
    for content in (told.get("properties") or {}).values():
        if isinstance(content, Mapping) and content.get("type") == "title":
            title = value(content)
    name = str(title) if title is not None else None
    if told.get("in_trash") is True:
        return TRASHED, name
    return (None if home_of(told) == source else MOVED), name


def home_of(page: Json) -> str | None:
    """The data source that a row is in, None where it is none's."""
    parent = page.get("parent")
    return parent.get("data_source_id") if isinstance(parent, Mapping) else None
