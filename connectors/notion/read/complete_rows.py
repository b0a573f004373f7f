"""Values that came truncated, completed item by item; rows that came without one, read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion import cell_values as cells
from connectors.notion.errors import LATER, LOOK_AT_PROPERTIES
from connectors.notion.pacing import each
from connectors.notion.read.cache import KnownSource
from connectors.notion.read.outdated import set_outdated
from connectors.notion.read.pages import Page, PageReader
from connectors.notion.schema import Property
from okrsync.connector import Moved, Unreachable
from okrsync.i18n import Message
from okrsync.table import Scalar

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]
_LISTS = frozenset(("title", "rich_text", "relation", "people"))


def complete(
    notion: Notion, pages: Sequence[Page], properties: Sequence[Property]
) -> list[tuple[Page, Property]]:
    """Fill in every cell that came truncated; those that can't be had are empty and returned."""
    wanted = [(page, index) for page in pages for index in page.partial]

    def one(place: tuple[Page, int]) -> bool:
        page, index = place
        known, content = _fetched(notion, page.id, properties[index])
        page.values[index] = content
        return known

    outcomes = each(one, wanted)
    for page in pages:
        page.partial.clear()
    return [
        (page, properties[index])
        for (page, index), known in zip(wanted, outcomes, strict=True)
        if not known
    ]


def reread(notion: Notion, source: KnownSource, pages: Sequence[Page], reader: PageReader) -> None:
    """Look again at the rows that lack a property which others of the same read show: half a row
    would count as one whose cells are blank.

    Raises Moved where it stays away.
    """

    fresh = PageReader(source.properties)  # the other one notes what the scan itself has shown

    def one(page: Page) -> None:
        lost = [index for index in page.absent if index in reader.met]
        again = fresh.page(notion.page(page.id))
        for index in lost:
            if index in again.absent:
                set_outdated(source.id, source.properties)
                raise Moved(
                    Message(
                        "“{database}”: a row came without its “{property}”",
                        {"database": source.name, "property": source.properties[index].name},
                    ),
                    hint=LOOK_AT_PROPERTIES,
                )
            page.values[index] = again.values[index]
            page.partial += [index] if index in again.partial else []

    each(one, [page for page in pages if any(index in reader.met for index in page.absent)])


def _fetched(notion: Notion, page: str, one: Property) -> tuple[bool, Scalar]:
    """Whether the whole value could be had, and the value."""
    items: list[Json] = []
    last: Json = {}
    for answer in _answers(notion, page, one.id):
        if answer.get("object") != "list":
            return not cells.truncated(answer), cells.value(answer)
        items += [item for item in answer.get("results") or () if isinstance(item, Mapping)]
        last = answer
    if one.type == "rollup":
        return _rollup(items, last)
    if one.type not in _LISTS:
        return False, None
    inner = [item.get(one.type) for item in items if item.get("type") == one.type]
    return True, cells.value({"type": one.type, one.type: inner})


def _rollup(items: Sequence[Json], last: Json) -> tuple[bool, Scalar]:
    told = last.get("property_item")
    content = told.get("rollup") if isinstance(told, Mapping) else None
    kind = content.get("type") if isinstance(content, Mapping) else None
    if kind == "array":
        array = [_as_value(item) for item in items]
        return True, cells.value({"type": "rollup", "rollup": {"type": kind, "array": array}})
    known = kind in ("number", "date")
    return known, cells.value({"type": "rollup", "rollup": content}) if known else None


def _as_value(item: Json) -> Json:
    """An item of a list, which holds one of what a value holds several."""
    kind = str(item.get("type"))
    content = item.get(kind)
    listed = kind in _LISTS and isinstance(content, Mapping)
    return {"type": kind, kind: [content] if listed else content}


def _answers(notion: Notion, page: str, ident: str) -> Iterator[Json]:
    cursor, met = None, set()
    while True:
        answer = notion.item(page, ident, cursor)
        yield answer
        if answer.get("has_more") is not True:
            return
        cursor = answer.get("next_cursor")
        if not cursor or cursor in met:
            raise Unreachable(Message("Notion lost its place in a long value"), hint=LATER)
        met.add(cursor)
