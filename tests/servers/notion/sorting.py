"""The order of a query's rows: as asked for, and where nothing is asked as it comes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from tests.servers.notion import texts
from tests.servers.notion.errors import bad_body, invalid
from tests.servers.notion.model import JSON, DataSource, Page, Property
from tests.servers.notion.rendering import content_of
from tests.servers.notion.workspace import Workspace


def ordered(
    ws: Workspace, source: DataSource, pages: Iterable[Page], sorts: Sequence[JSON], seed: int
) -> list[Page]:
    """The pages in order; ties, and everything without a sort, in an order of that seed."""
    found = sorted(pages, key=lambda page: zlib.crc32(f"{seed}{page.id}".encode()))
    for told in reversed(sorts):
        _sort(ws, source, found, told)
    return found


def _sort(ws: Workspace, source: DataSource, pages: list[Page], told: JSON) -> None:
    direction = told.get("direction")
    if direction not in ("ascending", "descending"):
        raise bad_body("sorts[0].direction", "should be `ascending` or `descending`.")
    last = direction == "descending"
    stamp = told.get("timestamp")
    if stamp == "created_time":
        pages.sort(key=lambda page: page.created // 60, reverse=last)
    elif stamp == "last_edited_time":
        pages.sort(key=lambda page: page.edited // 60, reverse=last)
    else:
        one = source.found(str(told.get("property")))
        if one is None:
            raise invalid(f"Could not find sort property with name or id: {told.get('property')}")
        filled = [page for page in pages if _key(ws, page, one) is not None]
        empty = [page for page in pages if _key(ws, page, one) is None]
        filled.sort(key=lambda page: _key(ws, page, one), reverse=last)
        pages[:] = filled + empty


def _key(ws: Workspace, page: Page, one: Property) -> Any:
    """What a value is sorted by; None, which stands last, for an empty one."""
    if one.type in ("select", "status"):
        ids = [option["id"] for option in one.options()]
        chosen = page.values.get(one.id)
        return ids.index(chosen) if chosen in ids else None
    value = content_of(ws, page, one)
    if isinstance(value, list):
        first = value and "plain_text" in value[0]
        return (texts.plain(value) if first else str(value)).lower() if value else None
    if isinstance(value, dict):
        inner = value.get(value.get("type", ""))
        return next((x for x in (value.get("start"), value.get("number"), inner) if x), None)
    return value
